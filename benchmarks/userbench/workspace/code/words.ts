/** Names as words, and words as names. */
import type { IdentifierCase } from '../types';

/** Words of a name, lower case: `parseURLPart`, `parse_url_part`, `parse-url-part` all give parse, url, part. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

export function inCase(words: readonly string[], form: IdentifierCase): string {
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  if (form === 'snake') return words.join('_');
  if (form === 'kebab') return words.join('-');
  if (form === 'upper-snake') return words.join('_').toUpperCase();
  const [first = '', ...rest] = words;
  return (form === 'pascal' ? capital(first) : first) + rest.map(capital).join('');
}

const forms: Readonly<Record<IdentifierCase, RegExp>> = {
  camel: /^[a-z][a-z0-9]*(?:[A-Z0-9][a-z0-9]*)+$/,
  pascal: /^(?:[A-Z][a-z0-9]*)+$/,
  snake: /^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/,
  'upper-snake': /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/,
  kebab: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/,
};

/** @returns undefined for a name of one word in small letters, which is in several cases, and for a mixture */
export function caseOf(name: string): IdentifierCase | undefined {
  const bare = name.replace(/^[_$]+/, '');
  for (const form of ['camel', 'pascal', 'snake', 'upper-snake', 'kebab'] as const) {
    if (forms[form].test(bare)) return form;
  }
  return undefined;
}

/** Whether a name may be called of that case: one word in small letters is camel, snake and kebab alike. */
export function isInCase(name: string, form: IdentifierCase): boolean {
  const bare = name.replace(/^[_$]+/, '');
  if (/^[a-z][a-z0-9]*$/.test(bare)) return form === 'camel' || form === 'snake' || form === 'kebab';
  if (/^[A-Z][A-Z0-9]*$/.test(bare)) return form === 'upper-snake' || (form === 'pascal' && /^[A-Z][0-9]*$/.test(bare));
  return forms[form].test(bare);
}
