import { commonWords } from './commonWords';
import type { Family } from './family';
import type { NewParameter } from './parameterNames';

const EMPTY = new Set(
  'a an the to of in for from by and or with is as at on get calculate compute convert find'.split(' '),
);
const MOST_WORDS = 5;

/**
 * What the members' names have in common, or else their descriptions, with what the new parameters say.
 * @returns undefined where they have no word in common that says anything
 */
export function familyName(
  { members }: Family,
  parameters: readonly NewParameter[],
  python: boolean,
  taken: ReadonlySet<string>,
): string | undefined {
  const names = commonWords(members.map(({ access }) => wordsOf(access)));
  const said = commonWords(members.map(({ tool }) => wordsOf(tool.summary)));
  const telling = names.some(isTelling) ? names : said.filter(isTelling).slice(0, MOST_WORDS);
  if (!telling.some(isTelling)) return undefined;
  const stem = trimmed(telling);
  const base = stem.length > 1 ? stem : [...stem, 'by', ...wordsOf(parameters[0]?.name ?? 'value')];
  for (let number = 1; ; number += 1) {
    const words = number === 1 ? base : [...base, String(number)];
    const name = python ? words.join('_') : camel(words);
    if (!taken.has(name)) return name;
  }
}

const isTelling = (word: string): boolean => !EMPTY.has(word) && !/^\d/.test(word);

/** Without words at both ends that say nothing, such as the `in` of `tax in …`. */
function trimmed(words: readonly string[]): string[] {
  const kept = [...words];
  while (kept.length > 1 && EMPTY.has(kept.at(-1) ?? '')) kept.pop();
  while (kept.length > 1 && (/^\d/.test(kept[0] ?? '') || ['a', 'an', 'the', 'of', 'to', 'in'].includes(kept[0] ?? '')))
    kept.shift();
  return kept;
}

function wordsOf(text: string): string[] {
  return (
    text
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  );
}

function camel(words: readonly string[]): string {
  return words.map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}
