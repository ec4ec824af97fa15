/** One word of a text made wrong, the way people do it. */

/**
 * typo: a letter of a name left out, doubled, or exchanged with the next; name: another name of the file in its place; sign: a sign
 * left out, doubled or exchanged for another of its kind.
 */
export const DAMAGES = ['typo', 'name', 'sign'] as const;
export type Damage = (typeof DAMAGES)[number];

/** A text with one wrong word. */
export interface DamagedText {
  readonly text: string;
  readonly damage: Damage;
}

const names = /[\p{L}_$][\p{L}\p{M}\p{N}_$]*/gu;
const signs = /[^\s\p{L}\p{M}\p{N}_$"'`\\]+/gu;
/** Signs that people take for each other. */
const kindred = ['()[]{}', '.,;:', '+-*/%', '<>=!', '&|^'];

/**
 * Makes one word of a text wrong.
 * @param file in which other names are looked for
 * @param random uniform numbers in [0, 1)
 * @returns undefined when the text holds nothing that can be made wrong in this way
 */
export function damaged(text: string, file: string, damage: Damage, random: () => number): DamagedText | undefined {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const least = damage === 'typo' ? 4 : damage === 'name' ? 2 : 1;
  const words = [...text.matchAll(damage === 'sign' ? signs : names)].filter(([word]) => word.length >= least);
  const chosen = pick(words);
  if (!chosen) return undefined;
  const [word] = chosen;
  const wrong =
    damage === 'typo'
      ? mistyped(word, random)
      : damage === 'name'
        ? otherName(word, file, pick)
        : otherSign(word, random, pick);
  if (wrong === undefined || wrong === word) return undefined;
  return { text: text.slice(0, chosen.index) + wrong + text.slice(chosen.index + word.length), damage };
}

function mistyped(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const letters = Array.from(word);
  const way = Math.floor(random() * 3);
  if (way === 0) letters.splice(at, 1);
  else if (way === 1) letters.splice(at, 0, letters[at]!);
  else letters.splice(at, 2, letters[at + 1]!, letters[at]!);
  return letters.join('');
}

function otherName(
  word: string,
  file: string,
  pick: (from: readonly string[]) => string | undefined,
): string | undefined {
  const others = new Set([...file.matchAll(names)].map(([name]) => name).filter((name) => name.length >= 2));
  others.delete(word);
  return pick([...others].sort());
}

function otherSign(
  word: string,
  random: () => number,
  pick: (from: readonly string[]) => string | undefined,
): string | undefined {
  const at = Math.floor(random() * word.length);
  const sign = word.charAt(at);
  const others = Array.from(kindred.find((kind) => kind.includes(sign)) ?? '').filter((other) => other !== sign);
  const way = Math.floor(random() * 3);
  const now = way === 0 ? '' : way === 1 ? sign + sign : pick(others);
  return now === undefined ? undefined : word.slice(0, at) + now + word.slice(at + 1);
}
