/**
 * Whether a text that would give an answer away stands in a file: the longest shared run of tokens is at least max(12, 60 % of the
 * text), or a stretch of the file as long as the text has 80 % of its shingles (Webscale-RL's check of leaks, for code).
 */
import { CodeTokens, hashOf, shingles } from './codeTokens';

/** Shorter texts stand everywhere by chance. */
export const LEAST_RUN = 12;
const RUN_SHARE = 0.6;
const SHINGLE = 5;
const SHINGLE_SHARE = 0.8;
/** Runs of twelve tokens that a file has to share at least before its stretches are compared. */
const NEAR_RUNS_SHARE = 0.3;
/** Stretches of one file that are compared by shingles. */
const MAX_STRETCHES = 50;

export interface Leak {
  readonly path: string;
  /** Tokens of the longest shared run. */
  readonly run: number;
  readonly of: number;
}

/** All places of every run of twelve tokens in the repository, so that a question costs no reading. */
export class LeakIndex {
  private readonly words = new CodeTokens();
  private readonly tokens: Int32Array;
  private readonly starts: Int32Array;
  private readonly heads: Int32Array;
  private readonly next: Int32Array;
  private readonly mask: number;

  constructor(private readonly files: readonly { readonly path: string; readonly text: string }[]) {
    const each = files.map(({ text }) => this.words.of(text));
    this.starts = new Int32Array(files.length + 1);
    each.forEach((list, index) => (this.starts[index + 1] = this.starts[index]! + list.length));
    const total = this.starts[files.length]!;
    this.tokens = new Int32Array(total);
    each.forEach((list, index) => this.tokens.set(list, this.starts[index]));
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, total)));
    this.mask = size - 1;
    this.heads = new Int32Array(size).fill(-1);
    this.next = new Int32Array(total).fill(-1);
    for (let file = 0; file < files.length; file++) {
      for (let at = this.starts[file]!; at + LEAST_RUN <= this.starts[file + 1]!; at++) {
        const slot = hashOf(this.tokens, at, LEAST_RUN) & this.mask;
        this.next[at] = this.heads[slot]!;
        this.heads[slot] = at;
      }
    }
  }

  /** Files of the repository that hold the text, or nearly. */
  leaks(secret: string): readonly Leak[] {
    const wanted = this.words.of(secret);
    if (wanted.length < LEAST_RUN) return [];
    const found = new Map<number, { run: number; offsets: number; last: number; stretches: Set<number> }>();
    for (let offset = 0; offset + LEAST_RUN <= wanted.length; offset++) {
      for (let at = this.heads[hashOf(wanted, offset, LEAST_RUN) & this.mask]!; at >= 0; at = this.next[at]!) {
        if (!this.same(wanted, offset, at)) continue;
        const file = this.fileAt(at);
        const entry = found.get(file) ?? { run: 0, offsets: 0, last: -1, stretches: new Set() };
        found.set(file, entry);
        if (entry.last !== offset) entry.offsets += 1;
        entry.last = offset;
        const start = at - offset;
        if (entry.stretches.has(start)) continue;
        entry.stretches.add(start);
        entry.run = Math.max(entry.run, this.runFrom(wanted, offset, at, this.starts[file + 1]!));
      }
    }
    const least = leastRun(wanted.length);
    // Each changed token breaks five shingles and twelve runs at most, so that of nearly the same text half of the runs are still there.
    const enough = (NEAR_RUNS_SHARE * (wanted.length - LEAST_RUN + 1)) | 0;
    const own = shingles(wanted, SHINGLE);
    const near = (file: number, stretches: ReadonlySet<number>): boolean => {
      let looked = 0;
      for (const start of stretches) {
        if (looked++ >= MAX_STRETCHES) break;
        if (this.near(own, wanted.length, start, file)) return true;
      }
      return false;
    };
    return [...found].flatMap(([file, { run, offsets, stretches }]) =>
      run >= least || (offsets >= enough && near(file, stretches))
        ? [{ path: this.files[file]!.path, run, of: wanted.length }]
        : [],
    );
  }

  /** The same question about a text that is not the repository's. */
  leakIn(secret: string, text: string): boolean {
    const wanted = this.words.of(secret);
    if (wanted.length < LEAST_RUN) return false;
    return longestRun(wanted, this.words.of(text)) >= leastRun(wanted.length);
  }

  /** Whether all of it stands there as it is, token by token, however short it is. */
  contains(text: string, part: string): boolean {
    const wanted = this.words.of(part);
    return wanted.length > 0 && longestRun(wanted, this.words.of(text)) === wanted.length;
  }

  private same(wanted: Int32Array, offset: number, at: number): boolean {
    for (let step = 0; step < LEAST_RUN; step++) {
      if (wanted[offset + step] !== this.tokens[at + step]) return false;
    }
    return true;
  }

  private runFrom(wanted: Int32Array, offset: number, at: number, end: number): number {
    let run = 0;
    while (offset + run < wanted.length && at + run < end && wanted[offset + run] === this.tokens[at + run]) run += 1;
    return run;
  }

  /** Whether the stretch of the file shares enough with the text; most do not, and that shows after a few tokens. */
  private near(own: ReadonlySet<number>, length: number, start: number, file: number): boolean {
    const from = Math.max(start, this.starts[file]!);
    const to = Math.min(start + length, this.starts[file + 1]!);
    const most = own.size / SHINGLE_SHARE - own.size;
    const shared = new Set<number>();
    const others = new Set<number>();
    for (let at = from; at + SHINGLE <= to; at++) {
      const shingle = hashOf(this.tokens, at, SHINGLE);
      if (own.has(shingle)) shared.add(shingle);
      else if (others.add(shingle).size > most) return false;
    }
    return shared.size / (own.size + others.size) >= SHINGLE_SHARE;
  }

  private fileAt(at: number): number {
    let [low, high] = [0, this.files.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function leastRun(tokens: number): number {
  return Math.max(LEAST_RUN, Math.ceil(RUN_SHARE * tokens));
}

/** Longest common run of two lists, row by row. */
function longestRun(left: Int32Array, right: Int32Array): number {
  let longest = 0;
  // Runs that end at each token of the right one and the last one of the left; from the end, so that one row is enough.
  const runs = new Int32Array(right.length + 1);
  for (const token of left) {
    for (let at = right.length; at > 0; at--) {
      const run = token === right[at - 1] ? runs[at - 1]! + 1 : 0;
      runs[at] = run;
      if (run > longest) longest = run;
    }
  }
  return longest;
}
