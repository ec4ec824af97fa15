import { randomUUID } from 'node:crypto';
import type { CallPrices } from './calls/callDependencies';
import { candidateOf, type Candidate, type CandidateTask } from './candidates';
import { GatewayError } from './gatewayError';
import type { ModelDirectory } from './modelDirectory';
import { unjudged, type PlainRouter } from './plainRouter';
import type { RoutingPolicy } from './protocol';
import { judgeTaskType } from './router';
import type { BudgetState, GenerateRequest, Ledger, Refusal, RouteDecision, Router } from './types';

/** A decision with what is needed to carry it out. */
export interface Decided {
  readonly decision: RouteDecision;
  /** All that were looked at, by model; the excluded ones too. */
  readonly candidates: ReadonlyMap<string, Candidate>;
  readonly inputTokens: number;
  readonly localOnly: boolean;
}

/** What is to be decided about; `inputTokens` on the safe side. */
export interface DecideAbout {
  readonly request: GenerateRequest;
  readonly inputTokens: number;
  readonly signal: AbortSignal;
}

export interface DecideWith {
  readonly directory: ModelDirectory;
  readonly policy: RoutingPolicy;
  readonly ledger: Pick<Ledger, 'states'>;
  readonly prices: CallPrices;
  /** Milliseconds by model. */
  readonly latencies: ReadonlyMap<string, number>;
  readonly plain: PlainRouter;
}

/** A router that can also say what it would decide, and remembers nothing of it. */
export interface GatewayRouter extends Router {
  preview?(...asked: Parameters<Router['decide']>): RouteDecision;
}

/** Only these words and ids of models choose; text in messages never does. */
const auto = 'auto';
const local = 'local';

const onlyFree = 'The ledger cannot be read, so only models of this machine that cost nothing may answer.';

/**
 * @param preview nothing is remembered of the decision
 * @throws GatewayError refused, when no model may answer; it says why not the one that most could be done about
 */
