import type { InfillParams, InfillResult, InfillSuggestion } from '../../protocol';
import type { IsolatedContextModel } from '../model/diffusionModel';
import { CopyPrior } from '../copying/copyPrior';
import { sourcePathOf } from '../copying/sourcePath';
import type { SourceIndex } from '../copying/sourceIndex';
import { chanceOf } from '../gate/chance';
import { isMisfit } from '../gate/misfit';
import { BranchQueue, type Branch } from './alternatives';
import { ContextCache, type Checkpoint } from './contextCache';
import { buildContext, wellFormed, type BuiltContext, type TextAnchor } from './contextText';
import { decodeMiddle, geometricMean, type DecodeOptions, type Middle } from './decodeMiddle';
import { randomNumbers } from './distribution';
import { evidenceOf } from './evidence';
import { DocumentEncoder } from './documentEncoder';
import { bytesBefore, lineFeeds, textBehind, tokensFor } from './middleText';
import { extentEnd, postProcess, type Surroundings } from './postProcess';
import { samplerVocabulary } from './samplerVocabulary';
import { scoreMiddle } from './scoreMiddle';
import type { DecodingOrder, SamplerVocabulary } from './windowSampler';

/** One document: its context cache, and where its context started. */
export interface InfillSession {
  readonly cache: ContextCache;
  readonly encoder: DocumentEncoder;
  anchor: TextAnchor | undefined;
}

export interface InfillerOptions {
  readonly order: DecodingOrder;
  /** Sources that requests may copy from. */
  readonly sources?: SourceIndex | undefined;
  /** See DecodeOptions. */
  readonly drafts?: boolean | undefined;
}

/** What one request is answered from. */
interface Question {
  readonly params: InfillParams;
  readonly around: Surroundings;
  readonly context: BuiltContext;
  readonly cache: ContextCache;
  readonly prior: CopyPrior | undefined;
}

/** Temperature of suggestions that are drawn when there are too few good branches. */
const samplingTemperature = 0.8;
/** Text on either side of the cursor that copies are looked for in. UTF-16 units. */
const mostCopied = 50_000;
/** Starts tried for each suggestion that is wanted: several give the same text after post-processing. */
const triesPerSuggestion = 3;

/** Answers infill requests with one model. */
export class Infiller {
  readonly vocabulary: SamplerVocabulary;

  constructor(
    readonly model: IsolatedContextModel,
    private readonly options: InfillerOptions,
  ) {
    this.vocabulary = samplerVocabulary(model);
  }

  open(): InfillSession {
    const encoder = new DocumentEncoder(this.model.tokenizer);
    return { cache: new ContextCache(this.model), encoder, anchor: undefined };
  }

  async infill(params: InfillParams, session: InfillSession, checkpoint: Checkpoint): Promise<InfillResult> {
    const started = performance.now();
    const around = { prefix: lineFeeds(params.prefix), suffix: lineFeeds(params.suffix) };
    const passesBefore = session.cache.passes;
    // Between the halves of a surrogate pair there is no place for text.
    const split = /[\ud800-\udbff]$/.test(around.prefix) && /^[\udc00-\udfff]/.test(around.suffix);
    const context = this.build(params, around, session);
    const { cache } = session;
    const reused = split ? 0 : await cache.set(context.tokens, checkpoint);
    const encoded = performance.now();
    const prior = params.copy === 'off' ? undefined : this.prior(params, around, context);
    const question = { params, around, context, cache, prior };
    const suggestions = split ? [] : await this.suggest(question, checkpoint);
    const ended = performance.now();
    return {
      model: this.model.info.id,
      suggestions,
      forwardPasses: cache.passes - passesBefore,
      contextTokens: context.tokens.prefix.length + context.tokens.suffix.length,
      contextReused: reused,
      ms: { context: encoded - started, denoise: ended - encoded, total: ended - started },
    };
  }

  /**
   * Decodes one middle as it comes: without alternatives, and not cut to what is worth showing.
   * @param isEnough asked between passes of the text behind the cursor
   */
  async decodeOnce(
    params: InfillParams,
    session: InfillSession,
    rules: Pick<DecodeOptions, 'sampling'> & {
      readonly isEnough: (text: string) => boolean;
      readonly forced?: readonly number[];
    },
    checkpoint: Checkpoint,
  ): Promise<{ readonly middle: Middle; readonly healed: number }> {
    const around = { prefix: params.prefix, suffix: params.suffix };
    const context = this.build(params, around, session);
    const { cache } = session;
    await cache.set(context.tokens, checkpoint);
    const prior = params.copy === 'off' ? undefined : this.prior(params, around, context);
    const question = { params, around, context, cache, prior };
    const healed = context.healing.length;
    const isEnough = (tokens: readonly number[]) => rules.isEnough(textBehind(this.model.tokenizer, tokens, healed));
    const options = { ...this.decodeOptions(question, rules.forced ?? []), sampling: rules.sampling, isEnough };
    return { middle: await this.decode(question, options, checkpoint), healed };
  }

