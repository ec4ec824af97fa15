/**
 * All n-grams of a token sequence up to length 5 with their counts, as one array of positions sorted by the five tokens
 * that stand there (a suffix array cut at five tokens). The continuations of a context are one range of it, so nothing
 * but the order is stored: 4 bytes a token, and half a byte for the continuation counts of Kneser and Ney.
 */

export const LONGEST = 5;

/** First and last (exclusive) index into the sorted positions. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Tokens that follow a context, with their counts, by token. */
export interface Continuations {
  readonly tokens: readonly number[];
  readonly counts: readonly number[];
}

/** For each length 1..5 (at index 0..4) how many different n-grams have the count 1, 2, 3, 4. */
export type CountsOfCounts = readonly (readonly number[])[];

export interface SortedNgramsData {
  readonly tokens: Uint16Array;
  /** Positions in `tokens`, sorted. */
  readonly order: Uint32Array;
  /**
   * For the lengths 1..4 one bit a sorted position: whether the token to its left has not stood left of the same n-gram
   * at an earlier one. The bits within an n-gram's range count its different left neighbours.
   */
  readonly marks: readonly Uint32Array[];
  readonly countsOfCounts: CountsOfCounts;
}

/** Stands behind the last token: greater than every id, so that it makes runs of its own. */
const END = 0xffff;

/** Words of marks between two stored ranks. */
const RANK_STEP = 8;

export class SortedNgrams {
  private readonly ranks: readonly Uint32Array[];

  constructor(readonly data: SortedNgramsData) {
    this.ranks = data.marks.map(ranksOf);
  }

  /** @param vocab number of tokens, more than every id */
  static count(tokens: Uint16Array, vocab: number): SortedNgrams {
    const order = sortedOrder(tokens);
    const shared = sharedLengths(tokens, order);
    const marks: Uint32Array[] = [];
    const countsOfCounts: number[][] = [];
    for (let length = 1; length <= LONGEST; length++) {
      const bits = length < LONGEST ? markLefts(tokens, order, shared, length, vocab) : undefined;
      if (bits) marks.push(bits);
      countsOfCounts.push(countCounts(shared, length, bits));
    }
    return new SortedNgrams({ tokens, order, marks, countsOfCounts });
  }

  /** Where a sequence of at most five tokens stands in the order; undefined when it does not occur. */
  find(sequence: readonly number[]): Range | undefined {
    let range: Range = { from: 0, to: this.data.order.length };
    for (const [depth, token] of sequence.entries()) {
      const from = this.bound(range, depth, token);
      range = { from, to: this.bound({ from, to: range.to }, depth, token + 1) };
      if (range.from === range.to) return undefined;
    }
    return range;
  }

  /**
   * What follows a context.
   *
   * @param range of a context of `length` tokens
   * @returns counts of occurrences for the longest n-grams, of different left neighbours for shorter ones
   */
  continuations(range: Range, length: number): Continuations {
    const { order } = this.data;
    const found: number[] = [];
    const counts: number[] = [];
    for (let from = range.from; from < range.to;) {
      const token = this.tokenAt(order[from]!, length);
      const to = this.endOfRun(from, range.to, length, token);
      if (token !== END) {
        found.push(token);
        counts.push(this.countOf({ from, to }, length + 1));
      }
      from = to;
    }
    return { tokens: found, counts };
  }

  private countOf({ from, to }: Range, length: number): number {
    return length === LONGEST ? to - from : this.rank(length - 1, to) - this.rank(length - 1, from);
  }

  private tokenAt(position: number, depth: number): number {
    return this.data.tokens[position + depth] ?? END;
  }

  /** First index of the range whose token at `depth` is at least `token`. */
  private bound({ from, to }: Range, depth: number, token: number): number {
    const { order } = this.data;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.tokenAt(order[middle]!, depth) < token) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** Doubling steps first: most runs are short. */
  private endOfRun(from: number, end: number, depth: number, token: number): number {
    const { order } = this.data;
    let low = from;
    let step = 1;
    while (low + step < end && this.tokenAt(order[low + step]!, depth) === token) {
      low += step;
      step *= 2;
    }
    return this.bound({ from: low + 1, to: Math.min(end, low + step) }, depth, token + 1);
  }

  /** Marks before an index. */
  private rank(level: number, index: number): number {
    const marks = this.data.marks[level]!;
    const word = index >>> 5;
    const block = Math.floor(word / RANK_STEP);
    let sum = this.ranks[level]![block]!;
    for (let at = block * RANK_STEP; at < word; at++) sum += bitCount(marks[at]!);
    const rest = index & 31;
    return rest === 0 ? sum : sum + bitCount(marks[word]! & (2 ** rest - 1));
  }
}

/**
 * Positions sorted by five tokens: radix sort, the last token first.
 */
function sortedOrder(tokens: Uint16Array): Uint32Array {
  let from = Uint32Array.from(tokens, (_, position) => position);
  let to = new Uint32Array(tokens.length);
  for (let depth = LONGEST - 1; depth >= 0; depth--) {
    const next = new Uint32Array(END + 2);
    for (let i = 0; i < tokens.length; i++) next[(tokens[i + depth] ?? END) + 1]!++;
    for (let token = 0; token <= END; token++) next[token + 1]! += next[token]!;
    for (const position of from) to[next[tokens[position + depth] ?? END]!++] = position;
    [from, to] = [to, from];
  }
  return from;
}

/** For each sorted position, how many tokens (0..5) it shares with the one before. */
function sharedLengths(tokens: Uint16Array, order: Uint32Array): Uint8Array {
  const shared = new Uint8Array(order.length);
  for (let i = 1; i < order.length; i++) {
    const [one, other] = [order[i - 1]!, order[i]!];
    let length = 0;
    while (length < LONGEST && (tokens[one + length] ?? END) === (tokens[other + length] ?? END)) length++;
    shared[i] = length;
  }
  return shared;
}

function markLefts(
  tokens: Uint16Array,
  order: Uint32Array,
  shared: Uint8Array,
  length: number,
  vocab: number,
): Uint32Array {
  const marks = new Uint32Array(Math.ceil(order.length / 32) + 1);
  const seen = new Int32Array(vocab).fill(-1);
  let run = 0;
  for (let i = 0; i < order.length; i++) {
    if (shared[i]! < length) run = i;
    const left = tokens[order[i]! - 1] ?? 0;
    if (seen[left] === run) continue;
    seen[left] = run;
    marks[i >>> 5]! |= 1 << (i & 31);
  }
  return marks;
}

function countCounts(shared: Uint8Array, length: number, marks: Uint32Array | undefined): number[] {
  const found = [0, 0, 0, 0];
  let count = 0;
  for (let i = 0; i <= shared.length; i++) {
    if (i === shared.length || shared[i]! < length) {
      if (count >= 1 && count <= found.length) found[count - 1]!++;
      count = 0;
    }
    count += marks === undefined ? 1 : (marks[i >>> 5]! >>> (i & 31)) & 1;
  }
  return found;
}

function ranksOf(marks: Uint32Array): Uint32Array {
  const ranks = new Uint32Array(Math.ceil(marks.length / RANK_STEP) + 1);
  let sum = 0;
  for (const [word, bits] of marks.entries()) {
    if (word % RANK_STEP === 0) ranks[word / RANK_STEP] = sum;
    sum += bitCount(bits);
  }
  return ranks;
}

/** Set bits of a 32-bit word (Warren, Hacker's Delight, 5-1). */
function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
