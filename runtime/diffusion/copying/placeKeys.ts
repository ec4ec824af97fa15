import { isWordByte, WordScanner } from './wordKeys';

/** Text before the cursor that keys are computed from; four words are seldom longer. Bytes. */
const look = 256;

/** The keys of the place before a cursor. */
export interface PlaceKeys {
  readonly text: Uint8Array;
  /** The cursor: the text before it is known. */
  readonly textEnd: number;
  /** End of the last word that is surely finished; the keys are those of its end. */
  readonly wordEnd: number;
  readonly short: number;
  /** 0 for none. */
  readonly long: number;
}

/**
 * Keys of the last finished word before the end of a text. A word that ends with the text may go on, so it does not
 * count; what stands between the finished word and the end has to be compared.
 */
export function placeKeys(text: Uint8Array, textEnd: number): PlaceKeys | undefined {
  let stop = textEnd;
  while (stop > 0 && textEnd - stop < look && isWordByte(text[stop - 1])) stop--;
  let start = Math.max(0, textEnd - look);
  // Half a word has another hash than the whole one.
  while (start > 0 && start < stop && isWordByte(text[start - 1])) start++;
  const scanner = new WordScanner(text, start, stop);
  let found = false;
  while (scanner.next()) found = true;
  if (!found) return undefined;
  return { text, textEnd, wordEnd: scanner.end, short: scanner.short, long: scanner.long };
}
