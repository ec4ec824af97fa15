import type { KeptText } from '../../protocol';
import type { TokenTile } from './tokenTiles';

/** Everything stays but what touches the named parts. */
export type NamedParts = Extract<KeptText, { readonly kind: 'all-but' }>;

/**
 * Which tiles of an old text are masked and written anew.
 * @param tiles of the old text, units counted as in the request's parts
 * @param maxTokens upper bound of masked tokens: what exceeds it stays
 * @returns for each tile whether it is masked
 */
export function tilesToMask(keep: NamedParts, tiles: readonly TokenTile[], maxTokens: number): readonly boolean[] {
  let left = maxTokens;
  return tiles.map((tile) => {
    if (!keep.parts.some((part) => touches(tile, part.start, part.end))) return false;
    left -= tile.to - tile.from;
    return left >= 0;
  });
}

/** An empty part touches the tile that it stands in, or in front of. */
function touches(tile: TokenTile, start: number, end: number): boolean {
  return tile.start < Math.max(end, start + 1) && tile.end > start;
}
