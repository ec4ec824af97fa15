import type {
  ContextCaching,
  DenoisingOptions,
  InfillParams,
  InfillResult,
  InfillSuggestion,
  LengthPolicy,
} from '../../protocol';
import {
  chooseLength,
  denoise,
  DenoisingVocabulary,
  edgeConstraint,
  healingConstraint,
  type DenoisedWindow,
  type WindowPasses,
} from '../denoising';
import { chanceOf } from '../gate/chance';
import { isMisfit } from '../gate/misfit';
import type { Checkpoint } from '../infilling/contextCache';
import { wellFormed } from '../infilling/contextText';
import { geometricMean } from '../infilling/decodeMiddle';
import { DocumentEncoder } from '../infilling/documentEncoder';
import { evidenceOf } from '../infilling/evidence';
import { byteString, HealingIndex } from '../infilling/healing';
import { bytesBefore, lineFeeds, textBehind, tokensFor } from '../infilling/middleText';
import { postProcess, type Surroundings } from '../infilling/postProcess';
import type { WindowModel } from '../model/loadedModel';
import type { TextTokenizer } from '../model/textTokenizer';
import { denoiseOptions } from '../requestOptions';
import { windowContext, type WindowContext } from './contextLayout';
import { middleOf } from './denoisedMiddle';
import type { CachingOptions, ContextPasses } from './contextPasses';
import { lengthPlan, type LengthPlan } from './lengthPlan';
import { slotBranches, type SlotBranch } from './slotBranches';

/** One document: its last context, which is of use only while nothing around the cursor changes. */
export interface FullAttentionSession {
  readonly encoder: DocumentEncoder;
  passes: ContextPasses | undefined;
  caching: CachingOptions | undefined;
}

/** Slots where the model cannot find a length and the caller gave none: a line, and some lines. */
const guessedSlots = { line: 12, block: 32 } as const;
/** Temperature of suggestions that are drawn when the model wavered nowhere. */
const samplingTemperature = 0.8;
/** Starts tried for each suggestion that is wanted: several give the same text after post-processing. */
const triesPerSuggestion = 3;

interface Answer {
  readonly suggestions: readonly InfillSuggestion[];
  readonly length: LengthPolicy;
}

/** What one request is answered from. */
interface Question {
  readonly params: InfillParams;
  readonly around: Surroundings;
  readonly context: WindowContext;
  readonly passes: ContextPasses;
  readonly checkpoint: Checkpoint;
}

/** Answers infill requests with a model whose rows all see each other. */
export class FullAttentionInfiller {
  readonly vocabulary: DenoisingVocabulary;
  readonly healing: HealingIndex;
  /** Reads backwards. */
  private readonly endings: HealingIndex;

  constructor(readonly model: WindowModel) {
    this.vocabulary = new DenoisingVocabulary(model.config.shape.vocab, model.config.special);
    this.healing = new HealingIndex(model.tokenizer);
    this.endings = new HealingIndex(model.tokenizer, true);
  }

  open(): FullAttentionSession {
    return { encoder: new DocumentEncoder(this.model.tokenizer), passes: undefined, caching: undefined };
  }

  async infill(params: InfillParams, session: FullAttentionSession, checkpoint: Checkpoint): Promise<InfillResult> {
    const started = performance.now();
    const around = { prefix: lineFeeds(params.prefix), suffix: lineFeeds(params.suffix) };
    // Between the halves of a surrogate pair there is no place for text.
    const split = /[\ud800-\udbff]$/.test(around.prefix) && /^[\udc00-\udfff]/.test(around.suffix);
    const context = this.context(params, around, session, true);
    const passes = passesFor(
      this.model,
      session,
      [context.before, context.after],
      cachingOf(this.model, params.denoising),
    );
    const contextTokens = context.before.length + context.after.length;
    const reused = passes.isEncoded && !split ? contextTokens : 0;
    const before = { passes: passes.passes, ms: passes.encodingMs };
    const question = { params, around, context, passes, checkpoint };
    const answer = split ? { suggestions: [], length: undefined } : await this.suggest(question);
    const contextMs = passes.encodingMs - before.ms;
    const healed = passes.passes - before.passes;
    // No text that ends as the document goes on: once more with all of it behind the window.
    const again = answer === undefined ? await this.infillUncut(params, around, session, checkpoint) : undefined;
    const { suggestions, length } = answer ?? again!;
    const total = performance.now() - started;
    return {
      model: this.model.info.id,
      suggestions,
      forwardPasses: healed + (again?.passes ?? 0),
      contextTokens,
      contextReused: reused,
      length,
      ms: { context: contextMs, denoise: total - contextMs, total },
    };
  }

