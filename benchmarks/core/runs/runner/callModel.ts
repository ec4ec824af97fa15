/** One answer for a solver: from the cache, or through the gateway under the run's budget, kept before anybody sees it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../../../../runtime/gateway/gatewayError';
import { inputTokensAtMost } from '../../../../runtime/gateway/calls/estimateTokens';
import { patient as patientCall, pauseBefore } from '../../../../runtime/gateway/calls/callPatience';
import { worstCase } from '../../../../runtime/gateway/prices';
import type { GenerateRequest } from '../../../../runtime/gateway/types';
import { answerKey, type AnswerContent } from '../answerKey';
import { providerOf, taskOf, type ModelAccess, type ModelFacts, type RunBooks } from '../modelAccess';
import type { AnswerCache } from '../store/answerCache';
import type { ModelAnswer, RunConfiguration, SolverRequest } from '../types';
import type { BudgetGate } from './budgetGate';
import type { RunPatience } from './callPatience';
import { collectAnswer } from './collectAnswer';
import { isPassing } from './failure';

export interface CallParts {
  readonly run: string;
  readonly configuration: RunConfiguration;
  readonly models: ModelAccess;
  readonly facts: ModelFacts | undefined;
  readonly books: RunBooks;
  readonly answers: Pick<AnswerCache, 'get' | 'put'>;
  readonly gate: BudgetGate;
  readonly patience: RunPatience;
  /** Told the micro-dollars of attempts that came to nothing. */
  readonly lost: (cost: number) => void;
  /** A call is tried once more. */
  readonly again: (error: GatewayError) => void;
}

/** What makes this call different from others with the same request. */
export type CallIdentity = Pick<AnswerContent, 'model' | 'solver' | 'seed' | 'repeat' | 'occurrence' | 'scope'>;

/** A provider that asks for a longer pause than this is not waited for. */
const longestAskedPauseMs = 300_000;
/** Fewer worst cases than these left: calls that were reserved meanwhile may have made the budget tight. */
const plenty = 64;

/** @throws GatewayError, RuntimeError when an answer cannot be kept */
export async function callModel(
  request: SolverRequest,
  identity: CallIdentity,
  parts: CallParts,
  signal: AbortSignal,
): Promise<ModelAnswer> {
  const { configuration, answers, facts } = parts;
  const { temperature } = configuration;
  const maxOutputTokens = Math.min(configuration.maxOutputTokens, request.maxOutputTokens ?? Infinity);
  const endpoint = facts?.endpoint ?? '';
  const key = answerKey({ ...identity, endpoint, request, maxOutputTokens, temperature });
  const known = await answers.get(key);
  if (known !== undefined) return { ...known, cached: true };
  const asked: GenerateRequest = {
    ...request,
    model: identity.model,
    maxOutputTokens,
    temperature,
    seed: identity.seed,
    purpose: 'evaluation',
    task: taskOf(parts.run),
    localOnly: configuration.localOnly || undefined,
  };
  const answer = await withRetries(asked, parts, signal);
  // Kept before it is scored: what was paid is never asked for again, whenever this process dies.
  if (answer.finish !== 'error') await answers.put(key, answer);
  return answer;
}

async function withRetries(request: GenerateRequest, parts: CallParts, signal: AbortSignal): Promise<ModelAnswer> {
  const { patience } = parts;
  for (let attempt = 1; ; attempt++) {
    try {
      return await parts.gate.pass(() => sendOnce(request, parts, signal), signal);
    } catch (error) {
      if (error instanceof GatewayError) parts.lost(error.details.cost ?? 0);
      if (!isPassing(error) || attempt >= patience.attempts || signal.aborted) throw error;
      const pause = pauseBefore(
        attempt,
        { ...patientCall, ...patience, longestAskedPauseMs },
        error.details.retryAfterMs,
      );
      if (pause === undefined) throw error;
      parts.again(error);
      await sleep(pause, undefined, { signal });
    }
  }
}

async function sendOnce(request: GenerateRequest, parts: CallParts, signal: AbortSignal): Promise<ModelAnswer> {
  const tight = await requireRoom(request, parts);
  const answer = await collectAnswer(parts.models.generate(request, signal));
  if (!tight || !cutByUs(answer, request, parts.facts)) return answer;
  // Another budget became tight meanwhile, and the gateway asked for less than all models are given.
  parts.lost(answer.cost);
  throw budgetRefusal(request.model, 'Its answer was cut short, because a budget did not hold the longest one.');
}

/**
 * The gateway would ask for a shorter answer where the longest does not fit a budget; models are compared with equal limits.
 * @returns whether it is so tight that the gateway may still do so
 */
async function requireRoom(request: GenerateRequest, { books, facts, run }: CallParts): Promise<boolean> {
  if (facts?.price === undefined) return false;
  const headroom = await books.headroom(taskOf(run), providerOf(request.model));
  if (headroom === undefined) return false;
  const worst = worstCase(facts.price, inputTokensAtMost(request), limitOf(request, facts));
  if (worst > headroom) {
    const said = `It may cost ${dollars(worst)}, and ${dollars(Math.max(0, headroom))} are left that no other call may need.`;
    throw budgetRefusal(request.model, said);
  }
  return headroom < plenty * worst;
}

function budgetRefusal(model: string, why: string): GatewayError {
  const message = `A budget does not hold the next answer of ${model}. ${why}`;
  const action = 'Raise the budget, and resume the run.';
  return new GatewayError('refused', message, action, { model, refusal: { reason: 'budget', message, action } });
}

/** It ended at a limit that is lower than what the model could have written. */
function cutByUs(answer: ModelAnswer, request: GenerateRequest, facts: ModelFacts | undefined): boolean {
  if (answer.finish !== 'length' || answer.usage.source !== 'provider') return false;
  const limit = limitOf(request, facts);
  // Where the context is full, or the model stopped a little short, it was not us.
  const full = facts?.contextTokens !== undefined && inputTokensAtMost(request) + limit > facts.contextTokens;
  return !full && answer.usage.outputTokens < 0.9 * limit;
}

function limitOf({ maxOutputTokens = 4096 }: GenerateRequest, facts: ModelFacts | undefined): number {
  return Math.min(maxOutputTokens, facts?.maxOutputTokens ?? Infinity);
}

const dollars = (micro: number) => `$${(micro / 1e6).toFixed(6).replace(/(\.\d\d\d*?)0+$/, '$1')}`;
