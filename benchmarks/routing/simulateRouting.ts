import { LearningRouter, MemoryStore, SeededRandom } from '../../runtime/gateway/router';
import type { RoutingPolicy } from '../../runtime/gateway/protocol';
import type { BudgetState, RoutingArm } from '../../runtime/gateway/types';
import { meanAndDeviation, type MeanAndDeviation } from './meanAndDeviation';
import { modelPair, usageOf, type PricedItem, type TokenPrice } from './pricedItem';

export interface SimulationOptions {
  readonly requests: number;
  /** Share of the bill of always-strong. */
  readonly budget: number;
  readonly seeds: number;
  readonly price: TokenPrice;
  readonly names: { readonly weak: string; readonly strong: string };
  readonly signal: AbortSignal;
  readonly onSeed: (done: number) => void;
}

/** Accuracy, and share of the budget that was used. */
export interface PolicyFigures {
  readonly accuracy: MeanAndDeviation;
  readonly used: MeanAndDeviation;
}

export interface SimulationSummary {
  readonly requests: number;
  readonly budget: number;
  readonly seeds: number;
  readonly weak: MeanAndDeviation;
  readonly strong: MeanAndDeviation;
  readonly router: PolicyFigures;
  readonly firstCome: PolicyFigures;
  readonly randomPacing: PolicyFigures;
  /** Knows all prompts before: the longest go to the strong model. */
  readonly length: PolicyFigures;
  /** Knows all outcomes and costs before. */
  readonly oracle: PolicyFigures;
  /** 1 - cost of the router / cost of random pacing at the router's accuracy. */
  readonly saving: MeanAndDeviation;
  readonly leastSaving: number;
  /** Seeds in which more than the budget was spent: must be 0. */
  readonly exceeded: number;
}

interface Outcome {
  readonly accuracy: number;
  readonly spent: number;
}

interface Run {
  readonly weak: number;
  readonly strong: number;
  readonly bill: number;
  readonly cap: number;
  readonly outcomes: Readonly<Record<Policy, Outcome>>;
}

type Policy = 'router' | 'firstCome' | 'randomPacing' | 'length' | 'oracle';

const POLICY: RoutingPolicy = { localOnly: false, allowedModels: [], quality: 7, defaultModel: 'auto' };
const MONTH_MS = 30 * 24 * 3_600_000;

/**
 * A month of requests under a hard budget. The router starts with its shipped priors, sees each request once, and only the
 * outcome of the model that it chose. Prompts are drawn from the data with replacement, so some come more than once.
 */
export function simulateRouting(items: readonly PricedItem[], options: SimulationOptions): SimulationSummary {
  const runs: Run[] = [];
  for (let seed = 0; seed < options.seeds; seed++) {
    options.signal.throwIfAborted();
    runs.push(runSeed(items, seed, options));
    options.onSeed(seed + 1);
  }
  const over = (value: (run: Run) => number) => meanAndDeviation(runs.map(value));
  const figures = (policy: Policy): PolicyFigures => ({
    accuracy: over(({ outcomes }) => outcomes[policy].accuracy),
    used: over(({ outcomes, cap }) => outcomes[policy].spent / cap),
  });
  return {
    ...{ requests: options.requests, budget: options.budget, seeds: options.seeds },
    ...{ weak: over(({ weak }) => weak), strong: over(({ strong }) => strong) },
    ...{ router: figures('router'), firstCome: figures('firstCome'), randomPacing: figures('randomPacing') },
    ...{ length: figures('length'), oracle: figures('oracle') },
    saving: over(savingOf),
    leastSaving: Math.min(...runs.map(savingOf)),
    exceeded: runs.filter(({ outcomes, cap }) => outcomes.router.spent > cap).length,
  };
}

/** Random pacing gains in proportion to what it spends, so its cost at another accuracy is known without chance. */
function savingOf({ weak, strong, bill, outcomes }: Run): number {
  const share = (outcomes.router.accuracy - weak) / (strong - weak);
  return 1 - outcomes.router.spent / (share * bill);
}