  /** How many slots a window gets, or how the model finds it; probing runs its passes here. */
  async slotsOf(plan: LengthPlan, passes: WindowPasses, checkpoint: Checkpoint): Promise<number> {
    if (plan.kind === 'denoised') return plan.slots;
    return (await chooseLength(() => passes, this.vocabulary, plan, checkpoint)).tokens;
  }

  private async infillUncut(
    params: InfillParams,
    around: Surroundings,
    session: FullAttentionSession,
    checkpoint: Checkpoint,
  ): Promise<Answer & { readonly passes: number }> {
    const context = this.context(params, around, session, false);
    const passes = passesFor(
      this.model,
      session,
      [context.before, context.after],
      cachingOf(this.model, params.denoising),
    );
    const before = passes.passes;
    const answer = await this.suggest({ params, around, context, passes, checkpoint });
    return { ...(answer ?? { suggestions: [], length: params.length }), passes: passes.passes - before };
  }

  private context(
    params: InfillParams,
    around: Surroundings,
    session: FullAttentionSession,
    healsTail: boolean,
  ): WindowContext {
    const { config } = this.model;
    const { languageId, snippets } = params;
    // Only the ends are looked at, however long the text is.
    const prefix = wellFormed(around.prefix.slice(-config.maxPrefixTokens * 16));
    const request = { session: params.session, languageId, snippets, prefix, suffix: around.suffix };
    return windowContext(request, config, session.encoder, healsTail);
  }

  /** @returns undefined when the window's text does not end with the rest of the pretoken that the cursor cuts */
  private async suggest(question: Question): Promise<Answer | undefined> {
    const { params, passes, context, checkpoint } = question;
    const { special } = this.model.config;
    const { lengthCalibration } = this.model;
    const guess = guessedSlots[params.extent];
    const plan = lengthPlan(params.length, this.model.config, lengthCalibration, params.maxTokens, guess);
    // What is taken back behind the cursor is written besides; probing counts it.
    const behind = plan.kind === 'probed' ? 0 : this.model.tokenizer.encode(context.tail).ids.length;
    const slots = Math.min(this.model.config.windowTokens, (await this.slotsOf(plan, passes, checkpoint)) + behind);
    const masks = new Array<number>(slots).fill(special.mask);
    const rule = plan.kind === 'denoised' ? plan.rule : ({ kind: 'fixed' } as const);
    const first = await this.fill(question, masks, { length: rule, seed: params.seed });
    if (context.tail !== '' && middleText(this.model.tokenizer, first, context) === undefined) return undefined;
    const found = new Map<string, InfillSuggestion>();
    const greedy = this.finish(question, first, undefined);
    if (greedy) found.set(greedy.text.trim(), greedy);
    const prescribed = tokensFor(this.model.tokenizer, first.tokens, context.healing.length);
    const branches = [...slotBranches(first, prescribed, greedy?.tokens ?? first.tokens.length)];
    const most = params.alternatives === 1 ? 1 : params.alternatives * triesPerSuggestion;
    for (let tries = 1; tries < most && found.size < params.alternatives; tries++) {
      const branch = branches.shift();
      const other = branch
        ? await this.fill(question, branchSlots(first.tokens.length, branch, special.mask), { seed: params.seed })
        : await this.fill(question, masks, {
            length: rule,
            seed: params.seed + tries,
            temperature: samplingTemperature,
          });
      const suggestion = this.finish(question, other, branch);
      // Suggestions that differ in blanks at their ends only are no choice.
      if (suggestion && !found.has(suggestion.text.trim())) found.set(suggestion.text.trim(), suggestion);
    }
    const [best, ...others] = found.values();
    return {
      suggestions: best ? [best, ...others.sort((a, b) => b.confidence - a.confidence)] : [],
      length: lengthOf(plan),
    };
  }

