import { commonSuffix, type LongestMatches } from './copyMatch';
import type { PlaceKeys } from './placeKeys';
import { WordScanner } from './wordKeys';

/** A file in a block. Dropped files stay in the block's text until the block is built anew. */
export interface BlockFile {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  live: boolean;
}

/** Bits of an entry that hold a place in the block's text; the others hold a part of the key. */
const placeBits = 21;
const placeMask = 2 ** placeBits - 1;
/** Greatest number of bytes of a block's text. */
export const largestBlock = 2 ** placeBits;
/** Places handled between two yields of a build: well below a millisecond. */
const sliceWords = 4096;

/** The places of a block that have a key, as lists by the upper bits of the key. */
interface KeyTable {
  /** Where each list begins in `entries`, and the end of the last one. */
  readonly starts: Uint32Array;
  /** Place in the lower bits, lower bits of the key in the upper ones. */
  readonly entries: Uint32Array;
  readonly shift: number;
}

/** Some files in one text, with the ends of all their words by the words before them. Never changed after it is built. */
export class SourceBlock {
  private constructor(
    readonly files: readonly BlockFile[],
    private readonly text: Uint8Array,
    private readonly short: KeyTable,
    private readonly long: KeyTable,
  ) {}

  /** Builds a block; yields at short intervals so that the caller can let others work. */
  static *build(
    files: readonly { readonly path: string; readonly text: Uint8Array }[],
  ): Generator<void, SourceBlock, void> {
    const length = files.reduce((sum, file) => sum + file.text.length, 0);
    if (length > largestBlock) throw new RangeError(`A block holds at most ${largestBlock} bytes.`);
    const text = new Uint8Array(length);
    const placed: BlockFile[] = [];
    let start = 0;
    for (const file of files) {
      text.set(file.text, start);
      placed.push({ path: file.path, start, end: start + file.text.length, live: true });
      start += file.text.length;
    }
    // The shortest word and the sign after it are two bytes.
    const places = new Uint32Array(Math.ceil(length / 2) + 1);
    const shortKeys = new Uint32Array(places.length);
    const longKeys = new Uint32Array(places.length);
    let count = 0;
    for (const file of placed) {
      const scanner = new WordScanner(text, file.start, file.end);
      while (scanner.next()) {
        places[count] = scanner.end;
        shortKeys[count] = scanner.short;
        longKeys[count] = scanner.long;
        if (++count % sliceWords === 0) yield;
      }
    }
    const short = yield* keyTable(places, shortKeys, count);
    const long = yield* keyTable(places, longKeys, count);
    return new SourceBlock(placed, text, short, long);
  }

  /** Bytes of text. */
  get size(): number {
    return this.text.length;
  }

  get liveSize(): number {
    return this.files.reduce((sum, file) => sum + (file.live ? file.end - file.start : 0), 0);
  }

  /** Bytes of memory. */
  get memory(): number {
    const tables = [this.short, this.long];
    return tables.reduce((sum, { starts, entries }) => sum + starts.byteLength + entries.byteLength, this.size);
  }

  textOf(file: BlockFile): Uint8Array {
    return this.text.subarray(file.start, file.end);
  }

  /**
   * Adds the places that agree with the last words before a cursor.
   * @param which which of the keys is looked up
   * @param except path of a file that does not count
   * @param visits greatest number of places looked at
   * @returns number of places looked at
   */
  find(
    which: 'short' | 'long',
    query: PlaceKeys,
    except: string | undefined,
    visits: number,
    found: LongestMatches,
  ): number {
    const { starts, entries, shift } = this[which];
    const key = query[which];
    const list = shift >= 32 ? 0 : key >>> shift;
    const first = starts[list]!;
    const check = (key << placeBits) >>> 0;
    const gap = query.textEnd - query.wordEnd;
    const last = starts[list + 1]!;
    const from = Math.max(first, last - visits);
    for (let i = last - 1; i >= from; i--) {
      const entry = entries[i]!;
      if ((entry & ~placeMask) >>> 0 !== check) continue;
      const at = (entry & placeMask) + gap;
      const length = commonSuffix(this.text, at, 0, query.text, query.textEnd);
      if (length <= gap || length < found.floor) continue;
      const file = this.fileAt(at - gap - 1);
      if (!file.live || file.path === except || at >= file.end) continue;
      // A match does not go on into the file before.
      const own = Math.min(length, at - file.start);
      found.add({ origin: 'source', text: this.text, at, end: file.end, length: own });
    }
    return last - from;
  }

  private fileAt(place: number): BlockFile {
    let low = 0;
    let high = this.files.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.files[middle]!.start <= place) low = middle;
      else high = middle - 1;
    }
    return this.files[low]!;
  }
}

/** Sorts places by the upper bits of their keys; places without a key (0) are left out. */
function* keyTable(places: Uint32Array, keys: Uint32Array, count: number): Generator<void, KeyTable, void> {
  // Four places a list on average.
  const bits = Math.max(0, Math.ceil(Math.log2(Math.max(1, count / 4))));
  const shift = 32 - bits;
  const listOf = (key: number) => (shift >= 32 ? 0 : key >>> shift);
  const starts = new Uint32Array(2 ** bits + 1);
  let used = 0;
  for (let i = 0; i < count; i++) {
    const key = keys[i]!;
    if (key !== 0) {
      starts[listOf(key) + 1]!++;
      used++;
    }
    if (i % sliceWords === 0) yield;
  }
  for (let list = 1; list < starts.length; list++) starts[list]! += starts[list - 1]!;
  const next = starts.slice();
  const entries = new Uint32Array(used);
  for (let i = 0; i < count; i++) {
    const key = keys[i]!;
    if (key !== 0) entries[next[listOf(key)]!++] = (places[i]! | (key << placeBits)) >>> 0;
    if (i % sliceWords === 0) yield;
  }
  return { starts, entries, shift };
}
