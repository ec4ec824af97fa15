import { randomUUID } from 'node:crypto';
import type { DecisionRecord, RouterSummary, RoutingPolicy, WhatIfPoint } from '../protocol';
import type {
  BudgetState,
  GatewayModel,
  Outcome,
  RouteDecision,
  Router,
  RoutingArm,
  RoutingTask,
  TaskType,
  Usage,
} from '../types';
import { choose, type Chosen } from './choose';
import { Conversations } from './conversations';
import { featuresOf } from './features/featuresOf';
import type { PromptFeatures } from './features/promptFeatures';
import { labelCount, Learner } from './learner';
import { OutputCosts, outputStateSchema } from './outputCosts';
import { Pacing, pacingStateSchema } from './pacing/pacing';
import { STATE_VERSION, type RouterStore } from './routerState';
import { SeededRandom } from './seededRandom';
import { successValue } from './successValue';
import { summaryOf } from './summaryOf';
import { candidateOf, utilityOf, weighArms, type Terms, type WeighedArm } from './weighArms';
import { whatIf } from './whatIf';

export interface LearningRouterOptions {
  readonly store: RouterStore;
  readonly policy: RoutingPolicy;
  /** Default: time and process; the same seed and the same history give the same decisions. */
  readonly seed?: number | undefined;
  readonly now?: (() => number) | undefined;
  readonly newId?: (() => string) | undefined;
  /** Share of requests whose unverified local answer may be given and wrong; default 0.2. */
  readonly guardAlpha?: number | undefined;
  readonly refit?: 'background' | 'at-once' | undefined;
}

/** A decision whose cost may still come. */
interface OpenDecision {
  readonly taskType: TaskType;
  readonly conversation: string | undefined;
  readonly inputTokens: number;
  readonly models: ReadonlyMap<string, GatewayModel>;
  readonly budgets: readonly BudgetState[];
  readonly paidCost: number;
  spentOnce: boolean;
}

const OPEN_DECISIONS = 2_000;
/** Part of the budget, and micro-dollars without one, that may be spent on paid explorations. */
const EXPLORATION_PART = 0.02;
const EXPLORATION_ALLOWANCE = 100_000;
/** Decisions after which pace and cost models are stored. */
const STORE_EVERY = 20;

/**
 * The router: calibrated chances of success, a price of money that makes budgets last, Thompson sampling, local first
 * where answers can be checked. It decides in about a millisecond and never waits for the disk. What it decides by text
 * of the request are features only; nothing in a message can name a model or change a budget.
 */
export class LearningRouter implements Router {
  private readonly learner: Learner;
  private readonly costs: OutputCosts;
  private readonly pacing: Pacing;
  private readonly conversations: Conversations;
  private readonly random: SeededRandom;
  private readonly open = new Map<string, OpenDecision>();
  private readonly now: () => number;
  private readonly newId: () => string;
  private policy: RoutingPolicy;
  private explored = 0;
  private sinceStored = 0;

  constructor(private readonly options: LearningRouterOptions) {
    const { store } = options;
    this.now = options.now ?? Date.now;
    this.newId = options.newId ?? randomUUID;
    this.policy = options.policy;
    this.random = new SeededRandom(options.seed ?? Date.now() ^ (process.pid << 8));
    const { guardAlpha = 0.2, refit = 'background' } = options;
    this.learner = new Learner({ store, now: this.now, guardAlpha, refit });
    this.costs = new OutputCosts(outputStateSchema.safeParse(store.get('costs')).data);
    this.pacing = new Pacing(this.now, pacingStateSchema.safeParse(store.get('pacing')).data);
    this.conversations = new Conversations(this.now);
  }

  /** What the user should be told of the state, e.g. that a damaged one was put aside. */
  get notices(): readonly string[] {
    return this.options.store.notices;
  }

  setPolicy(policy: RoutingPolicy): void {
    this.policy = policy;
  }

  /** @throws GatewayError 'refused' when no arm may answer */
  decide(task: RoutingTask, arms: readonly RoutingArm[], budgets: readonly BudgetState[]): RouteDecision {
    this.learner.catchUp();
    this.pacing.arrived();
    const { decision, features, chosen, paidCost } = this.weigh(task, arms, budgets, this.random);
    if (chosen.exploration) this.explored += chosen.arm.expectedCost;
    const models = new Map(arms.map(({ model }) => [model.id, model]));
    this.open.set(decision.id, {
      ...{ taskType: task.taskType, conversation: task.request.conversation, inputTokens: task.inputTokens },
      ...{ models, budgets, paidCost, spentOnce: false },
    });
    const oldest = this.open.keys().next();
    if (this.open.size > OPEN_DECISIONS && oldest.done !== true) this.open.delete(oldest.value);
    this.learner.pending.decided(decision.id, decision.model);
    this.options.store.addDecision({
      ...{ id: decision.id, at: this.now(), taskType: task.taskType, features },
      ...{ model: decision.model, mode: decision.mode, propensity: decision.propensity },
      localModels: arms.filter(({ model }) => model.locality === 'local').map(({ model }) => model.id),
      chances: Object.fromEntries(decision.candidates.map(({ model, success }) => [model, success])),
    });
    return decision;
  }