  private async fill(
    { params, context, passes, checkpoint }: Question,
    slots: readonly number[],
    own: Pick<Parameters<typeof denoise>[3], 'length' | 'seed' | 'temperature'>,
  ): Promise<DenoisedWindow> {
    passes.restart();
    const { healing, tail } = context;
    const constraint =
      tail === ''
        ? healingConstraint(this.healing, healing)
        : edgeConstraint(this.healing, healing, this.endings, byteString(Buffer.from(tail)));
    const options = { ...denoiseOptions(params.denoising, params.threshold), ...own };
    const { windows } = await denoise(passes, [{ slots, constraint }], this.vocabulary, options, checkpoint);
    return windows[0]!;
  }

  private finish(
    { params, around, context }: Question,
    window: DenoisedWindow,
    branch: SlotBranch | undefined,
  ): InfillSuggestion | undefined {
    const { tokenizer, info } = this.model;
    const middle = middleOf(window);
    const healed = context.healing.length;
    const written = middleText(tokenizer, window, context);
    if (written === undefined) return undefined;
    const text = postProcess(written, params.extent, around, middle.complete);
    if (text === undefined) return undefined;
    const tokens = tokensFor(tokenizer, middle.tokens, Buffer.byteLength(text) + healed);
    const probabilities = middle.choices
      .slice(0, tokens)
      .map((choice) => choice?.probability ?? branch?.probability ?? 1);
    const midWord = /[\p{L}\p{N}_$]$/u.test(around.prefix.slice(-2));
    const decoded = bytesBefore(tokenizer, middle.tokens.slice(0, tokens), healed);
    const evidence = { ...evidenceOf(middle, tokens, probabilities, decoded, midWord), misfit: isMisfit(text, around) };
    const chance = chanceOf(evidence, info.gate);
    return { text, tokens, confidence: geometricMean(probabilities), chance, evidence };
  }
}

/** Text of a window between what is taken back on both sides; undefined when it does not begin and end with that. */
function middleText(
  tokenizer: TextTokenizer,
  { tokens, constraintMet }: DenoisedWindow,
  { healing, tail }: WindowContext,
): string | undefined {
  if (!constraintMet) return undefined;
  const text = textBehind(tokenizer, tokens, healing.length);
  return text.endsWith(tail) ? text.slice(0, text.length - tail.length) : undefined;
}

/** The session's passes, started anew: the same ones when neither context nor caching changed. */
export function passesFor(
  model: WindowModel,
  session: FullAttentionSession,
  pieces: readonly (readonly number[])[],
  caching: CachingOptions,
): ContextPasses {
  const { passes } = session;
  const same =
    passes &&
    session.caching?.cache === caching.cache &&
    session.caching.refreshEvery === caching.refreshEvery &&
    passes.pieces.length === pieces.length &&
    passes.pieces.every((piece, i) => equal(piece, pieces[i]!));
  if (same) {
    passes.restart();
    return passes;
  }
  // The old context is let go first: both together would be twice the memory.
  session.passes = undefined;
  session.caching = caching;
  return (session.passes = model.passesOver(pieces, caching));
}

/** What is kept of the context where a request says nothing: as much as can be, and never computed anew. */
export function cachingOf(model: WindowModel, options: DenoisingOptions | undefined): CachingOptions {
  return { cache: options?.cache ?? bestCache(model), refreshEvery: options?.refreshEvery ?? 0 };
}

/** The way of keeping a context whose passes are the cheapest. */
export function bestCache({ caches }: Pick<WindowModel, 'caches'>): ContextCaching {
  return caches.at(-1) ?? 'none';
}

/** What a result says of the length. */
function lengthOf(plan: LengthPlan): LengthPolicy {
  if (plan.kind === 'probed') return { kind: 'probed' };
  return plan.rule.kind === 'fixed' ? { kind: 'fixed', tokens: plan.slots } : { kind: plan.rule.kind };
}

function branchSlots(length: number, { slot, token }: SlotBranch, mask: number): readonly number[] {
  return Array.from({ length }, (_, each) => (each === slot ? token : mask));
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((token, i) => token === b[i]);
}
