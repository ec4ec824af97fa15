import type { ConfidenceParams, ConfidenceResult, RewriteParams, RewriteResult, RewrittenSpan } from '../../protocol';
import { denoise, type DenoisingWindow, type SlotConstraint } from '../denoising';
import type { Checkpoint } from '../infilling/contextCache';
import { wellFormed } from '../infilling/contextText';
import { randomNumbers } from '../infilling/distribution';
import type { Infiller, InfillSession } from '../infilling/infiller';
import type { Tokens } from '../model/textTokenizer';
import { denoiseOptions } from '../requestOptions';
import { checkConfidence, checkRewrite } from './checkRewrite';
import { improveWords, thresholds, type ImprovedText, type KeptWords } from './improveWords';
import { IsolatedWords } from './isolatedWords';
import { regenerate } from './regenerate';
import { tilesToMask, type NamedParts } from './namedTiles';
import type { SpanWork } from './spanWork';
import { padded, scoreTokens, type ScoringModel } from './scoreTokens';
import { isWritable, leastOf, outside, rewrittenSpan } from './rewrittenSpan';
import { RewriteVocabulary } from './rewriteVocabulary';
import type { EdgeBytes } from './slotTokens';
import { RunContexts, runWindows, type RunWindow } from './tokenRun';
import { tilesWithin, tokenTiles, type TokenTile } from './tokenTiles';
import { leastSureWords } from './wordChoice';
import { wordsWithin, type Word } from './words';

/** As for suggestions: what is this probable is taken several tokens a pass. */
const defaultThreshold = 0.9;

/**
 * Writes spans of a text anew with a model whose context never sees the window. Spans are written one after another,
 * each with the new text of those before it and the old text of those behind it; a long span goes window by window.
 */
export class IsolatedRewriter {
  private readonly vocabulary: RewriteVocabulary;

  constructor(private readonly infiller: Infiller) {
    const { tokenizer, config } = infiller.model;
    const { mask } = config.special;
    // A delete token would say that all behind it is empty, and there are tokens that stay.
    const special = { mask, expand: undefined, delete: undefined, forbidden: [] };
    this.vocabulary = new RewriteVocabulary(tokenizer, config.shape.vocab, special);
  }

  /** @param session of its own: the context of a document that is typed in would be lost */
  async rewrite(params: RewriteParams, session: InfillSession, checkpoint: Checkpoint): Promise<RewriteResult> {
    checkRewrite(params);
    const started = performance.now();
    const before = session.cache.passes;
    const random = randomNumbers(params.seed);
    const spans: RewrittenSpan[] = [];
    let text = wellFormed(params.text);
    let moved = 0;
    for (const span of params.spans) {
      const now = { ...span, start: span.start + moved, end: span.end + moved };
      const work = { params, text, span: now, moved, random, session };
      const rewritten = await this.rewriteSpan(work, checkpoint);
      spans.push(rewritten);
      text = text.slice(0, now.start) + rewritten.text + text.slice(now.end);
      moved += rewritten.text.length - (span.end - span.start);
    }
    const forwardPasses = session.cache.passes - before;
    return { model: this.infiller.model.info.id, spans, forwardPasses, ms: performance.now() - started };
  }

  /** How sure the model is of each token of a part. @see scoreTokens */
  async confidence(
    params: ConfidenceParams,
    session: InfillSession,
    checkpoint: Checkpoint,
  ): Promise<ConfidenceResult> {
    checkConfidence(params);
    const started = performance.now();
    const before = session.cache.passes;
    const run = this.run(wellFormed(params.text), params, session);
    const tiles = run.tiles(params.start, params.end);
    const scores = await scoreTokens(run.model, run.ids, run.windows(tiles), checkpoint);
    const tokens = tiles.map((tile) => ({
      start: Math.max(tile.start, params.start),
      end: Math.min(tile.end, params.end),
      probability: leastOf(scores, tile),
      kept: true,
    }));
    const forwardPasses = session.cache.passes - before;
    return { model: this.infiller.model.info.id, tokens, forwardPasses, ms: performance.now() - started };
  }

  private rewriteSpan(work: SpanWork, checkpoint: Checkpoint): Promise<RewrittenSpan> {
    const { start, end, keep } = work.span;
    // In an empty span there is nothing to keep.
    if (keep.kind === 'nothing' || end === start) return regenerate(this.infiller, work, checkpoint);
    return keep.kind === 'all-but' ? this.refill(work, keep, checkpoint) : this.improve(work, keep, checkpoint);
  }

  /** Writes the least sure words anew where that is better; the others stay. */
  private async improve(work: SpanWork, keep: KeptWords, checkpoint: Checkpoint): Promise<RewrittenSpan> {
    const { params, span, random, session } = work;
    const run = this.run(work.text, params, session);
    const words = wordsWithin(work.text, run.tokens, span.start, span.end);
    const tiles = run.tiles(span.start, span.end);
    const found = await scoreTokens(run.model, run.ids, run.windows(tiles), checkpoint);
    const scores = words.map(({ start, end }) => {
      const own = tiles.filter((tile) => tile.start < end && tile.end > start);
      return Math.min(...own.map((tile) => leastOf(found, tile)));
    });
    const { temperature } = params;
    const chosen = leastSureWords({ ratio: keep.ratio, scores, temperature, random, most: span.maxTokens });
    const order = chosen.map((index) => words[index]!);
    const writer = new IsolatedWords(this.infiller, work, checkpoint);
    const improved = await improveWords(work.text, order, writer, thresholds[keep.kind]);
    const end = span.end + improved.text.length - work.text.length;
    return this.judged(work, improved, { start: span.start, end }, checkpoint);
  }

