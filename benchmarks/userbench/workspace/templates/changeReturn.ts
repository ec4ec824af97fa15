import { check } from '../preferences/topics';
import type { Design } from '../preferences/types';
import type { AspectKey } from '../types';
import { endOf, isPlainFunction, newName, padding, renameIn } from './oldAndNew';
import type { Place } from './place';
import { docsFiles, ended } from './render/docs';
import { withDependency } from './render/manifest';
import type { RenderedFile, Template, Texts, Variant } from './types';
import { pick, verbs, wordOf } from './wording';

const topics = [
  ...['outcome-shape', 'outcome-field', 'outcome-extra', 'function-case', 'name-form', 'old-name', 'removal-note'],
  ...['docs-place', 'changelog', 'example', 'comment-detail'],
];

/** What a real function gives takes another shape, under another name; the old name goes on giving what it gave. */
export const changeReturn: Template = {
  name: 'change-return-shape',
  aspects: ['api', 'compat', 'naming', 'docs'],
  topics,
  at: (place, random) => {
    const word = wordOf(place);
    const { function: name, source, definition } = place;
    if (word === undefined || place.words.length < 2 || !isPlainFunction(place)) return undefined;
    // Promises would be given before anything was done, and a function that gives nothing has no result to give.
    if (definition.function?.async !== 'sync' || definition.function.results.every(({ shape }) => shape === 'nothing'))
      return undefined;
    if (definition.function.parameters.some(({ kind }) => kind === 'rest') || source.includes(`${name}Plain`))
      return undefined;
    const nouns = [word, 'outcome'] as const;
    const subject = { words: nouns, kind: 'function' } as const;
    return {
      place,
      title: `More than one thing from ${name}`,
      openingMessage: pick(random, [
        `What \`${name}\` (\`${place.module}\`) gives is too little for me: I want its result together with something about the call. Make it a function with “${word} outcome” in its name. Whoever calls \`${name}\` today has to get what they got, by way of the new one.`,
        `Please change the shape of what \`${name}\` in \`${place.module}\` returns, so that more comes along with the result. A new name with “${word} outcome” in it is fine; the old one must go on giving the bare result, through the new one.`,
      ]),
      context: { place, subject, nouns, verbs, setting: [], ranges: { small: [0, 0], middle: [0, 0], large: [0, 0] } },
      gate: [
        check('identifierMatches', { subject }),
        check('docMentions', { globs: [`**/*${place.extension}`], words: [name.toLowerCase()] }),
      ],
      behaviour: [],
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
  const { function: old, definition, source } = place;
  const name = newName(nouns, design);
  const inner = `${old}Plain`;
  const common = place.modules === 'commonjs';
  const plain = renameIn(definition.text.replace(/^export\s+/, ''), old, inner);
  const lines = [
    plain,
    '',
    ...newFunction(name, inner, design, place, variant),
    '',
    ...oldFunction(name, inner, design, place),
  ];
  const after = source.slice(definition.start + definition.text.length);
  const whole = `${source.slice(0, definition.start)}${lines.join('\n')}${after}`;
  const content = common ? `${ended(whole)}\nmodule.exports.${name} = ${name};\n` : whole;
  const files: RenderedFile[] = [{ role: 'source', path: place.module, content }];
  if (aspects.has('docs')) {
    const said = {
      heading: `${nouns[0].charAt(0).toUpperCase()}${nouns[0].slice(1)} ${nouns[1]}`,
      sentence: `\`${name}\` gives what \`${old}\` gives, and more: the ${nouns.join(' ')}.`,
      example: [`${name}();`],
      points: [`It lies in \`${place.module}\`.`, `\`${old}\` gives the bare result, as before.`],
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

type Extra = 'elapsed' | 'finishedAt' | 'argumentCount';

function extraOf(design: Design): Extra {
  return (
    (['elapsed', 'finishedAt', 'argumentCount'] as const).find((each) => each === design['outcome-extra']) ?? 'elapsed'
  );
}

function fieldOf(design: Design): string {
  return design['outcome-field'] ?? 'value';
}

function newFunction(
  name: string,
  inner: string,
  design: Design,
  { language, modules }: Place,
  variant: Variant,
): readonly string[] {
  const typed = language === 'typescript';
  const extra = extraOf(design);
  const field = fieldOf(design);
  const given = typed ? `...given: Parameters<typeof ${inner}>` : '...given';
  const measured = { elapsed: 'performance.now() - begun', finishedAt: 'Date.now()', argumentCount: 'given.length' }[
    extra
  ];
  const shape = design['outcome-shape'];
  const made =
    shape === 'tuple'
      ? `[made, ${extra}]${typed ? ' as const' : ''}`
      : shape === 'result'
        ? `{ ok: true, ${field}: made, ${extra} }`
        : `{ ${field}: made, ${extra} }`;
  return [
    `${modules === 'commonjs' ? '' : 'export '}function ${name}(${given}) {`,
    ...padding('//', variant, 'Whatever it gives comes along.', 'Nothing of it is kept.').map((line) => `  ${line}`),
    ...(extra === 'elapsed' ? ['  const begun = performance.now();'] : []),
    `  const made = ${inner}(...given);`,
    `  const ${extra} = ${measured};`,
    `  return ${made};`,
    '}',
  ];
}

function oldFunction(name: string, inner: string, design: Design, place: Place): readonly string[] {
  const { function: old, language, modules } = place;
  const note = endOf(design);
  const how = design['old-name'];
  const comment =
    how === 'tagged' ? [`/** @deprecated Use ${name}.${note} */`] : note === '' || how === 'warns' ? [] : [`//${note}`];
  const signature =
    language === 'typescript' ? `(...given: Parameters<typeof ${inner}>): ReturnType<typeof ${inner}>` : '(...given)';
  const bare = design['outcome-shape'] === 'tuple' ? '[0]' : `.${fieldOf(design)}`;
  return [
    ...comment,
    `${modules === 'commonjs' ? '' : 'export '}function ${old}${signature} {`,
    ...(how === 'warns' ? [`  console.warn('${old} gives the bare result only: there is ${name}.${note}');`] : []),
    `  return ${name}(...given)${bare};`,
    '}',
  ];
}
