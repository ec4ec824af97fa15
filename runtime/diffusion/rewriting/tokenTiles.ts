import type { TextTokenizer } from '../model/textTokenizer';

/**
 * Tokens [from, to) of a run and the UTF-16 units [start, end) of text that they make. Nearly always one token; where
 * tokens share a character, all of them, so that a tile is always whole characters.
 */
export interface TokenTile {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Tiles of a run of text tokens, in order and without gaps. Bytes at the end that make no whole character are part of
 * the last tile, where they count as the units that a decoder replaces them by.
 * @param tokens of well-formed text, special tokens among them have no text and belong to the tile that follows
 */
export function tokenTiles(tokenizer: TextTokenizer, tokens: readonly number[]): readonly TokenTile[] {
  const tiles: TokenTile[] = [];
  let from = 0;
  let start = 0;
  let units = 0;
  /** Bytes of the character in progress that are still to come. */
  let pending = 0;
  tokens.forEach((token, index) => {
    for (const byte of tokenizer.bytes[token] ?? []) {
      if (byte >= 0x80 && byte < 0xc0) {
        pending = Math.max(0, pending - 1);
        continue;
      }
      pending = byte < 0x80 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
      units += byte >= 0xf0 ? 2 : 1;
    }
    if (pending > 0 || units === start) return;
    tiles.push({ from, to: index + 1, start, end: units });
    from = index + 1;
    start = units;
  });
  const last = tiles.at(-1);
  if (from < tokens.length && last) tiles[tiles.length - 1] = { ...last, to: tokens.length, end: units };
  return tiles;
}

/** First and last-but-one number of the tiles that touch units [start, end); none for an empty range. */
export function tilesWithin(
  tiles: readonly TokenTile[],
  start: number,
  end: number,
): { readonly first: number; readonly last: number } {
  if (end <= start) return { first: 0, last: 0 };
  const first = tiles.findIndex((tile) => tile.end > start);
  if (first < 0) return { first: tiles.length, last: tiles.length };
  let last = first;
  while (last < tiles.length && tiles[last]!.start < end) last++;
  return { first, last };
}