  /** A span of a text whose tokens are judged where they stand now. */
  private async judged(
    { params, session }: SpanWork,
    { text, changed }: ImprovedText,
    { start, end }: Word,
    checkpoint: Checkpoint,
  ): Promise<RewrittenSpan> {
    const run = this.run(text, params, session);
    const tiles = run.tiles(start, end);
    const scores = await scoreTokens(run.model, run.ids, run.windows(tiles), checkpoint);
    const tokens = tiles.map((tile) => ({
      start: Math.max(tile.start, start) - start,
      end: Math.min(tile.end, end) - start,
      probability: leastOf(scores, tile),
      kept: !changed.some((word) => word.start < tile.end && word.end > tile.start),
    }));
    return { text: text.slice(start, end), tokens };
  }

  /** Masks part of the span's tokens and fills the masks; the others stay at their places and are seen. */
  private async refill(work: SpanWork, keep: NamedParts, checkpoint: Checkpoint): Promise<RewrittenSpan> {
    const { params, span, moved, session } = work;
    const run = this.run(work.text, params, session);
    const tiles = run.tiles(span.start, span.end);
    const windows = run.windows(tiles);
    // Parts are named by the offsets of the request, before earlier spans changed.
    const asNamed = tiles.map((tile) => ({ ...tile, start: tile.start - moved, end: tile.end - moved }));
    const chosen = tilesToMask(keep, asNamed, span.maxTokens);
    const edges = new Map(tiles.map((tile) => [tile.from, outside(work.text, tile, span)]));
    const isMasked = (tile: TokenTile, index: number) => chosen[index] === true && isWritable(tile, span);
    const masked = new Set(
      tiles.filter(isMasked).flatMap((tile) => Array.from({ length: tile.to - tile.from }, (_, i) => tile.from + i)),
    );
    const ids = [...run.ids];
    const { cache, contexts, vocabulary } = run.model;
    const { temperature, seed, denoising } = params;
    const options = { ...denoiseOptions(denoising, defaultThreshold), temperature, seed };
    const allowed = this.vocabulary.for(work.text.slice(tiles[0]?.start ?? 0, tiles.at(-1)?.end ?? 0));
    const probabilities = ids.map((): number | undefined => undefined);
    for (const { from, to } of windows) {
      const slots = ids.slice(from, to).map((id, slot) => (masked.has(from + slot) ? vocabulary.mask : id));
      if (!slots.includes(vocabulary.mask)) continue;
      await cache.set(contexts.around(ids, { from, to }), checkpoint);
      const passes = {
        logits: (now: readonly number[], wanted: readonly number[]) =>
          cache.window(padded(now, run.model), wanted, checkpoint),
      };
      const parts = this.parts(slots, (slot) => edges.get(from + slot));
      const filled = await denoise(passes, parts, allowed, options, checkpoint);
      const tokens = filled.windows.flatMap((part) => part.tokens);
      const choices = filled.windows.flatMap((part) => part.choices);
      ids.splice(from, to - from, ...tokens);
      choices.forEach((choice, slot) => (probabilities[from + slot] = choice?.probability));
    }
    const unchanged = windows.filter(({ from, to }) => probabilities.slice(from, to).includes(undefined));
    const final = await scoreTokens(run.model, ids, unchanged, checkpoint);
    return rewrittenSpan(this.infiller.model.tokenizer, tiles, ids, edges, (tile) =>
      masked.has(tile.from)
        ? { probability: leastOf(probabilities, tile), kept: false }
        : { probability: leastOf(final, tile), kept: true },
    );
  }

  /** A window's slots cut so that one which has to fit something outside the span is the first of its part. */
  private parts(slots: readonly number[], edgeOf: (slot: number) => EdgeBytes | undefined): readonly DenoisingWindow[] {
    const parts: { slots: number[]; constraint: SlotConstraint | undefined; isFixed: true }[] = [];
    for (const [slot, token] of slots.entries()) {
      const edge = edgeOf(slot);
      const reaches = edge && edge.starts.length + edge.ends.length > 0;
      if (slot === 0 || reaches) {
        const fitting = reaches ? this.vocabulary.slotTokens.between(edge) : undefined;
        const allowed = (before: readonly number[]) => (before.length === 0 ? fitting : undefined);
        parts.push({ slots: [token], constraint: fitting && { allowed }, isFixed: true });
      } else parts.at(-1)!.slots.push(token);
    }
    return parts;
  }

  /** The text as one run of tokens, and what windows on it are made with. */
  private run(
    text: string,
    { languageId }: Pick<RewriteParams, 'languageId'>,
    session: InfillSession,
  ): {
    readonly tokens: Tokens;
    readonly ids: readonly number[];
    readonly model: ScoringModel;
    readonly tiles: (start: number, end: number) => readonly TokenTile[];
    readonly windows: (tiles: readonly TokenTile[]) => readonly RunWindow[];
  } {
    const { model, vocabulary } = this.infiller;
    const { windowTokens } = model.config;
    const tokens = session.encoder.encode('rewrite', text);
    const all = tokenTiles(model.tokenizer, tokens.ids);
    return {
      tokens,
      ids: tokens.ids,
      model: { cache: session.cache, contexts: new RunContexts(model.config, languageId), vocabulary, windowTokens },
      tiles: (start, end) => {
        const { first, last } = tilesWithin(all, start, end);
        return all.slice(first, last);
      },
      windows: (tiles) => runWindows(tokens, tiles[0]?.from ?? 0, tiles.at(-1)?.to ?? 0, windowTokens),
    };
  }
}