function runSeed(items: readonly PricedItem[], seed: number, options: SimulationOptions): Run {
  const random = new SeededRandom(seed + 1);
  const drawn = Array.from({ length: options.requests }, () => items[random.below(items.length)]!);
  const bill = drawn.reduce((sum, { cost }) => sum + cost, 0);
  const cap = Math.floor(options.budget * bill);
  const share = (of: 'weak' | 'strong') => drawn.filter(({ item }) => item[of]).length / drawn.length;
  const inOrder = (order: readonly PricedItem[], wants: (item: PricedItem, left: number, still: number) => boolean) =>
    spend(order, cap, wants);
  const gain = ({ item }: PricedItem) => Number(item.strong) - Number(item.weak);
  const sorted = (score: (item: PricedItem) => number) => drawn.toSorted((a, b) => score(b) - score(a));
  return {
    ...{ weak: share('weak'), strong: share('strong'), bill, cap },
    outcomes: {
      router: runRouter(drawn, cap, seed, options),
      firstCome: inOrder(drawn, () => true),
      randomPacing: inOrder(drawn, (_, left, still) => random.uniform() < left / (still * (bill / drawn.length))),
      length: inOrder(
        sorted(({ item }) => item.prompt.length),
        () => true,
      ),
      oracle: inOrder(
        sorted((priced) => gain(priced) / priced.cost),
        (priced) => gain(priced) > 0,
      ),
    },
  };
}

/** Goes through requests in an order; the strong model answers where it is wanted and the budget has room. */
function spend(
  order: readonly PricedItem[],
  cap: number,
  wants: (item: PricedItem, left: number, still: number) => boolean,
): Outcome {
  let spent = 0;
  let right = 0;
  order.forEach((priced, i) => {
    const strong = spent + priced.cost <= cap && wants(priced, cap - spent, order.length - i);
    if (strong) spent += priced.cost;
    if (strong ? priced.item.strong : priced.item.weak) right++;
  });
  return { accuracy: right / order.length, spent };
}

function runRouter(drawn: readonly PricedItem[], cap: number, seed: number, options: SimulationOptions): Outcome {
  const { weak, strong } = modelPair(options.names, options.price);
  // As the gateway does: no call is sent whose worst case the budget has no room for.
  const maxOutputTokens = drawn.reduce((most, { outputTokens }) => Math.max(most, outputTokens), 1);
  let now = 0;
  let ids = 0;
  const router = new LearningRouter({
    ...{ store: new MemoryStore(), policy: POLICY, seed, now: () => now, newId: () => String(ids++) },
    refit: 'at-once',
  });
  let spent = 0;
  let right = 0;
  drawn.forEach((priced, i) => {
    now = Math.floor((i * MONTH_MS) / drawn.length);
    const { request, inputTokens } = priced;
    const worstCost = Math.ceil(inputTokens * options.price.input + maxOutputTokens * options.price.output);
    const arms: RoutingArm[] = [
      { model: weak, worstCost: 0, latencyMs: undefined },
      { model: strong, worstCost, latencyMs: undefined },
    ];
    const decision = router.decide({ request, taskType: 'chat.other', inputTokens, maxOutputTokens }, arms, [
      monthly(cap, spent),
    ]);
    const paid = decision.model === strong.id;
    const cost = paid ? priced.cost : 0;
    const success = paid ? priced.item.strong : priced.item.weak;
    spent += cost;
    if (success) right++;
    router.spent(decision, decision.model, cost, paid ? usageOf(inputTokens, priced.outputTokens) : undefined);
    const event = success ? 'verified' : 'verification-failed';
    router.learn({ decision: decision.id, model: decision.model, event, at: now });
  });
  return { accuracy: right / drawn.length, spent };
}

function monthly(limit: number, settled: number): BudgetState {
  return {
    budget: { id: 'month', scope: { kind: 'all' }, period: 'month', unit: 'usd', limit, warnAt: [] },
    ...{ from: 0, until: MONTH_MS, settled, reserved: 0, headroom: limit - settled, passed: [] },
  };
}
