import type {
  ConfidenceParams,
  ConfidenceResult,
  RewriteParams,
  RewriteResult,
  RewriteSpan,
  RewrittenSpan,
  TokenConfidence,
} from '../../protocol';
import { denoise, healingConstraint, type DenoisedWindow, type DenoisingWindow } from '../denoising';
import type { Checkpoint } from '../infilling/contextCache';
import { wellFormed } from '../infilling/contextText';
import { randomNumbers } from '../infilling/distribution';
import { denoiseOptions } from '../requestOptions';
import { checkConfidence, checkRewrite } from '../rewriting/checkRewrite';
import { grownSpan } from '../rewriting/grownSpan';
import { maskedTiles } from '../rewriting/keptTiles';
import { rewrittenSpan } from '../rewriting/rewrittenSpan';
import { RewriteVocabulary } from '../rewriting/rewriteVocabulary';
import type { TokenTile } from '../rewriting/tokenTiles';
import type { ContextPasses } from './contextPasses';
import { middleOf } from './denoisedMiddle';
import {
  bestCache,
  cachingOf,
  passesFor,
  type FullAttentionInfiller,
  type FullAttentionSession,
} from './fullAttentionInfiller';
import { lengthPlan } from './lengthPlan';
import { isGrowing, maskText, type GrowingWindow, type MaskedText } from './maskedText';
import { leastWithin, tokenScores } from './tokenScores';

/** As for suggestions. */
const defaultThreshold = 0.9;
/** Slots of a gap where the model cannot find a length. */
const guessedGap = 16;

/** Writes spans of a text anew with a model whose rows all see each other: all of them in one denoising run. */
export class FullAttentionRewriter {
  private readonly vocabulary: RewriteVocabulary;

  constructor(private readonly infiller: FullAttentionInfiller) {
    const { tokenizer, config } = infiller.model;
    this.vocabulary = new RewriteVocabulary(tokenizer, config.shape.vocab, config.special);
  }

  async rewrite(params: RewriteParams, session: FullAttentionSession, checkpoint: Checkpoint): Promise<RewriteResult> {
    checkRewrite(params);
    const started = performance.now();
    const request = { ...params, text: wellFormed(params.text) };
    const { model } = this.infiller;
    const random = randomNumbers(params.seed);
    const old = await this.scoreSurest(request, session, checkpoint);
    const text = maskText(request, model.config, session.encoder, (span, tiles) => {
      if (span.keep.kind === 'nothing') return [];
      const scores = tiles.map((tile) => leastWithin(old.tokens, tile.start, tile.end));
      return maskedTiles(span.keep, tiles, { random, scores, maxTokens: span.maxTokens });
    });
    const passes = passesFor(model, session, text.pieces, cachingOf(model, params.denoising));
    const before = passes.passes;
    const windows = await this.fill(request, text, passes, checkpoint);
    const spans = this.spansOf(request, text, windows);
    const judged = await this.scoreKept(request, spans, old.tokens, session, checkpoint);
    return {
      model: model.info.id,
      spans: judged.spans,
      forwardPasses: passes.passes - before + old.passes + judged.passes,
      ms: performance.now() - started,
    };
  }

  /** How sure the model is of each token of a part. @see tokenScores */
  async confidence(
    params: ConfidenceParams,
    session: FullAttentionSession,
    checkpoint: Checkpoint,
  ): Promise<ConfidenceResult> {
    checkConfidence(params);
    const started = performance.now();
    const { tokens, passes } = await this.scores({ ...params, text: wellFormed(params.text) }, session, checkpoint);
    return { model: this.infiller.model.info.id, tokens, forwardPasses: passes, ms: performance.now() - started };
  }

  /** Fills all windows in one run. */
  private async fill(
    params: RewriteParams,
    { windows }: MaskedText,
    passes: ContextPasses,
    checkpoint: Checkpoint,
  ): Promise<readonly DenoisedWindow[]> {
    if (windows.length === 0) return [];
    const { mask } = this.infiller.model.config.special;
    const rows = windows.map((window): DenoisingWindow => {
      if (window.kind === 'growing') {
        return { slots: [mask], constraint: healingConstraint(this.infiller.healing, window.healing) };
      }
      const ids = window.tiles.flatMap((tile) => Array.from({ length: tile.to - tile.from }, () => mask));
      const { edge } = window;
      const fitting = edge && this.vocabulary.slotTokens.between(edge);
      const constraint = fitting && {
        allowed: (before: readonly number[]) => (before.length === 0 ? fitting : undefined),
      };
      return { slots: ids, constraint, isFixed: true };
    });
    let rule = undefined;
    for (const [index, window] of windows.entries()) {
      if (window.kind !== 'growing') continue;
      const found = await this.slotsOf(params.spans[window.span]!, window, rows, index, passes, checkpoint);
      rows[index] = { ...rows[index]!, slots: new Array<number>(found.slots).fill(mask) };
      rule = found.rule;
    }
    const masked = windows.flatMap((window) => (window.kind === 'tokens' ? window.tiles : []));
    const grows = masked.length === 0 || rule !== undefined;
    const tileText = masked.map(({ start, end }) => params.text.slice(start, end)).join('');
    const allowed = this.vocabulary.for(grows ? undefined : tileText);
    passes.restart();
    const { temperature, seed } = params;
    const options = { ...denoiseOptions(params.denoising, defaultThreshold), temperature, seed, length: rule };
    return (await denoise(passes, rows, allowed, options, checkpoint)).windows;
  }

