/** The few shapes that most published metrics are made of. */

export type Keywords = readonly string[];

/** Whether one of the words occurs, as a plain substring. */
export function hasAny(text: string, words: Keywords): boolean {
  return words.some((word) => text.includes(word));
}

/** How many of the words occur, as plain substrings. */
export function hits(text: string, words: Keywords): number {
  return words.filter((word) => text.includes(word)).length;
}

/** How many of the groups have a word that occurs. */
export function groupHits(text: string, groups: readonly Keywords[]): number {
  return groups.filter((group) => hasAny(text, group)).length;
}

/** `points` for each group that has a word that occurs; added one by one, as floats differ otherwise. */
export function groupScore(text: string, groups: readonly Keywords[], points: number): number {
  let score = 0;
  for (const group of groups) if (hasAny(text, group)) score += points;
  return score;
}

/** Of the words that occur in `asked`, the share that occurs in `answer`; 0 when none is asked for. */
export function askedShare(asked: string, answer: string, words: Keywords): number {
  const wanted = words.filter((word) => asked.includes(word));
  return wanted.length === 0 ? 0 : hits(answer, wanted) / wanted.length;
}

export function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}

/** Sum in the given order. */
export function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Mean; NaN of nothing, which cannot come up: an answer has at least one file. */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
