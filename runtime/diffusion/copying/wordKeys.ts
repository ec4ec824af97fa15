/** 1 for bytes of words: ASCII letters, digits, `_`, `$`, and all bytes of other characters. */
const wordByte = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 || /[A-Za-z0-9_$]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

export function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined && wordByte[byte] === 1;
}

/** Words that each of the two keys of a place covers. */
export const shortWords = 2;
export const longWords = 4;

/**
 * Reads a text word by word, and gives at the end of each word a hash of the last two and of the last four words with
 * the signs between them. Blanks and line ends do not count, so places of different indentation have the same keys.
 */
export class WordScanner {
  /** End of the word that was read last. */
  end = 0;
  /** Hash of the last two words. */
  short = 0;
  /** Hash of the last four words; 0 while there are fewer. */
  long = 0;
  private position: number;
  private words = 0;
  /** Hashes of the last words alone, and with the signs before them; the newest first. */
  private readonly alone = new Int32Array(longWords);
  private readonly signed = new Int32Array(longWords);

  constructor(
    private readonly text: Uint8Array,
    start: number,
    private readonly stop: number,
  ) {
    this.position = start;
  }

  /** Goes on to the next word that has both keys or at least the short one. @returns false at the end of the text */
  next(): boolean {
    const { text, stop } = this;
    while (this.position < stop) {
      let at = this.position;
      let signs = 0;
      for (; at < stop; at++) {
        const byte = text[at]!;
        if (wordByte[byte] === 1) break;
        if (byte > 32) signs = Math.imul(signs, 0x01000193) + byte;
      }
      if (at >= stop) break;
      let word = 0x811c9dc5 | 0;
      for (; at < stop; at++) {
        const byte = text[at]!;
        if (wordByte[byte] === 0) break;
        word = Math.imul(word ^ byte, 0x01000193);
      }
      this.position = at;
      this.push(word, signs);
      if (this.words < shortWords) continue;
      this.end = at;
      return true;
    }
    this.position = stop;
    return false;
  }

  private push(word: number, signs: number): void {
    const { alone, signed } = this;
    for (let i = longWords - 1; i > 0; i--) {
      alone[i] = alone[i - 1]!;
      signed[i] = signed[i - 1]!;
    }
    alone[0] = word;
    signed[0] = mixed(word, signs);
    this.words++;
    this.short = finished(mixed(alone[1]!, signed[0]));
    let long = alone[longWords - 1]!;
    for (let i = longWords - 2; i >= 0; i--) long = mixed(long, signed[i]!);
    this.long = this.words >= longWords ? finished(long) : 0;
  }
}

function mixed(a: number, b: number): number {
  return Math.imul(Math.imul(a, 0x85ebca6b) ^ b, 0xc2b2ae35) + (b >>> 13);
}

/** Spreads what distinguishes hashes over all 32 bits (the last steps of MurmurHash3, public domain). */
function finished(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
