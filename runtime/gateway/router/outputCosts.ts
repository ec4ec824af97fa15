import { z } from 'zod';
import type { GatewayModel, Price, TaskType, TokenRates, Usage } from '../types';

/** Logs of output tokens before any were seen: about 250 tokens, give or take a factor of 2.7. */
const PRIOR_MEAN: Readonly<Record<TaskType, number>> = {
  'chat.explain': 5.9,
  'chat.design': 6.3,
  'chat.other': 5.5,
  'edit.inline': 4.8,
  'edit.multi': 6.5,
  'tool.single': 4.2,
  'tool.multi': 4.8,
  'judge.binary': 4.5,
  'judge.pairwise': 4.8,
  'text.short': 3.4,
};
const PRIOR_VARIANCE = 1;
const PRIOR_COUNT = 5;
/** Calls that are remembered, in effect: prices and habits of models change. */
const MEMORY = 300;

export const outputStateSchema = z.record(
  z.string(),
  z.object({ count: z.number().nonnegative(), mean: z.number(), variance: z.number().nonnegative() }),
);
export type OutputState = z.infer<typeof outputStateSchema>;

/** How many tokens each model answers with, by kind of task: log-normal. */
export class OutputCosts {
  private readonly logs: Map<string, { count: number; mean: number; variance: number }>;

  constructor(state: OutputState = {}) {
    this.logs = new Map(Object.entries(state).map(([key, value]) => [key, { ...value }]));
  }

  get state(): OutputState {
    return Object.fromEntries(this.logs);
  }

  learn(model: string, taskType: TaskType, usage: Usage): void {
    if (usage.source === 'estimated' || usage.outputTokens < 1) return;
    const key = `${taskType} ${model}`;
    const entry = this.logs.get(key) ?? { count: PRIOR_COUNT, mean: PRIOR_MEAN[taskType], variance: PRIOR_VARIANCE };
    const count = Math.min(MEMORY, entry.count + 1);
    const off = Math.log(usage.outputTokens) - entry.mean;
    const mean = entry.mean + off / count;
    const variance = entry.variance + (off * (Math.log(usage.outputTokens) - mean) - entry.variance) / count;
    this.logs.set(key, { count, mean, variance: Math.max(0.01, variance) });
  }

  /** Mean output tokens, at most what the call may write. */
  expectedTokens(model: string, taskType: TaskType, maxOutputTokens: number): number {
    const entry = this.logs.get(`${taskType} ${model}`);
    const mean = Math.exp((entry?.mean ?? PRIOR_MEAN[taskType]) + (entry?.variance ?? PRIOR_VARIANCE) / 2);
    return Math.min(maxOutputTokens, mean);
  }

  /**
   * @param cachedTokens of the input that the provider still has
   * @returns micro-dollars; undefined when the price is unknown
   */
  expectedCost(
    model: GatewayModel,
    taskType: TaskType,
    tokens: { readonly input: number; readonly cached: number; readonly maxOutput: number },
  ): number | undefined {
    if (model.locality === 'local') return 0;
    if (model.price === undefined) return undefined;
    if (model.unit === 'requests') return model.price.perRequest;
    const rates = ratesAt(model.price, tokens.input);
    const cached = Math.min(tokens.cached, tokens.input);
    const output = this.expectedTokens(model.id, taskType, tokens.maxOutput);
    return (
      (tokens.input - cached) * rates.input +
      cached * (rates.cacheRead ?? rates.input) +
      output * rates.output +
      model.price.perRequest
    );
  }
}

/** Rates of a call with so many input tokens. USD a million tokens are micro-dollars a token. */
export function ratesAt(price: Price, inputTokens: number): TokenRates {
  return price.tiers.findLast(({ aboveInputTokens }) => inputTokens > aboveInputTokens)?.rates ?? price.rates;
}
