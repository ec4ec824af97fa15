/** Changes that are beside the point: another language, a path that is not there, an unrelated module, another wish, no code at all. */
import path from 'node:path';
import { helpers } from './features/helpers';
import { featureNames } from './render/names';
import { scriptSource } from './render/scriptSource';
import type { RenderedFile, TemplateAtPlace, Texts } from './types';

interface Base {
  readonly paths: readonly string[];
  readonly text: Texts;
}

export interface Noise {
  readonly files: readonly RenderedFile[];
  readonly reason: string;
}

export function noiseFor(here: TemplateAtPlace, base: Base, random: (below: number) => number): readonly Noise[] {
  const { place, context } = here;
  const [first = 'new', second = 'thing'] = context.nouns;
  const source = (file: string, content: string): readonly RenderedFile[] => [{ role: 'source', path: file, content }];
  const beside = (name: string) => path.posix.join(place.folder, name);
  const other = helpers.filter(({ nouns }) => nouns.join() !== context.nouns.join());
  const feature = other[random(other.length)]!;
  const names = featureNames(feature, {});
  const parts = scriptSource(
    { feature, names, design: {}, place, variant: 'plain', typed: place.language === 'typescript' },
    false,
  );
  const modules = base.paths.filter((each) => each.endsWith(place.extension) && each !== place.module);
  const unrelated = modules[random(Math.max(1, modules.length))];
  return [
    {
      files: source(beside(`${first}_${second}.rb`), `def ${first}_${second}(given)\n  given.to_s\nend\n`),
      reason: 'another language',
    },
    {
      files: source(
        `old/archive/${first}-${second}${place.extension}`,
        `// Moved here from ${place.folder}/attic.\nthrow new Error('not ready');\n`,
      ),
      reason: 'a folder that is not there, and nothing in it',
    },
    ...(unrelated === undefined
      ? []
      : [
          {
            files: source(unrelated, `// Reviewed.\n${base.text(unrelated) ?? ''}`),
            reason: 'a module that has nothing to do with it',
          },
        ]),
    {
      files: source(
        beside(`${names.stem}${place.extension}`),
        `${[...parts.before, ...parts.function, ...parts.after].join('\n')}\n`,
      ),
      reason: 'another wish',
    },
    { files: source(beside(`${first}.txt`), `To do: ${first} ${second}\n`), reason: 'no code' },
    { files: source(beside(`${second}-notes.txt`), `Ideas for later: ${second}\n`), reason: 'no code' },
  ];
}
