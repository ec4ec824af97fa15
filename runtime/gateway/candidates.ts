/** Which models may answer a request, what each would cost at most, and why the others may not. */
import type { CallPrices } from './calls/callDependencies';
import type { RoutingPolicy } from './protocol';
import { dollars } from './ledger';
import { isAllowed } from './allowedModels';
import type { Provider } from './providers/provider';
import type { BudgetState, GatewayModel, GenerateRequest, Refusal, RoutingArm } from './types';

export interface CandidateTask {
  readonly request: GenerateRequest;
  /** On the safe side. */
  readonly inputTokens: number;
  readonly localOnly: boolean;
  readonly policy: RoutingPolicy;
  /** Budgets that would count a call to this provider. */
  readonly budgets: (provider: string) => readonly BudgetState[];
  /** The budgets cannot be read: only what costs nothing may answer. */
  readonly unread: Refusal | undefined;
}

/** A model with what this request would be there. */
export interface Candidate {
  readonly provider: Provider;
  readonly arm: RoutingArm;
  /** What will be sent; less than was asked for where context or budget would not hold. */
  readonly maxOutputTokens: number;
  /** Set where the arm is excluded. */
  readonly refusal: Refusal | undefined;
}

const defaultMaxOutput = 4096;
/** An answer that may be no longer than this is not worth asking for, unless the caller wants no more. */
const leastUseful = 256;
/** Of an estimate on the safe side, about what real tokenizers count at most. */
const likelyShare = 0.65;

export function candidateOf(
  model: GatewayModel,
  provider: Provider,
  task: CandidateTask,
  prices: CallPrices,
  latencyMs: number | undefined,
): Candidate {
  const asked = task.request.maxOutputTokens ?? Math.min(model.maxOutputTokens ?? defaultMaxOutput, defaultMaxOutput);
  const least = Math.min(asked, leastUseful);
  const likelyInput = Math.ceil(task.inputTokens * likelyShare);
  const room = (model.contextTokens ?? Infinity) - likelyInput;
  const fitting = Math.min(asked, model.maxOutputTokens ?? Infinity, room);
  const worst = (tokens: number) => (model.price ? prices.worstCase(model.price, task.inputTokens, tokens) : 0);
  const { allowed, tightest } = moneyFor(task, provider);
  const affordable = fitting >= least && worst(fitting) > allowed ? mostFor(allowed, least, fitting, worst) : fitting;
  const refusal =
    unusable(model, provider, task) ??
    (isFree(model, worst(1)) ? undefined : task.unread) ??
    (fitting < least ? tooLong(model, task.inputTokens) : undefined) ??
    (affordable === undefined ? tooDear(model, worst(least), allowed, tightest) : undefined);
  const maxOutputTokens = Math.max(1, affordable ?? fitting);
  return {
    provider,
    arm: { model, worstCost: worst(maxOutputTokens), latencyMs, excluded: refusal?.message },
    maxOutputTokens,
    refusal,
  };
}

/** Whether a call costs nothing, so that no budget is at risk. */
function isFree({ locality, price }: GatewayModel, worst: number): boolean {
  return locality === 'local' && price !== undefined && worst === 0;
}

function unusable(model: GatewayModel, provider: Provider, task: CandidateTask): Refusal | undefined {
  const { request, policy } = task;
  if (task.localOnly && model.locality === 'cloud') {
    return {
      reason: 'local-only',
      message: `${model.id} is not on this machine, and this call may not leave it.`,
      action: 'Choose a local model, or turn “local only” off.',
    };
  }
  if (!isAllowed(model.id, policy)) {
    const lists = [...policy.allowedModels, ...(policy.workspaceModels ?? [])];
    return {
      reason: 'policy',
      message: `${model.id} is not among the models that are allowed here (${lists.join(', ')}).`,
      action: 'Choose an allowed model, or change the policy.',
    };
  }
  const problem = provider.problem ?? provider.problemOf?.(model.name);
  if (problem !== undefined) return { reason: 'no-model', message: `${model.id} cannot be used.`, action: problem };
  const lacks = missingFeature(model, request);
  if (lacks !== undefined) {
    return {
      reason: 'no-model',
      message: `${model.id} cannot ${lacks}, which this request needs.`,
      action: 'Choose another model, or ask without it.',
    };
  }
  if (model.price === undefined) {
    return {
      reason: 'price-unknown',
      message: `What ${model.id} costs is not known, so it cannot be kept within a budget.`,
      action: 'Enter its price in the settings of its provider; 0 if it costs you nothing.',
    };
  }
  return undefined;
}

/** What the request needs and the model has not, in words that follow "cannot". */
export function missingFeature({ capabilities }: GatewayModel, request: GenerateRequest): string | undefined {
  if (!capabilities.tools && (request.tools?.length ?? 0) > 0 && request.toolChoice?.kind !== 'none')
    return capabilities.noTools === undefined ? 'call tools' : `call tools (${capabilities.noTools})`;
  if (!capabilities.images && request.messages.some(({ content }) => content.some(({ type }) => type === 'image')))
    return 'see images';
  if (!capabilities.json && request.output?.kind === 'json') return 'be held to JSON';
  return undefined;
}

function moneyFor(
  { request, budgets }: CandidateTask,
  provider: Provider,
): { readonly allowed: number; readonly tightest: BudgetState | undefined } {
  const [tightest] = budgets(provider.id)
    .filter(({ budget }) => budget.unit === 'usd')
    .toSorted((one, other) => one.headroom - other.headroom);
  // A budget that is overdrawn, because it was lowered, holds back what costs something and nothing else.
  const headroom = Math.max(0, tightest?.headroom ?? Infinity);
  return { allowed: Math.min(headroom, request.ceiling ?? Infinity), tightest };
}

/** Most output tokens whose worst case is allowed; undefined when that is less than `least`. */
function mostFor(allowed: number, least: number, most: number, worst: (tokens: number) => number): number | undefined {
  if (worst(least) > allowed) return undefined;
  let [fits, tooMany] = [least, most];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (worst(middle) <= allowed) fits = middle;
    else tooMany = middle;
  }
  return fits;
}

function tooLong(model: GatewayModel, inputTokens: number): Refusal {
  return {
    reason: 'context',
    message: `The request has up to ${inputTokens} tokens, and ${model.id} reads ${model.contextTokens ?? 0} with its answer.`,
    action: 'Give it less, or choose a model with a longer context.',
  };
}

function tooDear(model: GatewayModel, cost: number, allowed: number, tightest: BudgetState | undefined): Refusal {
  const need = `${model.id} could cost up to ${dollars(cost)} for this request`;
  if (tightest === undefined || tightest.headroom > allowed) {
    return {
      reason: 'ceiling',
      message: `${need}, and this call may cost ${dollars(allowed)}.`,
      action: 'Raise what one call may cost, ask for less, or choose a cheaper or a local model.',
    };
  }
  return {
    reason: 'budget',
    message: `${need}, and ${dollars(Math.max(0, allowed))} are left of the ${periodText(tightest)} of ${dollars(tightest.budget.limit)}.`,
    action: 'Raise the budget, wait for its next period, or choose a cheaper or a local model.',
    budget: tightest.budget.id,
  };
}

function periodText({ budget }: BudgetState): string {
  return { day: "day's budget", month: "month's budget", total: 'budget' }[budget.period];
}