  /**
   * How probable some texts are as the whole of a middle. @see scoreMiddle
   * @returns natural logarithms in the order of the texts; undefined for one that is too long for a window
   */
  async scoreTexts(
    params: InfillParams,
    texts: readonly string[],
    session: InfillSession,
    checkpoint: Checkpoint,
  ): Promise<readonly (number | undefined)[]> {
    const around = { prefix: params.prefix, suffix: params.suffix };
    const context = this.build(params, around, session);
    const { cache } = session;
    await cache.set(context.tokens, checkpoint);
    const { windowTokens } = this.model.config;
    const { tokenizer } = this.model;
    const bytes = Buffer.from(context.healing, 'latin1');
    const healed = bytes.toString('utf8');
    // Of a very long pretoken only the last token is taken back, which may be a part of a character.
    if (!bytes.equals(Buffer.from(healed))) return texts.map(() => undefined);
    const decoding = { cache, tokens: context.tokens, vocabulary: this.vocabulary, windowTokens };
    const scores: (number | undefined)[] = [];
    for (const text of texts) {
      const { ids } = tokenizer.encode(healed + text);
      // What was decoded for one text must not be known to the prior of another.
      const prior = params.copy === 'off' ? undefined : this.prior(params, around, context);
      const fits = ids.length < windowTokens;
      scores.push(fits ? await scoreMiddle(decoding, ids, context.healing, prior, checkpoint) : undefined);
    }
    return scores;
  }

  private build(params: InfillParams, around: Surroundings, session: InfillSession): BuiltContext {
    const { config } = this.model;
    const { languageId, snippets } = params;
    // Only the ends are looked at, however long the text is.
    const prefix = around.prefix.slice(-config.maxPrefixTokens * 16);
    const request = { languageId, snippets, prefix: wellFormed(prefix), suffix: around.suffix };
    const context = buildContext(request, config, session.encoder, session.anchor);
    session.anchor = context.anchor;
    return context;
  }

  private prior(params: InfillParams, around: Surroundings, context: BuiltContext): CopyPrior {
    return new CopyPrior({
      // The caller cuts to less; a text of megabytes would cost every token a look through all of it.
      prefix: wellFormed(around.prefix.slice(-mostCopied)),
      suffix: wellFormed(around.suffix.slice(0, mostCopied)),
      snippets: params.snippets.map(({ text }) => wellFormed(lineFeeds(text))),
      tokenizer: this.model.tokenizer,
      deleteToken: this.vocabulary.delete,
      healed: context.healing.length,
      sources: params.copy === 'files' ? this.options.sources : undefined,
      path: sourcePathOf(params.session),
    });
  }

  private async suggest(question: Question, checkpoint: Checkpoint): Promise<readonly InfillSuggestion[]> {
    const { params } = question;
    const found = new Map<string, InfillSuggestion>();
    const branches = new BranchQueue();
    const random = randomNumbers(params.seed);
    let branch: Branch | undefined;
    // Where one suggestion is wanted, "nothing" is an answer; where several are, the caller wants to choose.
    const most = params.alternatives === 1 ? 1 : params.alternatives * triesPerSuggestion;
    for (let tries = 0; tries < most; tries++) {
      if (found.size >= params.alternatives) break;
      if (tries > 0) branch = branches.take();
      const drawn = tries > 0 && branch === undefined;
      const options = this.decodeOptions(question, branch?.forced ?? []);
      const sampling = drawn ? { temperature: samplingTemperature, random } : undefined;
      const middle = await this.decode(question, { ...options, sampling }, checkpoint);
      const suggestion = this.finish(question, middle, branch);
      branches.add(middle, branch, suggestion?.tokens ?? middle.tokens.length);
      // Suggestions that differ in blanks at their ends only are no choice.
      if (suggestion && !found.has(suggestion.text.trim())) found.set(suggestion.text.trim(), suggestion);
    }
    const [first, ...others] = found.values();
    // The greedy suggestion stays in front: it is the one that a request for a single suggestion gets.
    return first ? [first, ...others.sort((a, b) => b.confidence - a.confidence)] : [];
  }

  private decode({ context, cache }: Question, options: DecodeOptions, checkpoint: Checkpoint): Promise<Middle> {
    const { windowTokens } = this.model.config;
    return decodeMiddle(
      { cache, tokens: context.tokens, vocabulary: this.vocabulary, windowTokens },
      options,
      checkpoint,
    );
  }

  private decodeOptions({ params, around, context, prior }: Question, forced: readonly number[]): DecodeOptions {
    const text = (tokens: readonly number[]) => textBehind(this.model.tokenizer, tokens, context.healing.length);
    return {
      order: this.options.order,
      prior,
      drafts: this.options.drafts,
      threshold: params.threshold,
      maxTokens: params.length.kind === 'fixed' ? params.length.tokens : params.maxTokens,
      length: params.length,
      healing: context.healing,
      forced,
      isEnough: (tokens) => extentEnd(text(tokens), params.extent, around) !== undefined,
    };
  }

  private finish(
    { params, around, context }: Question,
    middle: Middle,
    branch: Branch | undefined,
  ): InfillSuggestion | undefined {
    const { tokenizer } = this.model;
    const text = postProcess(
      textBehind(tokenizer, middle.tokens, context.healing.length),
      params.extent,
      around,
      middle.complete,
    );
    if (text === undefined) return undefined;
    const bytes = Buffer.byteLength(text) + context.healing.length;
    const tokens = tokensFor(tokenizer, middle.tokens, bytes);
    const probabilities = middle.choices.slice(0, tokens).map((choice, slot) => {
      return choice?.probability ?? branch?.probabilities[slot] ?? 1;
    });
    const midWord = /[\p{L}\p{N}_$]$/u.test(around.prefix.slice(-2));
    const decoded = bytesBefore(tokenizer, middle.tokens.slice(0, tokens), context.healing.length);
    const evidence = { ...evidenceOf(middle, tokens, probabilities, decoded, midWord), misfit: isMisfit(text, around) };
    const chance = chanceOf(evidence, this.model.info.gate);
    return { text, tokens, confidence: geometricMean(probabilities), chance, evidence };
  }
}
