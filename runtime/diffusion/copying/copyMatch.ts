/** Where a place was found: in the request's own text, in its snippets, or in the indexed sources. */
export type CopyOrigin = 'document' | 'snippet' | 'source';

/** A place elsewhere whose text before it ends like the text before the cursor. */
export interface CopyMatch {
  readonly origin: CopyOrigin;
  /** UTF-8 text, LF line ends. */
  readonly text: Uint8Array;
  /** The place that corresponds to the cursor: what follows it is what may follow the cursor. */
  readonly at: number;
  /** Where the text ends that may be copied. */
  readonly end: number;
  /** Bytes before the place that are the same as those before the cursor, at most `longestMatch`. */
  readonly length: number;
}

/** Longer agreement is no better evidence, and is not measured. Bytes. */
export const longestMatch = 128;

/** Number of equal bytes before two places, at most `longestMatch`. */
export function commonSuffix(a: Uint8Array, aEnd: number, aStart: number, b: Uint8Array, bEnd: number): number {
  const most = Math.min(longestMatch, aEnd - aStart, bEnd);
  let length = 0;
  while (length < most && a[aEnd - 1 - length] === b[bEnd - 1 - length]) length++;
  return length;
}

/** The best of many matches: the longest, of equally long ones those that were added first. */
export class LongestMatches {
  private readonly byLength: CopyMatch[][] = [];
  private count = 0;

  constructor(private readonly most: number) {}

  /** Matches of fewer bytes cannot get in any more. */
  floor = 0;

  add(match: CopyMatch): void {
    if (match.length < this.floor) return;
    const same = (this.byLength[match.length] ??= []);
    if (same.length >= this.most) return;
    same.push(match);
    this.count++;
    // Twice as many as wanted before anything is thrown away: a floor that moved at every match would cost more.
    if (this.count >= 2 * this.most) this.shrink();
  }

  /** Whether nothing can get in any more: as many as are wanted agree as far as is measured. */
  get full(): boolean {
    return (this.byLength[longestMatch]?.length ?? 0) >= this.most;
  }

  /** Longest first. */
  take(): readonly CopyMatch[] {
    this.shrink();
    return this.byLength.filter(Boolean).reverse().flat().slice(0, this.most);
  }

  private shrink(): void {
    let kept = 0;
    for (let length = this.byLength.length - 1; length >= 0; length--) {
      const here = this.byLength[length];
      if (!here) continue;
      if (kept >= this.most) {
        this.byLength[length] = [];
        continue;
      }
      kept += here.length;
      if (kept >= this.most) this.floor = length;
    }
    this.count = kept;
  }
}
