import type { RewriteSpan, RewrittenSpan, TokenConfidence } from '../../protocol';
import type { TextTokenizer } from '../model/textTokenizer';
import type { EdgeBytes } from './slotTokens';
import type { TokenTile } from './tokenTiles';

const noBytes = new Uint8Array();

/** Bytes of a tile that are not the span's. @param tile in units of the text */
export function outside(text: string, tile: TokenTile, span: Pick<RewriteSpan, 'start' | 'end'>): EdgeBytes {
  return {
    starts: Buffer.from(text.slice(tile.start, Math.max(tile.start, span.start))),
    ends: Buffer.from(text.slice(Math.min(tile.end, span.end), tile.end)),
  };
}

/**
 * Tiles of a span that may be written anew. Of a tile that reaches out of the span, one token can be made to fit what is
 * outside; several cannot.
 */
export function isWritable(tile: TokenTile, span: Pick<RewriteSpan, 'start' | 'end'>): boolean {
  return tile.to - tile.from === 1 || (tile.start >= span.start && tile.end <= span.end);
}

/**
 * A span's new text from the tokens that now stand in its tiles.
 * @param tiles of the old text
 * @param edges by the tile's first token
 */
export function rewrittenSpan(
  tokenizer: TextTokenizer,
  tiles: readonly TokenTile[],
  ids: readonly number[],
  edges: ReadonlyMap<number, EdgeBytes>,
  valueOf: (tile: TokenTile, start: number, end: number) => Pick<TokenConfidence, 'probability' | 'kept'>,
): RewrittenSpan {
  let text = '';
  const tokens: TokenConfidence[] = [];
  for (const tile of tiles) {
    const bytes = tokenizer.decode(ids.slice(tile.from, tile.to));
    const { starts, ends } = edges.get(tile.from) ?? { starts: noBytes, ends: noBytes };
    const piece = Buffer.from(bytes.subarray(starts.length, bytes.length - ends.length)).toString('utf8');
    if (piece === '') continue;
    const [start, end] = [text.length, text.length + piece.length];
    tokens.push({ start, end, ...valueOf(tile, start, end) });
    text += piece;
  }
  return { text, tokens };
}

/** A tile is as sure as its least sure token. */
export function leastOf(scores: readonly (number | undefined)[], tile: TokenTile): number {
  return Math.min(...scores.slice(tile.from, tile.to).map((score) => score ?? 0));
}
