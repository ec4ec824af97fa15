import type {
  ConfidenceParams,
  ConfidenceResult,
  KeptText,
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
import { improveWords, thresholds } from '../rewriting/improveWords';
import { tilesToMask } from '../rewriting/namedTiles';
import { RewriteVocabulary } from '../rewriting/rewriteVocabulary';
import { leastSureWords } from '../rewriting/wordChoice';
import { wordsWithin, type Word } from '../rewriting/words';
import type { ContextPasses } from './contextPasses';
import {
  bestCache,
  cachingOf,
  passesFor,
  type FullAttentionInfiller,
  type FullAttentionSession,
} from './fullAttentionInfiller';
import { FullAttentionWords } from './fullAttentionWords';
import { lengthPlan } from './lengthPlan';
import { isGrowing, maskText, type GrowingWindow, type MaskedText } from './maskedText';
import { leastWithin, tokenScores } from './tokenScores';
import { writtenSpans } from './writtenSpans';

/** As for suggestions. */
const defaultThreshold = 0.9;
/** Slots of a gap where the model cannot find a length. */
const guessedGap = 16;

/** A request after its words were looked at: the text as it is now, and the spans where they are now. */
interface ImprovedRequest {
  readonly params: RewriteParams;
  /** By span: words that were written anew, in units of the text. Of spans that keep words only. */
  readonly changed: ReadonlyMap<number, readonly Word[]>;
  readonly passes: number;
}

/** Writes spans of a text anew with a model whose rows all see each other: all of them in one denoising run; words one by one. */
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
    const improved = await this.improve(request, session, checkpoint);
    const written = await this.rewriteOthers(improved, session, checkpoint);
    const judged = await this.judge(improved, written.spans, session, checkpoint);
    return {
      model: model.info.id,
      spans: judged.spans,
      forwardPasses: improved.passes + written.passes + judged.passes,
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

  /** Writes words anew in the spans that keep words, one span after another. */
  private async improve(
    params: RewriteParams,
    session: FullAttentionSession,
    checkpoint: Checkpoint,
  ): Promise<ImprovedRequest> {
    const random = randomNumbers(params.seed);
    const changed = new Map<number, readonly Word[]>();
    let { text } = params;
    let moved = 0;
    let passes = 0;
    const spans: RewriteSpan[] = [];
    for (const [index, span] of params.spans.entries()) {
      const { keep } = span;
      const [start, end] = [span.start + moved, span.end + moved];
      if ((keep.kind !== 'share' && keep.kind !== 'surest') || isGrowing(span)) {
        spans.push({ ...span, start, end, keep: movedParts(keep, moved) });
        continue;
      }
      const now = { ...params, text };
      const words = wordsWithin(text, session.encoder.encode('words', text), start, end);
      const scored = await this.scores({ ...now, start, end }, session, checkpoint);
      const scores = words.map((word) => leastWithin(scored.tokens, word.start, word.end));
      const { temperature } = params;
      const chosen = leastSureWords({ ratio: keep.ratio, scores, temperature, random, most: span.maxTokens });
      const writer = new FullAttentionWords(this.infiller, this.vocabulary, now, session, checkpoint);
      const order = chosen.map((each) => words[each]!);
      const better = await improveWords(text, order, writer, thresholds[keep.kind]);
      const grown = better.text.length - text.length;
      passes += scored.passes + writer.passes;
      changed.set(index, better.changed);
      spans.push({ ...span, start, end: end + grown });
      text = better.text;
      moved += grown;
    }
    return { params: { ...params, text, spans }, changed, passes };
  }

  /** Writes the spans anew of which nothing stays, or all but named parts: in one run. */
  private async rewriteOthers(
    { params, changed }: ImprovedRequest,
    session: FullAttentionSession,
    checkpoint: Checkpoint,
  ): Promise<{ readonly spans: readonly RewrittenSpan[]; readonly passes: number }> {
    const others = params.spans.filter((_, index) => !changed.has(index));
    const asIs = ({ start, end }: RewriteSpan) => ({ text: params.text.slice(start, end), tokens: [] });
    if (others.length === 0) return { spans: params.spans.map(asIs), passes: 0 };
    const { model } = this.infiller;
    const request = { ...params, spans: others };
    const text = maskText(request, model.config, session.encoder, ({ keep, maxTokens }, tiles) =>
      keep.kind === 'all-but' ? tilesToMask(keep, tiles, maxTokens) : [],
    );
    const passes = passesFor(model, session, text.pieces, cachingOf(model, params.denoising));
    const before = passes.passes;
    const windows = await this.fill(request, text, passes, checkpoint);
    const written = [...writtenSpans(this.infiller.model.tokenizer, request, text, windows)];
    const spans = params.spans.map((span, index) => (changed.has(index) ? asIs(span) : written.shift()!));
    return { spans, passes: passes.passes - before };
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

  /** Gives tokens that stayed, and those of words that were looked at, the probability that they have in the new text. */
  private async judge(
    { params, changed }: ImprovedRequest,
    spans: readonly RewrittenSpan[],
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
      const words = changed.get(index);
      if (!words && !span.tokens.some(({ kept }) => kept)) {
        judged.push(span);
        continue;
      }
      const end = start + span.text.length;
      const scored = await this.scores({ ...params, text, start, end }, session, checkpoint);
      passes += scored.passes;
      if (words) {
        const moved = start - params.spans[index]!.start;
        const touches = (token: TokenConfidence) =>
          words.some((word) => word.start + moved < token.end && word.end + moved > token.start);
        const tokens = scored.tokens.map((token) => ({
          ...token,
          ...{ start: token.start - start, end: token.end - start, kept: !touches(token) },
        }));
        judged.push({ text: span.text, tokens });
        continue;
      }
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

/** Parts are named by the offsets of the request, before earlier spans changed. */
function movedParts(keep: KeptText, units: number): KeptText {
  if (keep.kind !== 'all-but') return keep;
  return { ...keep, parts: keep.parts.map(({ start, end }) => ({ start: start + units, end: end + units })) };
}
