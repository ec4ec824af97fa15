import path from 'node:path';
import { inCase } from '../code/words';
import { check } from '../preferences/topics';
import type { Design } from '../preferences/types';
import type { AspectKey } from '../types';
import type { Place } from './place';
import { pythonSuits } from './functionTemplate';
import { padding } from './oldAndNew';
import { docsFiles, ended } from './render/docs';
import { withDependency } from './render/manifest';
import { headerText, newFile } from './render/newFile';
import { docstringLines } from './render/python/docstring';
import { pythonTest } from './render/python/pythonTest';
import { scriptTest, type Case } from './render/scriptTest';
import type { RenderedFile, Template, Texts, Variant } from './types';
import { pick, verbs, wordOf } from './wording';

const topics = [
  ...['where', 'file-case', 'file-stem', 'header', 'class-suffix', 'error-base', 'error-detail'],
  ...[
    'test-place',
    'test-suffix',
    'test-framework',
    'test-titles',
    'test-form',
    'docs-place',
    'changelog',
    'example',
    'comment-detail',
    'docstring-style',
  ],
];

/** A class of errors for what a real function runs into. */
export const addErrorType: Template = {
  name: 'add-error-type',
  aspects: ['errors', 'placement', 'tests', 'docs'],
  topics,
  at: (place, random) => {
    const word = wordOf(place);
    if (word === undefined) return undefined;
    const nouns = [word, 'input'] as const;
    const subject = { words: nouns, kind: 'class' } as const;
    return {
      place,
      title: `An error class for ${place.function}`,
      openingMessage: pick(random, [
        `What goes wrong in \`${place.function}\` (\`${place.module}\`) cannot be told from other trouble. Please add a class of errors for it, with “${word} input” in its name; I will use it there myself.`,
        `I want to catch trouble with the input of \`${place.function}\` in \`${place.module}\` on its own. A “${word} input” class of errors would do; just the class, throwing it comes later.`,
      ]),
      context: { place, subject, nouns, verbs, setting: [], ranges: { small: [0, 0], middle: [0, 0], large: [0, 0] } },
      gate: [check('identifierMatches', { subject })],
      suits: place.scope === 'python' ? pythonSuits : undefined,
      behaviour: [],
      render: (design, aspects, variant, texts) => render(place, nouns, design, aspects, variant, texts),
    };
  },
};

const details = {
  code: { name: 'code', type: 'string', good: "'E1'" },
  path: { name: 'path', type: 'readonly string[]', good: "['a']" },
  details: { name: 'details', type: 'Readonly<Record<string, unknown>>', good: '{ a: 1 }' },
} as const;

