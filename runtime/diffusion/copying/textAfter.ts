import { endClasses, goesOn } from './copyGroups';

/** How far behind a place the text after the cursor is looked for. Bytes. */
const reach = 240;
/** Text after the cursor that has to be found there. Bytes. */
const sample = 24;
const lineFeed = 10;

/** The text after the cursor, which copied text has to meet. */
export class TextAfter {
  /** A piece that is hardly found by chance; undefined where there is none. */
  private readonly sample: Uint8Array | undefined;

  constructor(private readonly text: Uint8Array) {
    this.sample = sampleOf(text);
  }

  /** @returns one of the classes of `endClasses`, or `goesOn` when the copied text is another one */
  endAt(copied: Uint8Array, at: number, end: number): number {
    const { text } = this;
    let signs = 0;
    let length = 0;
    let lineEnd = false;
    for (; length < text.length && at + length < end; length++) {
      const byte = text[length]!;
      if (byte !== copied[at + length]) break;
      if (byte === lineFeed && signs > 0) lineEnd = true;
      if (byte > 32 && ++signs >= 3) break;
      if (lineEnd) break;
    }
    if (length === 0 && signs === 0) return goesOn;
    const strength = signs >= 3 || lineEnd ? 2 : signs > 0 ? 1 : 0;
    const atLineEnd = firstSign(text) === lineFeed;
    return (atLineEnd ? 0 : endClasses / 2) + strength;
  }

  /** How many bytes behind a place the text after the cursor begins; undefined when it does not come soon. */
  distance(copied: Uint8Array, at: number, end: number): number | undefined {
    if (!this.sample) return undefined;
    const area = Buffer.from(copied.buffer, copied.byteOffset + at, Math.min(reach, end - at));
    const found = area.indexOf(this.sample);
    return found < 0 ? undefined : found;
  }
}

function firstSign(text: Uint8Array): number | undefined {
  return text.find((byte) => byte === lineFeed || byte > 32);
}

/** The rest of the line; at a line's end the next line that has text, with the line end before it. */
function sampleOf(text: Uint8Array): Uint8Array | undefined {
  const lineEnd = text.indexOf(lineFeed);
  const rest = text.subarray(0, Math.min(sample, lineEnd < 0 ? text.length : lineEnd + 1));
  if (rest.some((byte) => byte > 32)) return rest;
  let start = lineEnd;
  for (let at = lineEnd; at >= 0 && at < text.length; at++) {
    const byte = text[at]!;
    if (byte === lineFeed) start = at;
    else if (byte > 32) {
      const next = text.indexOf(lineFeed, at);
      const piece = text.subarray(start, Math.min(start + sample, next < 0 ? text.length : next));
      // A closing bracket of its own line stands everywhere.
      return piece.filter((other) => other > 32).length >= 3 ? piece : undefined;
    }
  }
  return undefined;
}
