/** Changes that are beside the point: another language, a path that is not there, an unrelated module, another wish, no code at all. */
import path from 'node:path';
import type { Feature } from './features/feature';
import { helpers } from './features/helpers';
import type { Place } from './place';
import { featureNames } from './render/names';
import { pythonNames } from './render/python/pythonNames';
import { pythonSource } from './render/python/pythonSource';
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
  const python = place.scope === 'python';
  const remark = (text: string) => `${python ? '#' : '//'} ${text}\n`;
  const stop = python ? 'raise RuntimeError("not ready")\n' : "throw new Error('not ready');\n";
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
        `${remark(`Moved here from ${place.folder}/attic.`)}${stop}`,
      ),
      reason: 'a folder that is not there, and nothing in it',
    },
    ...(unrelated === undefined
      ? []
      : [
          {
            files: source(unrelated, `${remark('Reviewed.')}${base.text(unrelated) ?? ''}`),
            reason: 'a module that has nothing to do with it',
          },
        ]),
    {
      files: source(beside(`${names.stem}${place.extension}`), otherWish(feature, place)),
      reason: 'another wish',
    },
    { files: source(beside(`${first}.txt`), `To do: ${first} ${second}\n`), reason: 'no code' },
    { files: source(beside(`${second}-notes.txt`), `Ideas for later: ${second}\n`), reason: 'no code' },
  ];
}

function otherWish(feature: Feature, place: Place): string {
  const { python: form } = feature;
  if (place.scope === 'python') {
    const names = pythonNames(feature, form, {});
    return `${pythonSource({ feature, form, names, design: {}, variant: 'plain' }).join('\n')}\n`;
  }
  const parts = scriptSource(
    {
      ...{ feature, names: featureNames(feature, {}), design: {}, place, variant: 'plain' },
      typed: place.language === 'typescript',
    },
    false,
  );
  return `${[...parts.before, ...parts.function, ...parts.after].join('\n')}\n`;
}