function render(
  place: Place,
  nouns: readonly [string, string],
  design: Design,
  aspects: ReadonlySet<AspectKey>,
  variant: Variant,
  texts: Texts,
): readonly RenderedFile[] {
  const suffix = design['class-suffix'] ?? 'error';
  const words = [...nouns, suffix];
  const name = inCase(words, 'pascal');
  const existing = design.where === 'existing';
  const stemWords =
    design['file-stem'] === 'topic' ? nouns : design['file-stem'] === 'collective' ? [nouns[0], 'helpers'] : words;
  const form = (['kebab', 'camel', 'pascal', 'snake'] as const).find((each) => each === design['file-case']) ?? 'kebab';
  const file = existing ? place.module : newFile(inCase(stemWords, form), nouns, design, place);
  const code = classText(name, nouns, design, place, variant, existing);
  const gap = place.scope === 'python' ? '\n\n' : '\n';
  const content = existing
    ? `${ended(texts(place.module) ?? '')}${gap}${code}`
    : headerText(nouns, design, place) + code;
  const files: RenderedFile[] = [{ role: 'source', path: file, content }];
  if (aspects.has('tests')) {
    files.push(
      place.scope === 'python'
        ? pythonTestFile(name, nouns, file, design, place, variant)
        : testFile(name, nouns, existing ? undefined : file, design, place, variant),
    );
  }
  if (aspects.has('docs')) {
    const detail = details[detailOf(design)];
    const said = {
      heading: `${nouns[0].charAt(0).toUpperCase()}${nouns[0].slice(1)} ${nouns[1]}`,
      sentence: `\`${name}\` tells trouble with the ${nouns.join(' ')} of \`${place.function}\` from everything else.`,
      example: [
        place.scope === 'python'
          ? `raise ${name}("not this", ${pythonGood[detailOf(design)]})`
          : `new ${name}('not this', ${detail.good});`,
      ],
      points: [`It lies in \`${file}\`.`, `It carries \`${detail.name}\` beside its message.`],
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

function detailOf(design: Design): keyof typeof details {
  return design['error-detail'] === 'path' ? 'path' : design['error-detail'] === 'details' ? 'details' : 'code';
}

const pythonGood = { code: '"E1"', path: '["a"]', details: '{"a": 1}' } as const;

function pythonClass(name: string, nouns: readonly string[], design: Design, place: Place, variant: Variant): string {
  const detail = detailOf(design);
  const sentence = `Trouble with the ${nouns.join(' ')} of ${place.function}.`;
  const parameters = [
    { name: 'message', type: 'str', text: 'what is wrong' },
    { name: detail, type: 'object', text: 'more about it' },
  ];
  const comment = docstringLines({ sentence, parameters, returns: { type: name, text: 'the error' } }, design);
  const more = padding('#', variant, 'It is told from everything else.', 'It carries more than its message.');
  const lines = [
    `class ${name}(${design['error-base'] ?? 'Exception'}):`,
    ...comment.map((line) => (line === '' ? '' : `    ${line}`)),
    ...(comment.length > 0 ? [''] : []),
    `    def __init__(self, message, ${detail}):`,
    ...more.map((line) => `        ${line}`),
    '        super().__init__(message)',
    `        self.${detail} = ${detail}`,
  ];
  return `${lines.join('\n')}\n`;
}

function pythonTestFile(
  name: string,
  nouns: readonly string[],
  file: string,
  design: Design,
  place: Place,
  variant: Variant,
): RenderedFile {
  const detail = detailOf(design);
  const made = `${name}("not this", ${pythonGood[detail]})`;
  const cases = [
    { title: 'takes a message', actual: `str(${made})`, expected: '"not this"' },
    { title: 'keeps more about it', actual: `${made}.${detail}`, expected: pythonGood[detail] },
  ];
  const stem = design.where === 'existing' ? name : path.posix.basename(file, '.py');
  const tested = { imported: name, file, stem, name: nouns.join(' '), cases };
  const extra = variant === 'longer' ? 1 : variant === 'longest' ? 2 : 0;
  return { role: 'test', ...pythonTest(tested, design, place, extra) };
}

function classText(
  name: string,
  nouns: readonly string[],
  design: Design,
  place: Place,
  variant: Variant,
  existing: boolean,
): string {
  if (place.scope === 'python') return pythonClass(name, nouns, design, place, variant);
  const typed = place.language === 'typescript';
  const detail = details[detailOf(design)];
  const common = place.modules === 'commonjs';
  const sentence = `Trouble with the ${nouns.join(' ')} of ${place.function}.`;
  const comment =
    design['comment-detail'] === 'tags'
      ? ['/**', ` * ${sentence}`, ' * @param message what is wrong', ` * @param ${detail.name} more about it`, ' */']
      : design['comment-detail'] === 'line' || design['docs-place'] === 'comment'
        ? [`/** ${sentence} */`]
        : [];
  const more =
    variant === 'longer'
      ? ['    this.stack = String(this.stack);']
      : variant === 'longest'
        ? ['    this.stack = String(this.stack);', '    this.message = String(this.message);']
        : [];
  const lines = [
    ...comment,
    `${common ? '' : 'export '}class ${name} extends ${design['error-base'] ?? 'Error'} {`,
    ...(typed ? [`  readonly ${detail.name}: ${detail.type};`, ''] : []),
    `  constructor(message${typed ? ': string' : ''}, ${detail.name}${typed ? `: ${detail.type}` : ''}) {`,
    '    super(message);',
    `    this.name = '${name}';`,
    `    this.${detail.name} = ${detail.name};`,
    ...more,
    '  }',
    '}',
    ...(common ? ['', existing ? `module.exports.${name} = ${name};` : `module.exports = { ${name} };`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function testFile(
  name: string,
  nouns: readonly string[],
  source: string | undefined,
  design: Design,
  place: Place,
  variant: Variant,
): RenderedFile {
  const detail = details[detailOf(design)];
  const made = `new ${name}('not this', ${detail.good})`;
  const cases: readonly Case[] = [
    { title: 'takes a message', isAsync: false, lines: (assert) => [assert.equal(`${made}.message`, "'not this'")] },
    {
      title: 'keeps more about it',
      isAsync: false,
      lines: (assert) => [assert.equal(`${made}.${detail.name}`, detail.good)],
    },
  ];
  const own = path.posix.join(place.folder, `${name}${place.extension}`);
  const tested = {
    callee: name,
    imported: name,
    how: 'named' as const,
    file: source ?? own,
    name: nouns.join(' '),
    cases,
  };
  const { path: file, content } = scriptTest(
    tested,
    design,
    place,
    variant === 'longer' ? 1 : variant === 'longest' ? 2 : 0,
  );
  const ending = (each: string) => `/${path.posix.basename(each, place.extension)}${place.importExtension}'`;
  return {
    role: 'test',
    path: file,
    content: source === undefined ? content.replace(ending(own), ending(place.module)) : content,
  };
}
