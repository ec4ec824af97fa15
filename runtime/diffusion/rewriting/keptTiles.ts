import type { KeptText } from '../../protocol';
import type { TokenTile } from './tokenTiles';

/** A kind of kept text that leaves tokens at their places. */
export type KeptTokens = Exclude<KeptText, { readonly kind: 'nothing' }>;

export interface Choosing {
  /** Uniform numbers in [0, 1), for 'share'. */
  readonly random: () => number;
  /** Probability of each tile given what is around it, for 'surest'. */
  readonly scores?: readonly number[] | undefined;
  /** Upper bound of masked tokens: the span's maxTokens. */
  readonly maxTokens: number;
}

/**
 * Which tiles of an old text are masked and written anew.
 * @param tiles of the old text, units counted as in the request's parts
 * @returns for each tile whether it is masked
 */
export function maskedTiles(keep: KeptTokens, tiles: readonly TokenTile[], choosing: Choosing): readonly boolean[] {
  const candidates = inOrder(keep, tiles, choosing);
  const masked = tiles.map(() => false);
  let left = choosing.maxTokens;
  for (const index of candidates) {
    const tile = tiles[index]!;
    if (tile.to - tile.from > left) break;
    left -= tile.to - tile.from;
    masked[index] = true;
  }
  return masked;
}

/** Numbers of the tiles to mask, those that matter most first: what exceeds maxTokens stays. */
function inOrder(keep: KeptTokens, tiles: readonly TokenTile[], { random, scores }: Choosing): readonly number[] {
  const all = tiles.map((_, index) => index);
  if (keep.kind === 'all-but') {
    return all.filter((index) => keep.parts.some((part) => touches(tiles[index]!, part.start, part.end)));
  }
  const count = tiles.length - Math.round(keep.ratio * tiles.length);
  if (keep.kind === 'surest') {
    return all.sort((a, b) => (scores?.[a] ?? 1) - (scores?.[b] ?? 1) || a - b).slice(0, count);
  }
  // Fisher and Yates: one number for each tile, so that a smaller share masks what the greater one did, and more.
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.slice(0, count);
}

/** An empty part touches the tile that it stands in, or in front of. */
function touches(tile: TokenTile, start: number, end: number): boolean {
  return tile.start < Math.max(end, start + 1) && tile.end > start;
}
