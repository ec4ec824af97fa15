import type { RewriteParams, RewriteSpan } from '../../protocol';
import type { FullAttentionConfig } from '../checkpoint/modelConfig';
import { takeBack } from '../infilling/contextText';
import type { DocumentEncoder } from '../infilling/documentEncoder';
import type { ByteString } from '../infilling/healing';
import { growingSpan, type GrowingSpan } from '../rewriting/grownSpan';
import { isWritable, outside } from '../rewriting/rewrittenSpan';
import type { EdgeBytes } from '../rewriting/slotTokens';
import { tilesWithin, tokenTiles, type TokenTile } from '../rewriting/tokenTiles';
import { contextHead } from './contextLayout';
import type { ContextPieces } from './rowLayout';

/** A window that stands for tokens of the old text, as many as there were. */
export interface TokenWindow {
  readonly kind: 'tokens';
  readonly span: number;
  readonly tiles: readonly TokenTile[];
  /** What a single token that reaches out of its span has to begin and end with. */
  readonly edge: EdgeBytes | undefined;
}

/** A window whose number of slots is to be found. */
export interface GrowingWindow {
  readonly kind: 'growing';
  readonly span: number;
  readonly growing: GrowingSpan;
  readonly healing: ByteString;
  /** Tokens of the text that stood there, with what is taken back in front of it. */
  readonly oldTokens: number;
}

/** A text with windows in it, as tokens. */
export interface MaskedText {
  /** One more than windows. */
  readonly pieces: ContextPieces;
  readonly windows: readonly (TokenWindow | GrowingWindow)[];
  /** Of spans that keep tokens: their tiles, the tokens that they are of, and the edges. */
  readonly spans: ReadonlyMap<number, KeptSpan>;
}

export interface KeptSpan {
  readonly tiles: readonly TokenTile[];
  readonly ids: readonly number[];
  readonly edges: ReadonlyMap<number, EdgeBytes>;
}

/** Whether nothing of a span stays. In an empty one there is nothing to keep. */
export function isGrowing({ keep, start, end }: RewriteSpan): boolean {
  return keep.kind === 'nothing' || start === end;
}

/**
 * Cuts a text into pieces of context and windows. Text between two growing spans is cut into tokens as a whole, so that
 * spans that keep tokens are seen as the model saw text; masked tokens beside each other are one window.
 * @param text well-formed
 * @param choose which tiles of a span that keeps tokens are masked
 */
export function maskText(
  { text, spans, session, languageId }: Pick<RewriteParams, 'text' | 'spans' | 'session' | 'languageId'>,
  config: FullAttentionConfig,
  encoder: DocumentEncoder,
  choose: (span: RewriteSpan, tiles: readonly TokenTile[]) => readonly boolean[],
): MaskedText {
  const pieces: number[][] = [[...contextHead({ session, languageId, snippets: [] }, config, encoder)]];
  const windows: (TokenWindow | GrowingWindow)[] = [];
  const kept = new Map<number, KeptSpan>();
  const room = { before: config.maxPrefixTokens - pieces[0]!.length, after: config.maxSuffixTokens };
  let start = 0;
  let first = 0;
  for (let index = 0; index <= spans.length; index++) {
    const span = spans[index];
    if (span && !isGrowing(span)) continue;
    const growing = span && growingSpan(text, span);
    const end = growing ? growing.around.prefix.length : text.length;
    const segment = text.slice(start, end);
    const encoded = encoder.encode(`segment ${first}`, segment);
    const tiles = tokenTiles(encoder.tokenizer, encoded.ids).map((tile) => moved(tile, start));
    const masked = new Map<number, { span: number; edge: EdgeBytes | undefined }>();
    const inside = spans.slice(first, index).map((each, i) => {
      const { first: from, last: to } = tilesWithin(tiles, each.start, each.end);
      const own = tiles.slice(from, to);
      const edges = new Map(own.map((tile) => [tile.from, outside(text, tile, each)]));
      choose(each, own).forEach((is, nth) => {
        const tile = own[nth]!;
        const edge = edges.get(tile.from)!;
        const reaches = edge.starts.length + edge.ends.length > 0;
        if (is && isWritable(tile, each)) masked.set(from + nth, { span: first + i, edge: reaches ? edge : undefined });
      });
      kept.set(first + i, { tiles: own, ids: encoded.ids, edges });
      return own;
    });
    // The text in front of the first span and behind the last one is cut to what the model takes.
    const spanTiles = inside.flat();
    const isFirst = start === 0 && windows.length === 0;
    const healed = growing ? takeBack(encoded, encoder.tokenizer) : undefined;
    // What is taken back must not be a span's own.
    const heals = healed !== undefined && healed.ids.length >= (spanTiles.at(-1)?.to ?? 0);
    const stop = heals ? healed.ids.length : encoded.ids.length;
    const low = isFirst ? Math.max(0, (spanTiles[0]?.from ?? stop) - room.before) : 0;
    const high = growing ? stop : Math.min(stop, (spanTiles.at(-1)?.to ?? 0) + room.after);
    for (const [number, tile] of tiles.entries()) {
      if (tile.to <= low || tile.from >= high) continue;
      const mask = masked.get(number);
      if (!mask) {
        pieces.at(-1)!.push(...encoded.ids.slice(Math.max(low, tile.from), Math.min(high, tile.to)));
        continue;
      }
      const last = windows.at(-1);
      const joins = pieces.at(-1)!.length === 0 && last?.kind === 'tokens' && last.span === mask.span;
      if (joins && !last.edge && !mask.edge) windows[windows.length - 1] = { ...last, tiles: [...last.tiles, tile] };
      else {
        windows.push({ kind: 'tokens', span: mask.span, tiles: [tile], edge: mask.edge });
        pieces.push([]);
      }
    }
    if (!span || !growing) break;
    const core = text.slice(end, text.length - growing.around.suffix.length);
    windows.push({
      kind: 'growing',
      span: index,
      growing,
      healing: heals ? healed.healing : '',
      oldTokens: encoder.tokenizer.encode(core).ids.length + (encoded.ids.length - stop),
    });
    pieces.push([]);
    start = text.length - growing.around.suffix.length;
    first = index + 1;
  }
  return { pieces, windows, spans: kept };
}

function moved(tile: TokenTile, units: number): TokenTile {
  return { ...tile, start: tile.start + units, end: tile.end + units };
}
