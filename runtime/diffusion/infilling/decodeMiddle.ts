import type { LengthPolicy } from '../../protocol';
import type { Checkpoint, ContextCache } from './contextCache';
import type { ByteString } from './healing';
import type { ContextTokens } from './passes';
import { endsInLoop } from './repetition';
import type { CopyPrior } from '../copying/copyPrior';
import { decodeCausally } from './decodeCausally';
import { WindowSampler, type Choice, type DecodingOrder, type SamplerVocabulary } from './windowSampler';

export interface DecodeOptions {
  readonly order: DecodingOrder;
  readonly threshold: number;
  /** Upper bound of tokens over all windows. */
  readonly maxTokens: number;
  readonly length: LengthPolicy;
  /** Bytes with which the middle must begin. */
  readonly healing: ByteString;
  /** First tokens of the middle, given; a last delete token means that it ends there. */
  readonly forced: readonly number[];
  readonly sampling?: { readonly temperature: number; readonly random: () => number } | undefined;
  /** Asked between passes: whether the tokens so far hold all that is wanted. */
  readonly isEnough: (tokens: readonly number[]) => boolean;
  /** Mixed into what the model says. */
  readonly prior?: CopyPrior | undefined;
  /** Whether causal passes verify the prior's drafts; false: one token a pass, the same ones. Default true. */
  readonly drafts?: boolean | undefined;
}

/** A document's context, and the model that fills gaps in it. */
export interface DecodingContext {
  readonly cache: ContextCache;
  readonly tokens: ContextTokens;
  readonly vocabulary: SamplerVocabulary;
  readonly windowTokens: number;
}

/** A middle: text tokens, and for each the choice that was made; undefined for given ones. */
export interface Middle {
  readonly tokens: readonly number[];
  readonly choices: readonly (Choice | undefined)[];
  /** The choice of ending, when the model ended it. */
  readonly end: Choice | undefined;
  /** Whether it ends where the model, the caller's length or `isEnough` says, and not where tokens ran out. */
  readonly complete: boolean;
}

/**
 * Fills the middle of a context: one window after another, each by passes until it is full or ended. A full window
 * becomes prefix of the next one.
 */
export async function decodeMiddle(
  context: DecodingContext,
  options: DecodeOptions,
  checkpoint: Checkpoint,
): Promise<Middle> {
  const given = options.forced.filter((token) => token !== context.vocabulary.delete);
  if (given.length < options.forced.length) {
    return { tokens: given, choices: given.map(() => undefined), end: undefined, complete: true };
  }
  const wanted = options.length.kind === 'fixed' ? options.length.tokens : options.maxTokens;
  const room = Math.max(0, context.cache.capacity - context.tokens.prefix.length);
  // The last window needs no place in the prefix.
  const most = Math.floor(room / context.windowTokens + 1) * context.windowTokens;
  const total = Math.min(wanted, options.maxTokens, most);
  const decode = options.order === 'causal' ? decodeCausally : decodeByDenoising;
  return decode(context, options, given, total, checkpoint);
}

async function decodeByDenoising(
  context: DecodingContext,
  options: DecodeOptions,
  given: readonly number[],
  total: number,
  checkpoint: Checkpoint,
): Promise<Middle> {
  const { cache, vocabulary, windowTokens } = context;
  const fixed = options.length.kind === 'fixed';
  const tokens: number[] = [];
  const choices: (Choice | undefined)[] = [];
  let healing = options.healing;
  while (tokens.length < total) {
    const forced = given.slice(tokens.length, tokens.length + windowTokens);
    const sampler = new WindowSampler(vocabulary, windowTokens, {
      order: options.order,
      threshold: options.threshold,
      limit: Math.min(windowTokens, total - tokens.length),
      deletable: !fixed,
      healing,
      forced,
      sampling: options.sampling,
      propose: options.prior && ((behind) => options.prior!.propose([...tokens, ...behind], !fixed)),
    });
    const before = tokens.length;
    if (sampler.state === 'open') {
      const { prefix, suffix } = context.tokens;
      await cache.set({ prefix: [...prefix, ...tokens], suffix }, checkpoint);
    }
    while (sampler.state === 'open') {
      const state = sampler.step(await cache.window(sampler.slots, sampler.rows(), checkpoint));
      const soFar = [...tokens.slice(0, before), ...sampler.tokens];
      // No part of it is worth showing, but another first token may be.
      if (!fixed && endsInLoop(soFar)) {
        return { tokens: [], choices: [...choices, ...sampler.chosen], end: undefined, complete: false };
      }
      if (state === 'open' && soFar.length > given.length && options.isEnough(soFar)) {
        return { tokens: soFar, choices: [...choices, ...sampler.chosen], end: undefined, complete: true };
      }
    }
    tokens.push(...sampler.tokens);
    choices.push(...sampler.chosen);
    healing = sampler.unhealed;
    if (sampler.state === 'deleted') return { tokens, choices, end: sampler.end, complete: true };
    if (tokens.length >= given.length && options.isEnough(tokens)) {
      return { tokens, choices, end: undefined, complete: true };
    }
  }
  return { tokens, choices, end: undefined, complete: fixed };
}

/** Geometric mean of probabilities; 1 for none. */
export function geometricMean(probabilities: readonly number[]): number {
  if (probabilities.length === 0) return 1;
  const sum = probabilities.reduce((total, p) => total + Math.log(Math.max(p, 1e-12)), 0);
  return Math.exp(sum / probabilities.length);
}
