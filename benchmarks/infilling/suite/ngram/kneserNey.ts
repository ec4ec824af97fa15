/**
 * Interpolated modified Kneser-Ney smoothing: three discounts for each length, from counts of counts; shorter n-grams
 * are counted by their different left neighbours (Chen and Goodman 1999, doi:10.1006/csla.1999.0128).
 */
import { LONGEST, type CountsOfCounts, type SortedNgrams } from './sortedNgrams';

/** What a context says: discounted shares of the tokens that follow it, and what is left for the shorter context. */
interface Level {
  readonly tokens: readonly number[];
  readonly shares: readonly number[];
  readonly rest: number;
}

/** Short contexts come again and again and have thousands of continuations. */
const CACHED_LENGTH = 2;
const CACHE_SIZE = 2_000;

export class KneserNey {
  private readonly discounts: readonly (readonly [number, number, number])[];
  private readonly cache = new Map<string, Level>();

  /** @param vocab number of tokens, more than every id */
  constructor(
    private readonly ngrams: SortedNgrams,
    private readonly vocab: number,
  ) {
    this.discounts = discountsOf(ngrams.data.countsOfCounts);
  }

  /**
   * Probabilities of the next token, [vocab]; they add up to 1.
   *
   * @param context tokens before it; the last four count
   */
  next(context: readonly number[]): Float64Array {
    const probabilities = new Float64Array(this.vocab).fill(1 / this.vocab);
    for (let length = 0; length < LONGEST && length <= context.length; length++) {
      const level = this.level(context.slice(context.length - length));
      // What a shorter context has never preceded, a longer one has not either.
      if (level === undefined) break;
      for (let token = 0; token < this.vocab; token++) probabilities[token]! *= level.rest;
      for (const [index, token] of level.tokens.entries()) probabilities[token]! += level.shares[index]!;
    }
    return probabilities;
  }

  private level(context: readonly number[]): Level | undefined {
    const key = context.join(' ');
    const known = this.cache.get(key);
    if (known) return known;
    const level = this.computeLevel(context);
    if (level && context.length <= CACHED_LENGTH) {
      if (this.cache.size >= CACHE_SIZE) this.cache.clear();
      this.cache.set(key, level);
    }
    return level;
  }

  private computeLevel(context: readonly number[]): Level | undefined {
    const range = this.ngrams.find(context);
    if (range === undefined) return undefined;
    const { tokens, counts } = this.ngrams.continuations(range, context.length);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) return undefined;
    const discounts = this.discounts[context.length]!;
    const shares = counts.map((count) => (count - discounts[Math.min(count, 3) - 1]!) / total);
    return { tokens, shares, rest: 1 - shares.reduce((sum, share) => sum + share, 0) };
  }
}

/** D1, D2 and D3+ of each length; absolute discounting by a half where there are too few n-grams to tell. */
export function discountsOf(countsOfCounts: CountsOfCounts): (readonly [number, number, number])[] {
  return countsOfCounts.map(([n1 = 0, n2 = 0, n3 = 0, n4 = 0]) => {
    if (n1 === 0 || n2 === 0 || n3 === 0 || n4 === 0) return [0.5, 0.5, 0.5] as const;
    const y = n1 / (n1 + 2 * n2);
    const within = (discount: number, most: number) => Math.min(most, Math.max(0, discount));
    return [
      within(1 - (2 * y * n2) / n1, 1),
      within(2 - (3 * y * n3) / n2, 2),
      within(3 - (4 * y * n4) / n3, 3),
    ] as const;
  });
}
