import type { Design } from './types';

type Rule = readonly [
  why: string,
  topics: readonly string[],
  holds: (design: Design) => boolean,
  /** Default: in every language. */
  scope?: 'python',
];

const newFile = ['file-case', 'file-stem', 'header'];

/** Pairs of wishes of which one leaves nothing for the other to be about. */
const rules: readonly Rule[] = [
  ...newFile.map((topic): Rule => [
    'a function in an old file has no file name and no header of its own',
    ['where', topic],
    (design) => design.where === 'existing',
  ]),
  [
    'an old file keeps its default export',
    ['where', 'export'],
    (d) => d.where === 'existing' && d.export === 'default',
  ],
  ['who gives nothing says nothing', ['error-style', 'error-message'], (d) => d['error-style'] === 'nothing'],
  ['a comment is not documented in pages', ['docs-place', 'example'], (d) => d['docs-place'] === 'comment'],
  [
    'a comment that is not there explains nothing',
    ['docs-place', 'comment-detail'],
    (d) => d['docs-place'] === 'comment' && d['comment-detail'] === 'none',
  ],
  [
    'a description at the top is a comment about it',
    ['header', 'comment-detail'],
    (d) => d.header === 'description' && d['comment-detail'] === 'none',
  ],
  [
    'a default in the signature has no constant',
    ['default-place', 'setting-case'],
    (d) => d['default-place'] === 'parameter',
  ],
  [
    'a name that lives on in silence has no end to tell',
    ['old-name', 'removal-note'],
    (d) => d['old-name'] === 'silent' && d['removal-note'] !== 'none',
  ],
  [
    'an import that lives on in silence has no end to tell',
    ['old-import', 'removal-note'],
    (d) => d['old-import'] === 'silent' && d['removal-note'] !== 'none',
  ],
  ['a pair has no names inside', ['outcome-shape', 'outcome-field'], (d) => d['outcome-shape'] === 'tuple'],
  [
    'what comes in one dictionary has no parameter of its own to be called something',
    ['parameters', 'parameter-name'],
    (d) => d.parameters === 'single',
    'python',
  ],
  [
    'what comes in one dictionary has no default in the signature',
    ['parameters', 'default-place'],
    (d) => d.parameters === 'single' && d['default-place'] === 'parameter',
    'python',
  ],
  [
    'a style of docstrings is one of docstrings with parts',
    ['docstring-style', 'comment-detail'],
    () => true,
    'python',
  ],
  [
    'types in docstrings are parts of docstrings',
    ['annotations', 'comment-detail'],
    (d) => d.annotations === 'comment' && d['comment-detail'] !== 'tags',
    'python',
  ],
  ['what is printed has no level', ['log-target', 'log-level'], (d) => d['log-target'] === 'print', 'python'],
];

/**
 * @param wanted topics that somebody has a preference about: only these can contradict each other
 * @returns why a design cannot be had, for people
 */
export function contradictions(
  design: Design,
  wanted: ReadonlySet<string>,
  scope: 'script' | 'python',
): readonly string[] {
  return rules
    .filter(([, , , only]) => only === undefined || only === scope)
    .filter(([, topics, holds]) => topics.every((topic) => wanted.has(topic)) && holds(design))
    .map(([why]) => why);
}

/**
 * Values of topics that nobody has a preference about, so that they leave every wish room.
 * @returns the design with those replaced that would leave a wish nothing to be about
 */
export function withRoomFor(design: Design, wanted: ReadonlySet<string>, scope: 'script' | 'python'): Design {
  const free: Record<string, string> = { ...design };
  const set = (topic: string, value: string) => {
    if (!wanted.has(topic)) free[topic] = value;
  };
  if (newFile.some((topic) => wanted.has(topic)) || free.export === 'default') {
    if (free.where === 'existing') set('where', 'beside');
  }
  if (free.where === 'existing' && free.export === 'default') set('export', 'named');
  if (wanted.has('error-message') && free['error-style'] === 'nothing') set('error-style', 'throw');
  if (wanted.has('example') && free['docs-place'] === 'comment') set('docs-place', 'readme');
  if (wanted.has('setting-case') && free['default-place'] === 'parameter') set('default-place', 'constant');
  if (scope === 'python') {
    if (wanted.has('parameter-name') && free.parameters === 'single') set('parameters', 'positional');
    if (free.parameters === 'single' && free['default-place'] === 'parameter') {
      if (wanted.has('default-place')) set('parameters', 'positional');
      else set('default-place', 'constant');
    }
    if (wanted.has('docstring-style') || free.annotations === 'comment') set('comment-detail', 'tags');
    if (free.annotations === 'comment' && free['comment-detail'] !== 'tags') set('annotations', 'none');
    if (wanted.has('log-level') && free['log-target'] === 'print') set('log-target', 'module-logger');
  }
  if (free['comment-detail'] === 'none' && free['docs-place'] === 'comment') {
    if (wanted.has('comment-detail')) set('docs-place', 'readme');
    else set('comment-detail', 'line');
  }
  if (free['comment-detail'] === 'none' && free.header === 'description') set('header', 'bare');
  for (const old of ['old-name', 'old-import']) {
    if (free[old] !== 'silent') continue;
    set('removal-note', 'none');
    if (free['removal-note'] !== 'none') set(old, 'tagged');
  }
  if (wanted.has('outcome-field') && free['outcome-shape'] === 'tuple') set('outcome-shape', 'object');
  return free;
}
