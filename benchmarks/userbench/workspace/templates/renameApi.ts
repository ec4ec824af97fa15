import path from 'node:path';
import { check } from '../preferences/topics';
import type { Design } from '../preferences/types';
import type { AspectKey } from '../types';
import type { Place } from './place';
import { endOf, newName, padding, renameIn, specifier } from './oldAndNew';
import { docsFiles, ended } from './render/docs';
import { withDependency } from './render/manifest';
import type { RenderedFile, Template, Texts, Variant } from './types';
import { pick, verbs, wordOf } from './wording';

const topics = [
  ...['old-name', 'alias-place', 'removal-note', 'function-case', 'name-form'],
  ...['docs-place', 'changelog', 'example', 'comment-detail'],
];

/** A real function gets another name, and the old one lives on. */
export const renameApi: Template = {
  name: 'rename-api',
  aspects: ['compat', 'naming', 'docs'],
  topics,
  at: (place, random) => {
    const word = wordOf(place);
    // Other forms cannot be renamed by their name alone, and a name of one word may be a type as well.
    if (place.words.length < 2) return undefined;
    if (place.modules !== 'esm' || place.form !== 'declaration' || place.exported !== 'named' || word === undefined)
      return undefined;
    const nouns = [word, 'outcome'] as const;
    const subject = { words: nouns, kind: 'function' } as const;
    return {
      place,
      title: `Another name for ${place.function}`,
      openingMessage: pick(random, [
        `I read \`${place.function}\` in \`${place.module}\` wrong every time. Give it another name, with “${word} outcome” in it. The old one is in use elsewhere, so it cannot just go.`,
        `Please rename \`${place.function}\` (\`${place.module}\`): “${word} outcome” should be in the name. Others call it by the old name, and they must not break.`,
      ]),
      context: { place, subject, nouns, verbs, setting: [], ranges: { small: [0, 0], middle: [0, 0], large: [0, 0] } },
      gate: [
        check('identifierMatches', { subject }),
        check('docMentions', { globs: [`**/*${place.extension}`], words: [place.function.toLowerCase()] }),
      ],
      behaviour: [],
      // What stands above the old name is a comment about the new one, so comments cannot be a wish of their own.
      suits: { 'docs-place': ['readme', 'docs-folder'], 'comment-detail': ['none'] },
      render: (design, aspects, variant, texts) => render(place, nouns, design, aspects, variant, texts),
    };
  },
};

function render(
  place: Place,
  nouns: readonly [string, string],
  design: Design,
  aspects: ReadonlySet<AspectKey>,
  variant: Variant,
  texts: Texts,
): readonly RenderedFile[] {
  const name = newName(nouns, design);
  const old = place.function;
  const before = texts(place.module) ?? '';
  const renamed = renameIn(before, old, name);
  const files: RenderedFile[] = [];
  const where = design['alias-place'];
  if (where === 'compat-file' || where === 'compat-folder') {
    const file = path.posix.join(
      place.folder,
      where === 'compat-file' ? `compat${place.extension}` : `compat/${path.posix.basename(place.module)}`,
    );
    const target = specifier(path.posix.dirname(file), place.module, place);
    const back = specifier(place.folder, file, place);
    const alias = aliasLines(name, old, design, place, variant, target);
    files.push({ role: 'source', path: file, content: `${alias.join('\n')}\n` });
    files.push({
      role: 'source',
      path: place.module,
      content: `${ended(renamed)}\nexport { ${old} } from '${back}';\n`,
    });
  } else {
    const alias = aliasLines(name, old, design, place, variant, undefined);
    files.push({ role: 'source', path: place.module, content: `${ended(renamed)}\n${alias.join('\n')}\n` });
  }
  if (aspects.has('docs')) {
    const said = {
      heading: `${nouns[0].charAt(0).toUpperCase()}${nouns[0].slice(1)} ${nouns[1]}`,
      sentence: `\`${old}\` is called \`${name}\` now: the ${nouns.join(' ')} is what it gives.`,
      example: [`import { ${name} } from './${path.posix.basename(place.module, place.extension)}';`],
      points: [`It lies in \`${place.module}\`.`, 'The old name goes on working.'],
      page: nouns.join('-'),
    };
    files.push(...docsFiles(said, design, place, variant, texts));
  }
  if (variant === 'dependency') {
    const manifest = withDependency(place.manifest, texts, {
      name: 'tiny-invariant',
      range: '^1.3.3',
      section: 'dependencies',
    });
    if (manifest !== undefined) files.push(manifest);
  }
  return files;
}

function aliasLines(
  name: string,
  old: string,
  design: Design,
  place: Place,
  variant: Variant,
  target: string | undefined,
): readonly string[] {
  const note = endOf(design);
  const from = target === undefined ? '' : ` from '${target}'`;
  const ado = padding('//', variant, 'Kept for those who call it by its old name.', 'Both names mean one function.');
  if (design['old-name'] === 'warns') {
    const typed = place.language === 'typescript';
    const signature = typed ? `(...given: Parameters<typeof ${name}>): ReturnType<typeof ${name}>` : '(...given)';
    return [
      ...(target === undefined ? [] : [`import { ${name} } from '${target}';`, '']),
      ...ado,
      `export function ${old}${signature} {`,
      `  console.warn('${old} is called ${name} now.${note}');`,
      `  return ${name}(...given);`,
      '}',
    ];
  }
  const comment =
    design['old-name'] === 'tagged' ? [`/** @deprecated Use ${name}.${note} */`] : note === '' ? [] : [`//${note}`];
  return [...ado, ...comment, `export { ${name} as ${old} }${from};`];
}