  /** What would be decided; nothing is remembered. */
  preview(task: RoutingTask, arms: readonly RoutingArm[], budgets: readonly BudgetState[]): RouteDecision {
    this.learner.catchUp();
    return this.weigh(task, arms, budgets, new SeededRandom(this.options.seed ?? 0)).decision;
  }

  spent(decision: RouteDecision, model: string, cost: number, usage: Usage | undefined): void {
    const open = this.open.get(decision.id);
    const known = open?.models.get(model);
    if (open === undefined || known === undefined) return;
    if (usage !== undefined) this.costs.learn(model, open.taskType, usage);
    if (open.conversation !== undefined) this.conversations.answered(open.conversation, known, open.inputTokens);
    this.pacing.spent(open.budgets, {
      ...{ cost, paid: known.locality === 'cloud', paidCost: open.paidCost, first: !open.spentOnce },
    });
    open.spentOnce = true;
    if (++this.sinceStored >= STORE_EVERY) this.storeSmallState();
  }

  learn(outcome: Outcome): void {
    this.learner.learn(outcome);
  }

  summary(): RouterSummary {
    return summaryOf(this.learner, this.pacing.largestLambda);
  }

  whatIf(records: readonly DecisionRecord[], qualities: readonly number[]): readonly WhatIfPoint[] {
    return whatIf(records, qualities);
  }

  /** Forgets all that was learnt, of this machine's other windows as well once they look. */
  reset(): void {
    this.learner.reset();
    this.explored = 0;
  }

  close(): void {
    this.learner.close();
    this.storeSmallState();
    this.options.store.close();
  }

  private weigh(
    task: RoutingTask,
    arms: readonly RoutingArm[],
    budgets: readonly BudgetState[],
    random: SeededRandom,
  ): { decision: RouteDecision; features: PromptFeatures; chosen: Chosen; paidCost: number } {
    const { request, taskType } = task;
    const { learner } = this;
    for (const { model } of arms) learner.know(model);
    const features = featuresOf(request, task.inputTokens);
    const weighed = weighArms(task, arms, (arm) => this.excluded(task, arm, budgets), {
      ...{ predictor: learner.predictor, features, costs: this.costs, conversations: this.conversations },
      pendingShare: (model) => learner.pending.share(model),
    });
    const value = successValue(this.policy.quality, taskType);
    const { terms, paidCost } = this.termsOf(weighed, budgets, value);
    const chosen = choose(weighed, {
      ...{ request, policy: this.policy, terms, guard: learner.guard, random },
      labels: labelCount(
        learner.predictor,
        arms.map(({ model }) => model.id),
        taskType,
      ),
      current: this.conversations.currentOf(request)?.model.id,
      mayPayToExplore: this.explored < explorationLimit(budgets),
    });
    const decision: RouteDecision = {
      ...{ id: this.newId(), model: chosen.arm.arm.model.id, mode: chosen.mode, then: chosen.then?.arm.model.id },
      ...{ taskType, candidates: weighed.map((arm) => candidateOf(arm, terms)), lambda: terms.lambda },
      ...{ propensity: chosen.propensity, reasons: chosen.reasons },
      state: `${STATE_VERSION}.${learner.predictor.labels}`,
    };
    return { decision, features, chosen, paidCost };
  }

  private termsOf(
    weighed: readonly WeighedArm[],
    budgets: readonly BudgetState[],
    value: number,
  ): { readonly terms: Terms; readonly paidCost: number } {
    const plain: Terms = { value, lambda: 0, request: 0 };
    const eligible = weighed.filter(({ excluded }) => excluded === undefined);
    const paid = eligible.filter(({ arm }) => arm.model.locality === 'cloud');
    const best = paid.toSorted((a, b) => utilityOf(b, b.success, plain) - utilityOf(a, a.success, plain))[0];
    const free = eligible.reduce(
      (most, { arm, success }) => (arm.model.locality === 'local' ? Math.max(most, success) : most),
      0,
    );
    const paidCost = best?.expectedCost ?? 0;
    const prices = this.pacing.prices(budgets, best?.expectedCost, ((best?.success ?? 0) - free) * value);
    return { terms: { value, ...prices }, paidCost };
  }

  private excluded(
    task: RoutingTask,
    { model, worstCost }: RoutingArm,
    budgets: readonly BudgetState[],
  ): string | undefined {
    const { request } = task;
    if (model.locality === 'local') return undefined;
    if (request.localOnly === true || this.policy.localOnly) return 'only local models may be used';
    if (request.model === 'local') return 'a local model was asked for';
    if (request.ceiling !== undefined && worstCost > request.ceiling)
      return 'it may cost more than this call is allowed to';
    const short = budgets.find(({ budget, headroom }) => headroom < (budget.unit === 'usd' ? worstCost : 1));
    return short === undefined ? undefined : 'the budget has no room for its worst case';
  }

  private storeSmallState(): void {
    this.sinceStored = 0;
    this.options.store.set('costs', this.costs.state);
    this.options.store.set('pacing', this.pacing.state);
  }
}

function explorationLimit(budgets: readonly BudgetState[]): number {
  const limits = budgets.flatMap(({ budget }) => (budget.unit === 'usd' ? [EXPLORATION_PART * budget.limit] : []));
  return limits.length === 0 ? EXPLORATION_ALLOWANCE : Math.min(...limits);
}
