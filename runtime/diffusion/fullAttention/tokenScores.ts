import type { ContextCaching, TokenConfidence } from '../../protocol';
import { RowReader, type DenoisingVocabulary } from '../denoising';
import type { Checkpoint } from '../infilling/contextCache';
import type { DocumentEncoder } from '../infilling/documentEncoder';
import type { WindowModel } from '../model/loadedModel';
import { tilesWithin, tokenTiles, type TokenTile } from '../rewriting/tokenTiles';
import { contextHead } from './contextLayout';

/**
 * Passes that score a chunk: every fourth token is masked in each, so that a token is judged with its neighbours visible.
 * With a dual cache the first one feeds all rows and the others only the chunk.
 */
export const scorePasses = 4;
/** Tokens of a chunk: a quarter of them is one array of logits, of 150,000 numbers each. */
const chunkTokens = 128;

export interface ScoredText {
  /** Well-formed. */
  readonly text: string;
  readonly session: string;
  readonly languageId: string;
  readonly start: number;
  readonly end: number;
}

/**
 * How probable each token of a part is given everything around it.
 * @returns tokens that cover the part, offsets in the text; and the number of passes, `scorePasses` for each 128 tokens
 */
export async function tokenScores(
  model: WindowModel,
  vocabulary: DenoisingVocabulary,
  encoder: DocumentEncoder,
  part: ScoredText,
  cache: ContextCaching,
  checkpoint: Checkpoint,
): Promise<{ readonly tokens: readonly TokenConfidence[]; readonly passes: number }> {
  const { config, tokenizer } = model;
  const { ids } = encoder.encode('scored', part.text);
  const all = tokenTiles(tokenizer, ids);
  const { first, last } = tilesWithin(all, part.start, part.end);
  const tiles = all.slice(first, last);
  const head = contextHead({ ...part, snippets: [] }, config, encoder);
  const reader = new RowReader(vocabulary.size, { temperature: 0, topP: 1 });
  const spans = vocabulary.allowed({ expand: false, delete: false });
  const scores = new Map<number, number>();
  let passes = 0;
  for (const [from, to] of chunks(tiles)) {
    const before = [...head, ...ids.slice(Math.max(0, from - (config.maxPrefixTokens - head.length)), from)];
    const pieces = [before, ids.slice(to, to + config.maxSuffixTokens)];
    const window = model.passesOver(pieces, { cache, refreshEvery: 0 });
    const slots = ids.slice(from, to);
    for (let group = 0; group < Math.min(scorePasses, slots.length); group++) {
      const wanted = slots.flatMap((_, slot) => (slot % scorePasses === group ? [slot] : []));
      const masked = slots.map((token, slot) => (slot % scorePasses === group ? config.special.mask : token));
      const logits = await window.logits(masked, wanted, checkpoint, [masked.length]);
      wanted.forEach((slot, row) => scores.set(from + slot, reader.probabilityOf(logits, row, spans, slots[slot]!)));
    }
    passes += window.passes;
  }
  const tokens = tiles.map((tile) => ({
    start: Math.max(tile.start, part.start),
    end: Math.min(tile.end, part.end),
    // A tile is as sure as its least sure token.
    probability: Math.min(...Array.from({ length: tile.to - tile.from }, (_, i) => scores.get(tile.from + i) ?? 0)),
    kept: true,
  }));
  return { tokens, passes };
}

/** Ranges of tokens, cut between tiles. */
function chunks(tiles: readonly TokenTile[]): readonly (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  let from = tiles[0]?.from ?? 0;
  for (const [index, tile] of tiles.entries()) {
    const next = tiles[index + 1];
    if (next && next.to - from <= chunkTokens) continue;
    ranges.push([from, tile.to]);
    from = tile.to;
  }
  return ranges;
}

/** Probability of what stands in units [start, end): that of the least sure token there. */
export function leastWithin(tokens: readonly TokenConfidence[], start: number, end: number): number {
  const within = tokens.filter((token) => token.start < end && token.end > start);
  return Math.min(1, ...within.map(({ probability }) => probability));
}
