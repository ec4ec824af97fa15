import type { SymbolKind } from '../../../../runtime/repository';

/** Words that mean about the same in names. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  add: ['append'],
  build: ['assemble', 'compose'],
  check: ['verify', 'inspect'],
  clear: ['reset'],
  compute: ['calculate'],
  create: ['build', 'produce'],
  delete: ['remove'],
  error: ['failure'],
  fetch: ['load', 'retrieve'],
  find: ['locate', 'search'],
  format: ['render'],
  get: ['fetch', 'retrieve'],
  init: ['setup'],
  list: ['collect'],
  load: ['read', 'fetch'],
  make: ['create', 'produce'],
  merge: ['combine', 'join'],
  options: ['settings'],
  open: ['start'],
  parse: ['read', 'decode'],
  path: ['location'],
  print: ['write'],
  read: ['load', 'take'],
  remove: ['drop', 'discard'],
  render: ['draw'],
  result: ['outcome'],
  run: ['execute', 'perform'],
  save: ['store'],
  send: ['submit'],
  set: ['assign'],
  show: ['display'],
  start: ['begin', 'launch'],
  stop: ['halt'],
  text: ['wording'],
  to: ['into'],
  type: ['kind'],
  update: ['refresh'],
  validate: ['verify'],
  value: ['content'],
  write: ['emit', 'store'],
};
const FUNCTION_SUFFIXES = ['value', 'entry', 'item'];
const VALUE_SUFFIXES = ['setting', 'preset', 'content'];
const TYPE_SUFFIXES = ['model', 'shape', 'record', 'entry'];

/**
 * Another name in the same spelling: one of its words by a synonym, or one more word.
 * @returns undefined where every name that comes to mind is taken
 */
export function newName(
  old: string,
  kind: SymbolKind,
  random: (below: number) => number,
  isFree: (name: string) => boolean,
): string | undefined {
  const words = wordsOf(old);
  if (words.length === 0) return undefined;
  for (const others of [bySynonym(words), byMoreWords(words, kind)]) {
    const free = others.map((each) => spelt(each, old)).filter((name) => name !== old && isFree(name));
    if (free.length > 0) return free[random(free.length)];
  }
  return undefined;
}

/** In lower case. Empty where the name is no plain word. */
export function wordsOf(name: string): readonly string[] {
  if (!/^_?[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*$/.test(name)) return [];
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[0-9]+/g) ?? []).map((word) => word.toLowerCase());
}

function bySynonym(words: readonly string[]): readonly (readonly string[])[] {
  return words.flatMap((word, at) =>
    (Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word]! : []).map((other) => [
      ...words.slice(0, at),
      other,
      ...words.slice(at + 1),
    ]),
  );
}

function byMoreWords(words: readonly string[], kind: SymbolKind): readonly (readonly string[])[] {
  const suffixes =
    kind === 'function' || kind === 'method'
      ? FUNCTION_SUFFIXES
      : kind === 'constant' || kind === 'variable'
        ? VALUE_SUFFIXES
        : TYPE_SUFFIXES;
  return suffixes.map((suffix) => [...words, suffix]);
}

/** @param like whose spelling is taken over */
export function spelt(words: readonly string[], like: string): string {
  const lead = like.startsWith('_') ? '_' : '';
  const bare = like.slice(lead.length);
  if (/^[A-Z0-9_]+$/.test(bare) && bare.length > 1) return lead + words.join('_').toUpperCase();
  if (bare.includes('_') || (/^[a-z0-9]+$/.test(bare) && lead === '_')) return lead + words.join('_');
  const pascal = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  return /^[A-Z]/.test(bare) ? lead + pascal : lead + words[0]! + pascal.slice(words[0]!.length);
}
