import type { Tokens } from '../model/textTokenizer';

/** A word of a text: UTF-16 units [start, end), without white space at its edges. */
export interface Word {
  readonly start: number;
  readonly end: number;
}

const wordSign = /[\p{L}\p{M}\p{N}_$]/u;
const beginsInWord = /[\p{L}\p{M}\p{N}_$]$/u;

/**
 * Words of a part of a text: pretokens, joined where a name would be cut, without the white space at their edges. Pieces of words
 * are never written anew, because no model has learnt to write them. What the part cuts is none of its words.
 * @param tokens of the whole text
 */
export function wordsWithin(text: string, tokens: Tokens, start: number, end: number): readonly Word[] {
  const bounds = tokens.pretokens.map(({ unit }) => unit).filter((unit) => !isInName(text, unit));
  const words: Word[] = [];
  for (const [index, from] of bounds.entries()) {
    if (from >= end) break;
    const piece = text.slice(from, bounds[index + 1] ?? text.length);
    const core = piece.trim();
    if (core === '') continue;
    const at = from + piece.indexOf(core);
    const word = { start: at, end: at + core.length };
    if (word.start >= start && word.end <= end) words.push(word);
  }
  return words;
}

/** Whether a name or a number goes on over a place. */
function isInName(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2), at);
  const after = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return beginsInWord.test(before) && wordSign.test(after);
}
