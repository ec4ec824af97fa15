import type { TextTokenizer } from '../model/textTokenizer';
import { textTokens } from '../infilling/samplerVocabulary';

/** Bytes outside a span with which the token of a slot has to begin and to end; both empty for most slots. */
export interface EdgeBytes {
  readonly starts: Uint8Array;
  readonly ends: Uint8Array;
}

/**
 * Which tokens may take a masked slot's place: text of whole characters, so that any of them make well-formed text
 * beside any others, and without carriage returns, because texts have LF line ends.
 */
export class SlotTokens {
  readonly free: Int32Array;

  constructor(private readonly tokenizer: TextTokenizer) {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const whole = textTokens(tokenizer).filter((id) => {
      try {
        return !decoder.decode(tokenizer.bytes[id]).includes('\r');
      } catch {
        return false;
      }
    });
    this.free = Int32Array.from(whole);
  }

  /** Ids that are none of these, in ascending order. @param vocab number of ids @param lineEnds whether line ends are */
  others(vocab: number, lineEnds: boolean): readonly number[] {
    const lineFeed = 10;
    const free = new Set(this.free.filter((id) => lineEnds || !this.tokenizer.bytes[id]!.includes(lineFeed)));
    return Array.from({ length: vocab }, (_, id) => id).filter((id) => !free.has(id));
  }

  /** Tokens that begin and end so, one part not overlapping the other; what stood there is among them if it is text. */
  between({ starts, ends }: EdgeBytes): Int32Array {
    if (starts.length + ends.length === 0) return this.free;
    return this.free.filter((id) => {
      const bytes = this.tokenizer.bytes[id]!;
      return (
        bytes.length >= starts.length + ends.length &&
        starts.every((byte, i) => bytes[i] === byte) &&
        ends.every((byte, i) => bytes[bytes.length - ends.length + i] === byte)
      );
    });
  }
}
