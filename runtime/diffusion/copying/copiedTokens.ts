import type { TextTokenizer } from '../model/textTokenizer';

/**
 * Bytes behind a place that are cut into tokens: few at first, because of most copies only the first token is ever asked
 * for, and more where a word is longer.
 */
const slices = [16, 64];
/** Texts whose tokens are remembered for all requests: different files go on alike. */
const remembered = 20_000;
const memory = new WeakMap<TextTokenizer, Map<string, readonly number[]>>();

/**
 * Cuts text at copied places into tokens, as the model would write it. What was found is kept by place, so that
 * following a copy token by token costs one look each.
 */
export class CopiedTokens {
  private readonly known = new Map<Uint8Array, Map<number, number>>();
  private readonly pieces: Map<string, readonly number[]>;

  constructor(private readonly tokenizer: TextTokenizer) {
    this.pieces = memory.get(tokenizer) ?? new Map<string, readonly number[]>();
    memory.set(tokenizer, this.pieces);
  }

  /**
   * The token that begins at a place.
   * @param back bytes before the place at which the word began that the place may be in
   * @param end where the text ends
   * @param stable whether the text will stay as it is
   */
  at(text: Uint8Array, place: number, back: number, end: number, stable: boolean): number | undefined {
    if (place >= end || isContinuation(text[place])) return undefined;
    let tokens = stable ? this.known.get(text) : new Map<number, number>();
    if (!tokens) this.known.set(text, (tokens = new Map<number, number>()));
    const known = tokens.get(place);
    if (known !== undefined) return known;
    if (back > 0 && !isContinuation(text[place - back])) this.cut(text, place - back, place, end, tokens);
    if (!tokens.has(place)) this.cut(text, place, place, end, tokens);
    return tokens.get(place);
  }

  /** The tokens of some bytes and what follows a place, as one text. */
  behind(bytes: Uint8Array, text: Uint8Array, place: number, end: number): readonly number[] {
    if (isContinuation(text[place])) return [];
    return this.first(text, place, place, end, bytes);
  }

  /** Notes the tokens from a word's start over a place and some way on. */
  private cut(text: Uint8Array, start: number, place: number, end: number, tokens: Map<number, number>): void {
    let at = start;
    for (const id of this.first(text, start, place, end)) {
      if (!tokens.has(at)) tokens.set(at, id);
      at += this.tokenizer.bytes[id]?.length ?? 0;
    }
  }

  /** The tokens of what stands at a start, with other bytes before it, to the end of a word behind a place. */
  private first(text: Uint8Array, start: number, place: number, end: number, before?: Uint8Array): readonly number[] {
    let ids: readonly number[] = [];
    for (const slice of slices) {
      const stop = wholeEnd(text, start, Math.min(end, place + slice), end);
      const bytes = Buffer.from(text.buffer, text.byteOffset + start, stop - start);
      const piece = (before ? Buffer.concat([before, bytes]) : bytes).toString('utf8');
      ids = this.whole(piece, stop < end && slice !== slices.at(-1));
      if (ids.length > 0) break;
    }
    return ids;
  }

  /** Tokens of a text, but for its last word where the text goes on: it may be cut short. */
  private whole(piece: string, goesOn: boolean): readonly number[] {
    const key = goesOn ? piece : `${piece}\0`;
    const known = this.pieces.get(key);
    if (known) return known;
    const { ids, pretokens } = this.tokenizer.encode(piece);
    const whole = goesOn ? ids.slice(0, pretokens.at(-1)?.token ?? 0) : ids;
    if (this.pieces.size >= remembered) this.pieces.clear();
    this.pieces.set(key, whole);
    return whole;
  }
}

/** An end that does not cut a character. */
function wholeEnd(text: Uint8Array, start: number, stop: number, end: number): number {
  let whole = stop;
  while (whole < end && whole > start + 1 && isContinuation(text[whole])) whole--;
  return whole;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
