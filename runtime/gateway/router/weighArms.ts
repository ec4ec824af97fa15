import type { Candidate, RoutingArm, RoutingTask } from '../types';
import type { Conversations } from './conversations';
import type { PromptFeatures } from './features/promptFeatures';
import type { OutputCosts } from './outputCosts';
import type { SuccessPredictor } from './predictor/successPredictor';

/** An arm with all that the decision needs of it. Money in micro-dollars. */
export interface WeighedArm {
  readonly arm: RoutingArm;
  readonly success: number;
  readonly deviation: number;
  readonly expectedCost: number;
  /** What leaving the conversation's model loses. */
  readonly lostCache: number;
  readonly excluded: string | undefined;
}

/** Value of a success that ten seconds of waiting cost. */
const TEN_SECONDS = 0.02;

/** Everything that is known of each arm before prices are. */
export function weighArms(
  task: RoutingTask,
  arms: readonly RoutingArm[],
  exclude: (arm: RoutingArm) => string | undefined,
  parts: {
    readonly predictor: SuccessPredictor;
    readonly features: PromptFeatures;
    readonly costs: OutputCosts;
    readonly conversations: Conversations;
    readonly pendingShare: (model: string) => number;
  },
): readonly WeighedArm[] {
  const { request, taskType, inputTokens, maxOutputTokens } = task;
  return arms.map((arm) => {
    const { model } = arm;
    const prediction = parts.predictor.predict(model.id, taskType, parts.features, parts.pendingShare(model.id));
    const expectedCost = parts.costs.expectedCost(model, taskType, {
      input: inputTokens,
      cached: parts.conversations.cachedTokens(request, model, inputTokens),
      maxOutput: maxOutputTokens,
    });
    return {
      arm,
      ...prediction,
      expectedCost: Math.min(expectedCost ?? arm.worstCost, Math.max(arm.worstCost, 0)),
      lostCache: parts.conversations.lostCache(request, model, inputTokens),
      excluded: arm.excluded ?? exclude(arm),
    };
  });
}

/** What a decision is worth and costs, in micro-dollars. */
export interface Terms {
  /** Of an answer that will do. */
  readonly value: number;
  readonly lambda: number;
  /** Share of `value` that a call which budgets count by requests must bring at least. */
  readonly request: number;
}

/** Value less priced cost, latency and what switching loses; in micro-dollars. */
export function utilityOf(weighed: WeighedArm, success: number, terms: Terms): number {
  const { arm, expectedCost, lostCache } = weighed;
  const paid = arm.model.locality === 'cloud' ? terms.request * terms.value : 0;
  const waiting = ((arm.latencyMs ?? 0) / 10_000) * TEN_SECONDS * terms.value;
  return terms.value * success - (1 + terms.lambda) * (expectedCost + lostCache) - paid - waiting;
}

export function candidateOf(weighed: WeighedArm, terms: Terms): Candidate {
  return {
    model: weighed.arm.model.id,
    locality: weighed.arm.model.locality,
    success: weighed.success,
    deviation: weighed.deviation,
    expectedCost: Math.round(weighed.expectedCost),
    worstCost: weighed.arm.worstCost,
    utility: utilityOf(weighed, weighed.success, terms) / 1e6,
    excluded: weighed.excluded,
  };
}