export async function decide(
  asked: DecideAbout,
  using: DecideWith,
  router: GatewayRouter | undefined,
  onProblem: (message: string) => void,
  preview = false,
): Promise<Decided> {
  const { request, inputTokens, signal } = asked;
  const localOnly = using.policy.localOnly || request.localOnly === true || request.model === local;
  const { looked, budgets, unread } = await lookAt(asked, localOnly, using);
  const candidates = new Map(looked.map((candidate) => [candidate.arm.model.id, candidate]));
  const open = looked.filter(({ refusal }) => refusal === undefined);
  signal.throwIfAborted();
  if (open.length === 0) throw refused(looked, request, localOnly);
  const arms = looked.map(({ arm }) => arm);
  const fixed = request.model !== auto && request.model !== local;
  const task = {
    request,
    taskType: judgeTaskType(request),
    inputTokens,
    maxOutputTokens: Math.max(...open.map(({ maxOutputTokens }) => maxOutputTokens)),
  };
  const decision = fixed ? named() : choose();
  const reasons = unread === undefined ? decision.reasons : [onlyFree, ...decision.reasons];
  return { decision: { ...decision, reasons }, candidates, inputTokens, localOnly };

  /** There is nothing to choose, but the router has to know what is spent and what comes of it. */
  function named(): RouteDecision {
    try {
      const decision = router && decided(router);
      if (decision?.mode === 'fixed' && isOpen(decision.model)) return decision;
    } catch (error) {
      // What it would refuse is for the ledger to refuse, which knows why.
      const refuses = error instanceof GatewayError && error.kind === 'refused';
      if (!refuses) onProblem(`The router failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    return fixedDecision(request, looked);
  }

  function decided(by: GatewayRouter): RouteDecision {
    return (preview ? by.preview?.(task, arms, budgets) : undefined) ?? by.decide(task, arms, budgets);
  }

  function choose(): RouteDecision {
    if (router) {
      try {
        const decision = decided(router);
        if (isOpen(decision.model) && (decision.then === undefined || isOpen(decision.then))) return decision;
        onProblem(`The router chose ${decision.model}, which may not answer.`);
      } catch (error) {
        if (error instanceof GatewayError && error.kind === 'refused') throw error;
        onProblem(`The router failed: ${error instanceof Error ? error.message : String(error)}`);
      }
      const decision = using.plain.decide(task, arms, budgets);
      return {
        ...decision,
        reasons: ['The router’s state cannot be used, so it is chosen plainly.', ...decision.reasons],
      };
    }
    return using.plain.decide(task, arms, budgets);
  }

  function isOpen(model: string): boolean {
    const candidate = candidates.get(model);
    return candidate !== undefined && candidate.refusal === undefined;
  }
}

/** All models that the request may mean, with what it would be there. */
export async function lookAt(
  { request, inputTokens, signal }: DecideAbout,
  localOnly: boolean,
  using: DecideWith,
): Promise<BudgetsRead & { readonly looked: readonly Candidate[] }> {
  const { directory, policy, prices, latencies } = using;
  const found =
    request.model === auto || request.model === local
      ? (await directory.list(localOnly, signal)).flatMap(({ provider, models }) =>
          models.map((model) => ({ provider, model })),
        )
      : [directory.find(request.model) ?? unknownModel(request.model, directory)];
  const wanted = request.model === local ? found.filter(({ model }) => model.locality === 'local') : found;
  const budgets = new Map<string, BudgetsRead>();
  for (const { provider } of wanted) {
    if (!budgets.has(provider.id)) budgets.set(provider.id, await readBudgets(request, provider.id, using.ledger));
  }
  const unread = [...budgets.values()].find((read) => read.unread !== undefined)?.unread;
  const task: CandidateTask = {
    request,
    inputTokens,
    localOnly,
    policy,
    budgets: (provider) => budgets.get(provider)?.budgets ?? [],
    unread,
  };
  const [any] = budgets.values();
  return {
    looked: wanted.map(({ provider, model }) => candidateOf(model, provider, task, prices, latencies.get(model.id))),
    // Those of every call, whoever answers it.
    budgets: any?.budgets.filter(({ budget }) => budget.scope.kind !== 'provider') ?? [],
    unread,
  };
}

interface BudgetsRead {
  readonly budgets: readonly BudgetState[];
  /** Why they could not be read: nothing that costs may be sent. */
  readonly unread: Refusal | undefined;
}

async function readBudgets(
  { purpose, project, task }: GenerateRequest,
  provider: string | undefined,
  ledger: Pick<Ledger, 'states'>,
): Promise<BudgetsRead> {
  try {
    return { budgets: await ledger.states({ purpose, project, task, provider }), unread: undefined };
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    const message = `Nothing was sent, because the ledger cannot be read: ${said}.`;
    const action = 'Check that the disk is not full and that the folder of Whetstone may be written; then try again.';
    return { budgets: [], unread: { reason: 'ledger-unavailable', message, action } };
  }
}

function fixedDecision(request: GenerateRequest, [candidate]: readonly Candidate[]): RouteDecision {
  if (!candidate) throw new Error('A fixed model was not looked at.');
  return {
    id: randomUUID(),
    model: candidate.arm.model.id,
    mode: 'fixed',
    then: undefined,
    taskType: judgeTaskType(request),
    candidates: [unjudged(candidate.arm)],
    lambda: 0,
    propensity: 1,
    reasons: ['The caller named this model.'],
    state: 'fixed',
  };
}

function unknownModel(id: string, directory: ModelDirectory): never {
  const known = directory.providers.map((provider) => provider.id).join(', ') || 'none';
  throw new GatewayError(
    'bad-request',
    `There is no model ${JSON.stringify(id.slice(0, 200))}: ids are PROVIDER/NAME, and the providers are ${known}.`,
    'Name a model of the list of models, “auto” or “local”.',
    { model: id.slice(0, 200) },
  );
}

/** Reasons that a user can do most about go first. */
const order: readonly Refusal['reason'][] = [
  'budget',
  'ceiling',
  'price-unknown',
  'context',
  'no-model',
  'policy',
  'local-only',
];

/** Why none of them may answer: the reason that most could be done about. */
export function refused(looked: readonly Candidate[], request: GenerateRequest, localOnly: boolean): GatewayError {
  const refusals = looked.flatMap(({ refusal }) => refusal ?? []);
  const [first] = refusals.toSorted((one, other) => order.indexOf(one.reason) - order.indexOf(other.reason));
  const none: Refusal = localOnly
    ? {
        reason: 'no-model',
        message: 'There is no local model, and this call may not leave the machine.',
        action: 'Add a local model, e.g. Ollama or a GGUF file, or turn “local only” off.',
      }
    : {
        reason: 'no-model',
        message: 'There is no model that could answer.',
        action: 'Set up a provider, or add a local model.',
      };
  const refusal =
    first === undefined ||
    (localOnly && looked.every(({ arm }) => arm.model.locality === 'cloud') && request.model === auto)
      ? none
      : first;
  return new GatewayError('refused', refusal.message, refusal.action, { refusal });
}
