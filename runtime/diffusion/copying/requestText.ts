import { commonSuffix, type CopyOrigin, type LongestMatches } from './copyMatch';

/** Fewer common bytes than this are no evidence. */
export const leastMatch = 3;

/** Text that comes with a request. */
export interface RequestParts {
  readonly prefix: string;
  readonly suffix: string;
  /** Least relevant first. */
  readonly snippets: readonly string[];
}

/**
 * The text of one request: what stands before the cursor with what has been decoded so far, what stands after it, and
 * pieces of other files. Some tens of kilobytes, so every place is looked at and nothing has to be indexed.
 */
export class RequestText {
  /** UTF-8 of the text before the cursor, then of the decoded text. */
  private known: Uint8Array;
  private knownEnd: number;
  private readonly prefixEnd: number;
  readonly suffix: Uint8Array;
  private readonly snippets: readonly Uint8Array[];

  constructor({ prefix, suffix, snippets }: RequestParts) {
    const before = Buffer.from(prefix, 'utf8');
    this.known = new Uint8Array(before.length + 1024);
    this.known.set(before);
    this.prefixEnd = this.knownEnd = before.length;
    this.suffix = Buffer.from(suffix, 'utf8');
    this.snippets = snippets.map((text) => Buffer.from(text, 'utf8'));
  }

  /** Text before the slot that is asked for. */
  get text(): Uint8Array {
    return this.known;
  }

  get textEnd(): number {
    return this.knownEnd;
  }

  /** Sets what has been decoded behind the cursor. */
  decoded(bytes: Uint8Array): void {
    const end = this.prefixEnd + bytes.length;
    if (end > this.known.length) {
      const longer = new Uint8Array(2 * end);
      longer.set(this.known.subarray(0, this.prefixEnd));
      this.known = longer;
    }
    this.known.set(bytes, this.prefixEnd);
    this.knownEnd = end;
  }

  /** Adds all places whose text before them ends like the known text; the nearest first. */
  find(found: LongestMatches): void {
    this.scan(this.known, this.knownEnd, 'document', found);
    this.scan(this.suffix, this.suffix.length, 'document', found);
    for (const snippet of this.snippets.toReversed()) this.scan(snippet, snippet.length, 'snippet', found);
  }

  private scan(text: Uint8Array, end: number, origin: CopyOrigin, found: LongestMatches): void {
    const { known, knownEnd } = this;
    if (knownEnd < leastMatch) return;
    const last = known[knownEnd - 1]!;
    const second = known[knownEnd - 2]!;
    const third = known[knownEnd - 3]!;
    // In text that repeats itself every place agrees: there the first ones are enough.
    for (let at = end - 1; at >= leastMatch && !found.full; at--) {
      if (text[at - 1] !== last || text[at - 2] !== second || text[at - 3] !== third) continue;
      const { floor } = found;
      if (floor > 0 && text[at - floor] !== known[knownEnd - floor]) continue;
      const length = commonSuffix(text, at, 0, known, knownEnd);
      if (length >= found.floor) found.add({ origin, text, at, end, length });
    }
  }
}
