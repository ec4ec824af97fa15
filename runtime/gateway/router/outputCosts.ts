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
/** Calls that the prior mean is worth, and the prior slope; long requests have somewhat longer answers. */
const PRIOR_COUNT = 5;
const PRIOR_SLOPE = 0.2;
const PRIOR_SLOPE_WEIGHT = 10;
/** Logs of input tokens are counted from here. */
const CENTRE = 6;
/** Calls that are remembered, in effect: prices and habits of models change. */
const MEMORY = 500;

/** Weighted sums over x = log input tokens - CENTRE and y = log output tokens. */
const sumsSchema = z.object({
  n: z.number().nonnegative(),
  x: z.number(),
  y: z.number(),
  xx: z.number().nonnegative(),
  xy: z.number(),
  yy: z.number().nonnegative(),
});
type Sums = z.infer<typeof sumsSchema>;

export const outputStateSchema = z.record(z.string(), sumsSchema);
export type OutputState = z.infer<typeof outputStateSchema>;

/** How many tokens each model answers with, by kind of task and length of the input: log-normal, linear in the logs. */
export class OutputCosts {
  private readonly sums: Map<string, Sums>;

  constructor(state: OutputState = {}) {
    this.sums = new Map(Object.entries(state));
  }

  get state(): OutputState {
    return Object.fromEntries(this.sums);
  }

  learn(model: string, taskType: TaskType, usage: Usage): void {
    if (usage.source === 'estimated' || usage.outputTokens < 1) return;
    const before = this.sumsOf(model, taskType);
    const kept = before.n < MEMORY ? 1 : 1 - 1 / MEMORY;
    const x = xOf(usage.inputTokens);
    const y = Math.log(usage.outputTokens);
    this.sums.set(`${taskType} ${model}`, {
      n: kept * before.n + 1,
      x: kept * before.x + x,
      y: kept * before.y + y,
      xx: kept * before.xx + x * x,
      xy: kept * before.xy + x * y,
      yy: kept * before.yy + y * y,
    });
  }

  /** Mean output tokens, at most what the call may write. */
  expectedTokens(model: string, taskType: TaskType, inputTokens: number, maxOutputTokens: number): number {
    const { n, x, y, xx, xy, yy } = this.sumsOf(model, taskType);
    const slope = (xy - (x * y) / n + PRIOR_SLOPE * PRIOR_SLOPE_WEIGHT) / (xx - (x * x) / n + PRIOR_SLOPE_WEIGHT);
    const mean = y / n + slope * (xOf(inputTokens) - x / n);
    const residual = yy - (y * y) / n - 2 * slope * (xy - (x * y) / n) + slope * slope * (xx - (x * x) / n);
    const variance = Math.max(0.01, (residual + PRIOR_COUNT * PRIOR_VARIANCE) / (n + 1));
    return Math.min(maxOutputTokens, Math.exp(mean + variance / 2));
  }

  private sumsOf(model: string, taskType: TaskType): Sums {
    const y = PRIOR_MEAN[taskType];
    return (
      this.sums.get(`${taskType} ${model}`) ?? {
        ...{ n: PRIOR_COUNT, x: 0, xx: 0, xy: 0 },
        ...{ y: PRIOR_COUNT * y, yy: PRIOR_COUNT * y * y },
      }
    );
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
    const output = this.expectedTokens(model.id, taskType, tokens.input, tokens.maxOutput);
    return (
      (tokens.input - cached) * rates.input +
      cached * (rates.cacheRead ?? rates.input) +
      output * rates.output +
      model.price.perRequest
    );
  }
}

function xOf(inputTokens: number): number {
  return Math.log(Math.max(1, inputTokens)) - CENTRE;
}

/** Rates of a call with so many input tokens. USD a million tokens are micro-dollars a token. */
export function ratesAt(price: Price, inputTokens: number): TokenRates {
  return price.tiers.findLast(({ aboveInputTokens }) => inputTokens > aboveInputTokens)?.rates ?? price.rates;
}
