import { textTerms } from './textTerms';

/** A vector of length 1, or of nothing but zeros. Terms rise. */
export interface SparseVector {
  readonly terms: Int32Array;
  readonly weights: Float32Array;
}

/**
 * TF-IDF of words (one and two) and of runs of letters (3 to 5): weights (1 + ln tf) · (ln((1 + n) / (1 + df)) + 1), as scikit-learn's
 * TfidfVectorizer has them with sublinear_tf, each of the two kinds of terms with half of the vector's square. The product of two vectors is the mean of
 * the two cosines.
 */
export class TfidfModel {
  /** Of the texts that it was made of, in their order. */
  readonly vectors: readonly SparseVector[];
  private readonly numbers = new Map<string, number>();
  /** Terms from here on are of letters. Sorted by kind only after all texts are read. */
  private readonly isLetters: Uint8Array;
  private readonly rarity: Float64Array;

  constructor(texts: readonly string[]) {
    const counts = texts.map((text) => {
      const { words, letters } = textTerms(text);
      return [...words, ...letters].map(([term, count]) => [this.numberOf(term), count] as const);
    });
    const having = new Int32Array(this.numbers.size);
    for (const terms of counts) for (const [term] of terms) having[term]!++;
    this.rarity = Float64Array.from(having, (documents) => Math.log((1 + texts.length) / (1 + documents)) + 1);
    this.isLetters = new Uint8Array(this.numbers.size);
    for (const [term, number] of this.numbers) if (term.startsWith('#')) this.isLetters[number] = 1;
    this.vectors = counts.map((terms) => this.weighted(terms));
  }

  /** Number of different terms. */
  get terms(): number {
    return this.numbers.size;
  }

  /** Terms that no text had are left out. */
  vectorOf(text: string): SparseVector {
    const { words, letters } = textTerms(text);
    const known: (readonly [number, number])[] = [];
    for (const [term, count] of [...words, ...letters]) {
      const number = this.numbers.get(term);
      if (number !== undefined) known.push([number, count]);
    }
    return this.weighted(known);
  }

  private numberOf(term: string): number {
    let number = this.numbers.get(term);
    if (number === undefined) this.numbers.set(term, (number = this.numbers.size));
    return number;
  }

  private weighted(counts: readonly (readonly [term: number, count: number])[]): SparseVector {
    const sorted = [...counts].sort(([one], [other]) => one - other);
    const terms = Int32Array.from(sorted, ([term]) => term);
    const raw = Float64Array.from(sorted, ([term, count]) => (1 + Math.log(count)) * this.rarity[term]!);
    const squares = [0, 0];
    raw.forEach((weight, at) => (squares[this.isLetters[terms[at]!]!]! += weight * weight));
    const scales = squares.map((square) => (square === 0 ? 0 : 1 / Math.sqrt(2 * square)));
    return { terms, weights: Float32Array.from(raw, (weight, at) => weight * scales[this.isLetters[terms[at]!]!]!) };
  }
}

/** From 0 to 1. */
export function cosine(one: SparseVector, other: SparseVector): number {
  let sum = 0;
  let right = 0;
  for (let left = 0; left < one.terms.length; left++) {
    const term = one.terms[left]!;
    while (right < other.terms.length && other.terms[right]! < term) right++;
    if (other.terms[right] === term) sum += one.weights[left]! * other.weights[right]!;
  }
  return Math.min(1, sum);
}
