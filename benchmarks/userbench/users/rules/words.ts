/** Words as the rules compare them: lower case, without accents, singular. */

/** Texts are read no further than this many characters; nobody says so much in a turn. */
const LONGEST = 8_000;

/** A text whose words can be looked for; ` word word ` with one blank between and around. */
export type Words = string;

const known = new Map<string, Words>();

/** Words of a term of the data: few, and asked for again and again. */
export function termWords(term: string): Words {
  let words = known.get(term);
  if (words === undefined) {
    if (known.size > 20_000) known.clear();
    words = wordsOf(term);
    known.set(term, words);
  }
  return words;
}

export function wordsOf(text: string): Words {
  const plain = text
    .slice(0, LONGEST)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu);
  return words === null ? ' ' : ` ${words.map(singular).join(' ')} `;
}

/** @param term as `termWords` gives it */
export function holds(words: Words, term: Words): boolean {
  return term.length > 1 && words.includes(term);
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.length > 3 && /[^sui]s$/u.test(word) ? word.slice(0, -1) : word;
}

export interface Sentence {
  readonly words: Words;
  readonly isQuestion: boolean;
}

const asking =
  /^\W*(?:(?:and|also|so|ok|okay|please|kindly|first|then|next|now|well|thanks?|great)\W+)*(?:tell me|let me know|share|describe|specify|explain|clarify|could|can|would|will|do|does|did|is|are|should|shall|may|might|which|what|how|when|where|who|whom|whose|why|any|have|has)\b/iu;
const wondering =
  /\b(?:i (?:wonder|would like to know|want to know|need to know|'d like to know)|i'd like to know|wondering|tell me|let me know|do you|would you|are you|please (?:share|specify|describe))\b/iu;

/** Sentences that were asked, and those that were not; a question mark says so, or how it begins. */
export function sentencesOf(text: string): readonly Sentence[] {
  const parts = text.slice(0, LONGEST).match(/[^.!?;？。\n]+(?:[.!?;？。\n]+|$)|[.!?;？。\n]+/gu) ?? [];
  return parts.map((part) => ({
    words: wordsOf(part),
    isQuestion: /[?？]/u.test(part) || asking.test(part) || wondering.test(part),
  }));
}
