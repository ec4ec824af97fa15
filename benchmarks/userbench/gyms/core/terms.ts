/**
 * Matching by terms, for users by rules. A list of terms is one text: terms between spaces, alternatives between bars, `_` between the words
 * of a phrase, e.g. `short|small lift_button|panel`.
 */

/** Words of a text as they are compared: lower case, without accents, without common endings. */
export function stems(text: string): readonly string[] {
  const words = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[’']s\b/gu, '')
    .match(/[\p{L}\p{N}]+/gu);
  return (words ?? []).map(stem);
}

/** Endings off, so that plurals and forms of verbs meet; no table of exceptions. */
function stem(word: string): string {
  if (word.length <= 3) return word;
  const singular = word.replace(/ies$/u, 'y').replace(/(?<![su])s$/u, '');
  if (singular.length <= 4) return singular.replace(/e$/u, '');
  return singular.replace(/(ing|ed|ly|er|e)$/u, '').replace(/([bdglmnprt])\1$/u, '$1');
}

/** A text that terms are looked for in; read once, asked often. */
export class TermText {
  private readonly words: readonly string[];
  private readonly known: ReadonlySet<string>;

  constructor(readonly text: string) {
    this.words = stems(text);
    this.known = new Set(this.words);
  }

  /** Whether any alternative of the term stands in the text. */
  has(term: string): boolean {
    return alternativesOf(term).some((phrase) => this.hasPhrase(phrase));
  }

  /** Share of the terms of a list that stand in the text; 0 for an empty list. */
  share(list: string): number {
    const terms = termsOf(list);
    return terms.length === 0 ? 0 : terms.filter((term) => this.has(term)).length / terms.length;
  }

  /** Every term of the list. */
  hasAll(list: string): boolean {
    return this.share(list) === 1;
  }

  /** @param word as `stems` gives it */
  hasStem(word: string): boolean {
    return this.known.has(word);
  }

  get isEmpty(): boolean {
    return this.words.length === 0;
  }

  /** Whether it denies: an odd number of words that do. */
  get denies(): boolean {
    const denials = this.text.toLowerCase().match(/\b(?:not|never|no|nobody|nothing|without|neither)\b|n['’]t\b/gu);
    return (denials?.length ?? 0) % 2 === 1;
  }

  private hasPhrase(phrase: readonly string[]): boolean {
    const [first] = phrase;
    if (first === undefined || !this.known.has(first)) return false;
    if (phrase.length === 1) return true;
    return this.words.some((_, at) => phrase.every((word, index) => this.words[at + index] === word));
  }
}

export function termsOf(list: string): readonly string[] {
  return list.split(/\s+/u).filter((term) => term !== '');
}

const readAlternatives = new Map<string, readonly (readonly string[])[]>();

function alternativesOf(term: string): readonly (readonly string[])[] {
  const known = readAlternatives.get(term);
  if (known !== undefined) return known;
  const read = term.split('|').map((one) => stems(one.replaceAll('_', ' ')));
  // Terms come from data, of which there is no end where it is imported.
  if (readAlternatives.size > 20_000) readAlternatives.clear();
  readAlternatives.set(term, read);
  return read;
}

const emptyWords: ReadonlySet<string> = new Set(
  stems(
    'a an and any are as at be been but by can could did do does for from had has have he her him his how i if in into is it its may might ' +
      'more most my no not of on or our out she should so some such than that the their them then there these they this those to was we were ' +
      'what when where which who whom whose why will with would yes you your about please tell let know want need like just also',
  ),
);

/** Words that say something, as they are compared, each once. */
export function contentStems(text: string): readonly string[] {
  return [...new Set(stems(text))].filter((word) => !emptyWords.has(word));
}

/** Share of the words of `wanted` that say something which stand in `text`; 0 where none does. */
export function coveredShare(wanted: string, text: TermText): number {
  const words = contentStems(wanted);
  return words.length === 0 ? 0 : words.filter((word) => text.hasStem(word)).length / words.length;
}
