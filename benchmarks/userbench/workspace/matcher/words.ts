/** Text as the rules read it: lower-case word stems, without what only looks like words. */

/** More of an utterance is not read; nobody asks a user in so many words. */
export const LONGEST_READ = 8_000;

/**
 * Invisible characters go, letters that only look different become the same, fenced code and quoted lines are left out: they are what
 * somebody else wrote.
 */
export function plain(text: string): string {
  return text
    .slice(0, LONGEST_READ)
    .normalize('NFKC')
    .replaceAll(/[\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\u00AD]/g, '')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/```[\s\S]*?(?:```|$)/g, '\n')
    .replaceAll(/^\s*>.*$/gm, '');
}

/** Stems of the words; paths, dashes and underscores separate words. */
export function stems(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu) ?? [];
  return words.map((word) => stem(word.replace(/'(?:s|d|ll|re|ve|m|t)$/, '')));
}

/** Enough for "tests", "testing", "tested", "dependencies"; the same for terms and for utterances, so that it need not be right. */
function stem(word: string): string {
  if (word.length <= 3) return word;
  const singular = word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.replace(/(?<![su])s$/, '');
  const base = singular.replace(/(?:ing|ed)$/, (ending) => (singular.length - ending.length >= 3 ? '' : ending));
  // "placed", "placing", "place"; "dropped", "drop"
  return base.replace(/(?<=..)e$/, '').replace(/([bdgmnprt])\1$/, '$1');
}

/** How often the phrase stands in the words as a whole; 0: not. */
export function occurs(phrase: readonly string[], words: readonly string[]): boolean {
  if (phrase.length === 0) return false;
  for (let at = 0; at + phrase.length <= words.length; at++) {
    if (phrase.every((word, index) => words[at + index] === word)) return true;
  }
  return false;
}
