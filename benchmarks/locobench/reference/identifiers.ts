import { isLower, pythonSpace } from './pythonText';

export type NamingStyle = 'snake' | 'camel' | 'pascal' | 'other';

const identifier = '[a-zA-Z_][a-zA-Z0-9_]*';

/**
 * Identifiers after one of the words and before a sign, as the published regular expressions find them: first those of each word, then
 * those before the sign. `a == b` counts `a` as assigned.
 * @param sign as a regular expression
 */
export function namesOf(text: string, words: readonly string[], sign: string): readonly string[] {
  return [...words.flatMap((word) => identifiersAfter(text, word)), ...identifiersBefore(text, sign)];
}

/** Identifiers after a word and white space; also where the word is the end of a longer one. */
export function identifiersAfter(text: string, word: string): readonly string[] {
  return [...text.matchAll(new RegExp(`${word}${pythonSpace}+(${identifier})`, 'gu'))].map(([, name]) => name ?? '');
}

/** Identifiers that stand before `(`: calls, and heads of functions as well. */
export function calledNames(text: string): readonly string[] {
  return identifiersBefore(text, String.raw`\(`);
}

/** Whole runs are looked at once: a regular expression of both parts takes quadratic time on a long word. */
function identifiersBefore(text: string, sign: string): readonly string[] {
  const names: string[] = [];
  const after = new RegExp(`${pythonSpace}*${sign}`, 'uy');
  for (const run of text.matchAll(/[a-zA-Z0-9_]+/g)) {
    const name = run[0].replace(/^\d+/, '');
    after.lastIndex = run.index + run[0].length;
    if (name !== '' && after.test(text)) names.push(name);
  }
  return names;
}

export function namingStyle(name: string): NamingStyle {
  if (name.includes('_') && isLower(name)) return 'snake';
  if (/^[a-z]/.test(name) && /[A-Z]/.test(name)) return 'camel';
  return /^[A-Z]/.test(name) ? 'pascal' : 'other';
}