  /** How many masks a growing window begins with, and by which rule that changes. */
  private async slotsOf(
    span: RewriteSpan,
    window: GrowingWindow,
    rows: readonly DenoisingWindow[],
    index: number,
    passes: ContextPasses,
    checkpoint: Checkpoint,
  ) {
    const { config, lengthCalibration } = this.infiller.model;
    const guess = span.start === span.end ? guessedGap : window.oldTokens;
    const plan = lengthPlan({ kind: 'found' }, config, lengthCalibration, span.maxTokens, guess);
    if (plan.kind === 'denoised') {
      // Of all windows one rule says how long they may become.
      const isGrowth = plan.rule.kind === 'expand-delete';
      return { slots: plan.slots, rule: isGrowth ? { ...plan.rule, maxSlots: config.windowTokens } : plan.rule };
    }
    // The other windows stand around the one that is probed as they are now.
    const slotsOf = (from: number, to?: number) => rows.slice(from, to).flatMap(({ slots }) => slots);
    const lengths = rows.map(({ slots }) => slots.length);
    const [front, behind] = [slotsOf(0, index), slotsOf(index + 1)];
    const one = {
      logits: (slots: readonly number[], wanted: readonly number[], signal: Checkpoint) =>
        passes.logits(
          [...front, ...slots, ...behind],
          wanted.map((slot) => front.length + slot),
          signal,
          lengths.with(index, slots.length),
        ),
    };
    return { slots: await this.infiller.slotsOf(plan, one, checkpoint), rule: { kind: 'fixed' } as const };
  }

  private spansOf(
    params: RewriteParams,
    text: MaskedText,
    windows: readonly DenoisedWindow[],
  ): readonly RewrittenSpan[] {
    const { tokenizer } = this.infiller.model;
    return params.spans.map((span, index) => {
      const own = text.windows.flatMap((window, i) => (window.span === index ? [{ window, filled: windows[i]! }] : []));
      if (isGrowing(span)) {
        const [only] = own;
        if (only?.window.kind !== 'growing' || !only.filled.constraintMet) return { text: '', tokens: [] };
        const { growing, healing } = only.window;
        return grownSpan(tokenizer, growing, middleOf(only.filled), healing.length);
      }
      const { ids, tiles, edges } = text.spans.get(index)!;
      const now = [...ids];
      const fresh = new Map<number, number>();
      for (const { window, filled } of own) {
        if (window.kind !== 'tokens') continue;
        let slot = 0;
        for (const tile of window.tiles) {
          for (let token = tile.from; token < tile.to; token++, slot++) {
            now[token] = filled.tokens[slot]!;
            fresh.set(token, filled.choices[slot]?.probability ?? 0);
          }
        }
      }
      const valueOf = (tile: TokenTile) => {
        const probabilities = Array.from({ length: tile.to - tile.from }, (_, i) => fresh.get(tile.from + i));
        // What stayed is judged afterwards, in the new text.
        return fresh.has(tile.from)
          ? { probability: Math.min(...probabilities.map((p) => p ?? 0)), kept: false }
          : { probability: 0, kept: true };
      };
      return rewrittenSpan(tokenizer, tiles, now, edges, valueOf);
    });
  }

  /** Scores of the old tokens of spans that keep the surest ones. */
  private async scoreSurest(params: RewriteParams, session: FullAttentionSession, checkpoint: Checkpoint) {
    const tokens: TokenConfidence[] = [];
    let passes = 0;
    for (const { keep, start, end } of params.spans) {
      if (keep.kind !== 'surest') continue;
      const scored = await this.scores({ ...params, start, end }, session, checkpoint);
      tokens.push(...scored.tokens);
      passes += scored.passes;
    }
    return { tokens, passes };
  }

  /** Gives kept tokens the probability that they have in the new text. */
  private async scoreKept(
    params: RewriteParams,
    spans: readonly RewrittenSpan[],
    old: readonly TokenConfidence[],
    session: FullAttentionSession,
    checkpoint: Checkpoint,
  ): Promise<{ readonly spans: readonly RewrittenSpan[]; readonly passes: number }> {
    let text = params.text;
    let shift = 0;
    const starts = params.spans.map((span, index) => {
      const start = span.start + shift;
      const now = spans[index]!.text;
      text = text.slice(0, start) + now + text.slice(span.end + shift);
      shift += now.length - (span.end - span.start);
      return start;
    });
    let passes = 0;
    const judged: RewrittenSpan[] = [];
    for (const [index, span] of spans.entries()) {
      const start = starts[index]!;
      if (!span.tokens.some(({ kept }) => kept)) {
        judged.push(span);
        continue;
      }
      // Nothing changed: the scores by which the surest were chosen hold.
      const unchanged = span.tokens.every(({ kept }) => kept) && spans.length === 1 && old.length > 0;
      const scored = unchanged
        ? { tokens: old, passes: 0 }
        : await this.scores({ ...params, text, start, end: start + span.text.length }, session, checkpoint);
      passes += scored.passes;
      const tokens = span.tokens.map((token) =>
        token.kept
          ? { ...token, probability: leastWithin(scored.tokens, start + token.start, start + token.end) }
          : token,
      );
      judged.push({ text: span.text, tokens });
    }
    return { spans: judged, passes };
  }

  private scores(
    part: Parameters<typeof tokenScores>[3],
    session: FullAttentionSession,
    checkpoint: Checkpoint,
  ): ReturnType<typeof tokenScores> {
    const { model, vocabulary } = this.infiller;
    // Its passes have a context of their own: what is kept of another one is let go first.
    session.passes = undefined;
    return tokenScores(model, vocabulary, session.encoder, part, bestCache(model), checkpoint);
  }
}
