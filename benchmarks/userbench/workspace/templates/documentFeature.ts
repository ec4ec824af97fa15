import { check } from '../preferences/topics';
import type { Design } from '../preferences/types';
import { contractTest, isImportable } from './contract';
import type { Place } from './place';
import { docsFiles } from './render/docs';
import { docstringLines, pythonIndent } from './render/python/docstring';
import { withDependency } from './render/manifest';
import type { RenderedFile, Template, Texts, Variant } from './types';
import { pick, verbs } from './wording';

const topics = [
  'docs-place',
  'changelog',
  'example',
  'comment-detail',
  'test-place',
  'test-suffix',
  'test-framework',
  'test-titles',
  'test-form',
  'docstring-style',
];

/** A real function without a comment is documented, and pinned down by a test. */
export const documentFeature: Template = {
  name: 'document-feature',
  aspects: ['docs', 'tests'],
  topics,
  at: (place, random) => {
    if (!isImportable(place) || place.documented) return undefined;
    if (place.scope === 'python' && place.definition.function?.bodyStart === undefined) return undefined;
    const subject = { words: place.words, kind: 'function', changed: false } as const;
    return {
      place,
      title: `Document ${place.function}`,
      openingMessage: pick(random, [
        `Nobody finds \`${place.function}\` of \`${place.module}\`, because it is written up nowhere. Please document it, and add a small test so that what we promise stays true.`,
        `I was asked three times this week about \`${place.function}\` (\`${place.module}\`). Document it, please, with a small test that it can be called.`,
      ]),
      context: {
        place,
        subject,
        nouns: place.words,
        verbs,
        setting: [],
        ranges: { small: [0, 0], middle: [0, 0], large: [0, 0] },
      },
      gate: [check('untouched', { globs: ['LICENSE*'] })],
      behaviour: [],
      render: (design, aspects, variant, texts) => [
        ...(aspects.has('docs') ? documented(place, design, variant, texts) : []),
        ...(aspects.has('tests') ? [contractTest(place, design, variant)] : []),
        ...extra(place, variant, texts),
      ],
    };
  },
};

function documented(place: Place, design: Design, variant: Variant, texts: Texts): readonly RenderedFile[] {
  const name = place.function;
  const sentence = `\`${name}\` of \`${place.module}\` takes ${place.parameters === 1 ? 'one argument' : `${place.parameters} arguments`}.`;
  const said = {
    heading: place.words.join(' ').replace(/^./, (letter) => letter.toUpperCase()),
    sentence,
    example: [
      `${place.scope === 'python' ? '#' : '//'} ${place.module}`,
      `${name}(${Array.from({ length: place.parameters }, (_, at) => `argument${at + 1}`).join(', ')})${place.scope === 'python' ? '' : ';'}`,
    ],
    points: [`It lies in \`${place.module}\`.`, 'Its tests show how it is called.'],
    page: place.words.join('-'),
  };
  if (place.scope === 'python') {
    const source = documentedInPython(place, design);
    return [...(source === undefined ? [] : [source]), ...docsFiles(said, design, place, variant, texts)];
  }
  const comment = commentLines(name, design);
  const lines = (texts(place.module) ?? '').split('\n');
  const indent = /^\s*/.exec(lines[place.line - 1] ?? '')?.[0] ?? '';
  const content = [
    ...lines.slice(0, place.line - 1),
    ...comment.map((line) => indent + line),
    ...lines.slice(place.line - 1),
  ].join('\n');
  const source: readonly RenderedFile[] = comment.length === 0 ? [] : [{ role: 'source', path: place.module, content }];
  return [...source, ...docsFiles(said, design, place, variant, texts)];
}

function documentedInPython(place: Place, design: Design): RenderedFile | undefined {
  const { source, definition, module, function: name } = place;
  const parameters = (definition.function?.parameters ?? []).map((each) => ({
    name: each.names[0] ?? 'given',
    type: 'object',
    text: 'what it works on',
  }));
  const given = parameters.length > 0 ? parameters : [{ name: 'nothing', type: 'None', text: 'it works on nothing' }];
  const returns = { type: 'object', text: 'what its name says' };
  const lines = docstringLines({ sentence: `${name}, as its name says.`, parameters: given, returns }, design);
  const at = definition.function?.bodyStart;
  if (lines.length === 0 || at === undefined) return undefined;
  const indent = pythonIndent(source, at);
  const text = lines.map((line) => (line === '' ? '\n' : `\n${indent}${line}`)).join('');
  return { role: 'source', path: module, content: source.slice(0, at) + text + source.slice(at) };
}

function commentLines(name: string, design: Design): readonly string[] {
  if (design['comment-detail'] === 'tags')
    return [
      '/**',
      ` * ${name}, as its name says.`,
      ' * @returns what its name says',
      ' * @param given what it works on',
      ' */',
    ];
  return design['comment-detail'] === 'line' || design['docs-place'] === 'comment'
    ? [`/** ${name}, as its name says. */`]
    : [];
}

function extra(place: Place, variant: Variant, texts: Texts): readonly RenderedFile[] {
  if (variant !== 'dependency') return [];
  const manifest = withDependency(place.manifest, texts, {
    name: 'tiny-invariant',
    range: '^1.3.3',
    section: 'devDependencies',
  });
  return manifest === undefined ? [] : [manifest];
}
