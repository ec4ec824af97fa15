import type { FimAnswer, FimModel, Sampling } from '../../llama';
import type { InfillParams, InfillResult, InfillSuggestion, SuggestionEvidence } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import { chanceOf } from '../gate/chance';
import { isMisfit } from '../gate/misfit';
import { wellFormed } from '../infilling/contextText';
import { lineFeeds } from '../infilling/middleText';
import { extentEnd, postProcess, type Surroundings } from '../infilling/postProcess';
import { anchoredLines, type LineAnchor } from './anchoredLines';

/** One document: where its prompt began. */
export interface FimSession {
  readonly conversation: string;
  anchor: LineAnchor | undefined;
}

/** UTF-16 units that a token of code has on average, at first: what is cut to it mostly fits, and else less is tried from then on. */
const usualUnitsPerToken = 2.5;
const fewestUnitsPerToken = 0.3;
const retreat = 0.6;
/**
 * Shares of the context: other files, text behind the cursor; the rest is text before it. A suffix behind the prefix is read again with
 * every character that is typed, so it is short.
 */
const shares = { files: 0.25, suffix: 0.1, suffixFirst: 0.25 } as const;
/** Tokens for markers and paths. */
const markers = 64;
/** Temperature of suggestions after the first. */
const samplingTemperature = 0.8;
const triesPerSuggestion = 3;
/** Less probable counts as this: logarithms stay finite. */
const leastLogProbability = Math.log(1e-6);

/** Answers infill requests with a model that writes from left to right and was trained to fill in the middle. */
export class FimInfiller {
  private unitsPerToken = usualUnitsPerToken;

  constructor(
    private readonly model: FimModel,
    private readonly id: string,
  ) {}

  open(conversation: string): FimSession {
    return { conversation, anchor: undefined };
  }

  /** Of the context. */
  get suffixShare(): number {
    return this.model.layout.suffixFirst ? shares.suffixFirst : shares.suffix;
  }

  /** @throws RuntimeError; AbortError */
  async infill(params: InfillParams, session: FimSession, signal: AbortSignal): Promise<InfillResult> {
    const started = performance.now();
    const around = { prefix: lineFeeds(params.prefix), suffix: lineFeeds(params.suffix) };
    const split = /[\ud800-\udbff]$/.test(around.prefix) && /^[\udc00-\udfff]/.test(around.suffix);
    const suggestions: InfillSuggestion[] = [];
    const answers: FimAnswer[] = [];
    const most = split ? 0 : params.alternatives === 1 ? 1 : params.alternatives * triesPerSuggestion;
    for (let attempt = 0; attempt < most && suggestions.length < params.alternatives; attempt++) {
      const sampling = attempt === 0 ? {} : { temperature: samplingTemperature, seed: params.seed + attempt };
      const answer = await this.fill(params, around, session, sampling, signal);
      answers.push(answer);
      const suggestion = this.suggestion(answer, params, around);
      if (suggestion && !suggestions.some((other) => other.text === suggestion.text)) suggestions.push(suggestion);
    }
    suggestions.sort((left, right) => right.chance - left.chance);
    const [first] = answers;
    const total = performance.now() - started;
    const context = first?.firstTokenMs ?? 0;
    return {
      model: this.id,
      suggestions,
      forwardPasses: answers.reduce((sum, { outputTokens }) => sum + outputTokens + 1, 0),
      contextTokens: first?.inputTokens ?? 0,
      contextReused: first?.cachedTokens ?? 0,
      ms: { context, denoise: total - context, total },
    };
  }

  /** Takes less text as long as it does not fit. */
  private async fill(
    params: InfillParams,
    around: Surroundings,
    session: FimSession,
    sampling: Sampling,
    signal: AbortSignal,
  ): Promise<FimAnswer> {
    for (;;) {
      const question = {
        ...this.promptText(params, around, session),
        conversation: session.conversation,
        maxTokens: params.length.kind === 'fixed' ? params.length.tokens : params.maxTokens,
        stop: params.extent === 'line' ? ['\n'] : [],
        sampling,
      };
      const enough = (written: string) => extentEnd(written, params.extent, around) !== undefined;
      try {
        return await this.model.fill(question, enough, signal);
      } catch (error) {
        const tooLong = error instanceof RuntimeError && error.kind === 'bad-request';
        if (!tooLong || this.unitsPerToken < fewestUnitsPerToken) throw error;
        this.unitsPerToken *= retreat;
      }
    }
  }

  /** What fits into the context. The start of the prefix stays where it was as long as it can: what was read stays read. */
  private promptText(params: InfillParams, around: Surroundings, session: FimSession) {
    const units = (this.model.contextTokens - params.maxTokens - markers) * this.unitsPerToken;
    const files: { readonly path: string; readonly text: string }[] = [];
    let left = units * shares.files;
    for (const { path, text } of [...params.snippets].reverse()) {
      if (text.length + path.length > left) continue;
      files.unshift({ path, text: wellFormed(lineFeeds(text)) });
      left -= text.length + path.length;
    }
    const suffix = wellFormed(around.suffix.slice(0, units * this.suffixShare));
    const taken = files.reduce((sum, { path, text }) => sum + path.length + text.length, 0);
    const { text: prefix, anchor } = anchoredLines(around.prefix, units - suffix.length - taken, session.anchor);
    session.anchor = anchor;
    return { prefix: wellFormed(prefix), suffix, path: undefined, files };
  }

  private suggestion(answer: FimAnswer, params: InfillParams, around: Surroundings): InfillSuggestion | undefined {
    const text = postProcess(answer.text, params.extent, around, answer.finish === 'stop');
    if (text === undefined || text === '') return undefined;
    const evidence = { ...evidenceOf(answer, text, around), misfit: isMisfit(text, around) };
    return {
      text,
      tokens: evidence.tokens,
      confidence: Math.exp(evidence.meanLogProbability),
      chance: chanceOf(evidence, undefined),
      evidence,
    };
  }
}

/** @param text what is left of the answer: its beginning, in all but rare cases */
function evidenceOf({ tokens = [] }: FimAnswer, text: string, { prefix, suffix }: Surroundings): SuggestionEvidence {
  const ending = tokens.findIndex(
    ({ end }, index) => end === (tokens[index - 1]?.end ?? 0) && index === tokens.length - 1,
  );
  const own = ending < 0 ? tokens : tokens.slice(0, ending);
  const count = own.findIndex(({ end }) => end >= text.length) + 1 || own.length;
  const logs = own.slice(0, count).map(({ logProbability }) => Math.max(leastLogProbability, logProbability));
  // The token that the text was cut before is the model's way of ending as well.
  const end = tokens[count];
  return {
    tokens: count,
    meanLogProbability: logs.reduce((sum, log) => sum + log, 0) / Math.max(1, logs.length),
    minLogProbability: Math.min(0, ...logs),
    firstLogProbability: logs[0] ?? 0,
    endLogProbability: end ? Math.max(leastLogProbability, end.logProbability) : 0,
    copyMatch: 0,
    copied: 0,
    midWord: /[\p{L}\p{N}_$]$/u.test(prefix.slice(-2)) || /^[\p{L}\p{N}_$]/u.test(suffix.slice(0, 2)),
  };
}
