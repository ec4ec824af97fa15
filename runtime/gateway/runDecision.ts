/** Carries a decision out: one call, a cascade, or the next best model where one is out of order. */
import { answerOf, type VerifyAnswer } from './answer';
import type { CallDependencies } from './calls/callDependencies';
import { executeCall, type CallEvent, type CallPlan, type CallResult } from './calls/executeCall';
import { sifted } from './calls/sifted';
import type { Candidate } from './candidates';
import type { Decided } from './decide';
import { GatewayError } from './gatewayError';
import type { GenerateEvent, GenerateRequest, Outcome, Usage } from './types';

export interface RunWith {
  readonly calls: CallDependencies;
  readonly verify: VerifyAnswer;
  readonly spent: (model: string, cost: number, usage: Usage | undefined) => void;
  readonly learn: (outcome: Outcome) => Promise<void>;
  /** Milliseconds that an answer took. */
  readonly took: (model: string, ms: number) => void;
}

/** Other models that are tried where one is out of order. */
const mostFallbacks = 2;

/** @throws GatewayError */
export async function* runDecision(
  decided: Decided,
  request: GenerateRequest,
  using: RunWith,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent> {
  const { decision } = decided;
  let total = 0;
  const call = (model: string) => callOf(model, decided, request, using, signal, (cost) => (total += cost));
  const finish = (model: string, { call: id, finish: reason, usage, reply }: CallResult): GenerateEvent => ({
    type: 'finish',
    call: id,
    decision: decision.id,
    model,
    finish: reason,
    usage,
    cost: total,
    ...(reply && { reply }),
  });
  try {
    if (decision.mode === 'cascade' && decision.then !== undefined) {
      yield* cascade(decision.then);
    } else {
      yield* direct(decision.model);
    }
  } catch (error) {
    throw error instanceof GatewayError && total > 0 ? withCost(error, total) : error;
  }

  async function* direct(first: string): AsyncGenerator<GenerateEvent> {
    const tried = new Set<string>();
    let model = first;
    for (;;) {
      tried.add(model);
      const told = { any: false };
      try {
        const result = yield* noting(call(model), told);
        yield finish(model, result);
        return;
      } catch (error) {
        const next = told.any ? undefined : nextBest(decided, tried, error);
        if (next === undefined || !(error instanceof GatewayError)) throw error;
        yield { type: 'warning', message: `${error.message} ${next} answers instead.` };
        model = next;
      }
    }
  }

  /** The first model's answer is held back until it has passed its checks. */
  async function* cascade(then: string): AsyncGenerator<GenerateEvent> {
    const held: CallEvent[] = [];
    let draft: CallResult | undefined;
    let why: string;
    try {
      draft = yield* sifted(call(decision.model), (event) => {
        if (isAnswer(event)) held.push(event);
        return !isAnswer(event);
      });
      const answer = answerOf(held, draft.finish);
      const verdict = await using.verify(request.verifiers ?? [], answer, request, signal);
      await learn(decision.model, verdict.passed ? 'verified' : 'verification-failed');
      if (verdict.passed) {
        yield* held;
        yield finish(decision.model, draft);
        return;
      }
      why = `The answer of ${decision.model} did not pass its checks: ${verdict.reason}.`;
    } catch (error) {
      if (!(error instanceof GatewayError) || error.kind === 'aborted') throw error;
      why = error.message;
    }
    yield { type: 'warning', message: `${why} ${then} answers instead.` };
    const told = { any: false };
    try {
      const result = yield* noting(call(then), told);
      yield finish(then, result);
      if (draft) await learn(then, 'escalation-succeeded');
    } catch (error) {
      const refused = error instanceof GatewayError && error.kind !== 'aborted';
      if (!refused || told.any || !draft) throw error;
      // Better an answer that is in doubt, and said to be, than none.
      yield { type: 'warning', message: `${error.message} The unchecked answer of ${decision.model} is given.` };
      yield* held;
      yield finish(decision.model, draft);
    }
  }

  async function learn(model: string, event: Outcome['event']): Promise<void> {
    await using.learn({ decision: decision.id, model, event, at: Date.now() });
  }
}

/** Whoever has a ceiling of his own counts what failed calls cost as well. */
function withCost({ kind, message, action, details, stack }: GatewayError, cost: number): GatewayError {
  const error = new GatewayError(kind, message, action, { ...details, cost });
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** Whether an event is a part of the answer, and not about it. */
const isAnswer = ({ type }: CallEvent) => type !== 'started' && type !== 'warning';

/** Remembers whether the reader has seen any of the answer: then nobody else may begin anew. */
function noting(events: AsyncGenerator<CallEvent, CallResult>, told: { any: boolean }): typeof events {
  return sifted(events, (event) => {
    told.any ||= isAnswer(event);
    return true;
  });
}

async function* callOf(
  model: string,
  decided: Decided,
  request: GenerateRequest,
  using: RunWith,
  signal: AbortSignal,
  spent: (cost: number) => void,
): AsyncGenerator<CallEvent, CallResult> {
  const plan = planOf(decided.candidates.get(model), decided, request);
  const asked = request.maxOutputTokens;
  if (asked !== undefined && plan.maxOutputTokens < asked) {
    const message = `The answer may have ${plan.maxOutputTokens} tokens instead of ${asked}, so that context and budget hold.`;
    yield { type: 'warning', message };
  }
  let cost = 0;
  let usage: Usage | undefined;
  const began = performance.now();
  try {
    const result = yield* executeCall(plan, using.calls, signal, (each) => {
      cost += each;
      spent(each);
    });
    ({ usage } = result);
    using.took(model, performance.now() - began);
    return result;
  } finally {
    using.spent(model, cost, usage);
  }
}

function planOf(candidate: Candidate | undefined, decided: Decided, request: GenerateRequest): CallPlan {
  const price = candidate?.arm.model.price;
  if (!candidate || !price) throw new Error('A model was decided on that was not looked at.');
  return {
    model: { ...candidate.arm.model, price },
    provider: candidate.provider,
    request,
    inputTokens: decided.inputTokens,
    maxOutputTokens: candidate.maxOutputTokens,
    localOnly: decided.localOnly,
    decision: decided.decision.id,
  };
}

/** The model that answers where another is out of order: only where the caller named none, and never one that is excluded. */
function nextBest({ decision, candidates }: Decided, tried: ReadonlySet<string>, error: unknown): string | undefined {
  if (decision.mode === 'fixed' || tried.size > mostFallbacks || !(error instanceof GatewayError)) return undefined;
  const { kind, refusal } = { kind: error.kind, refusal: error.details.refusal };
  if (['aborted', 'bad-request', 'internal'].includes(kind)) return undefined;
  const unwritten = refusal?.reason === 'ledger-unavailable';
  if (kind === 'refused' && refusal?.reason !== 'budget' && !unwritten) return undefined;
  const [next] = decision.candidates
    .filter(({ model }) => !tried.has(model) && candidates.get(model)?.refusal === undefined && candidates.has(model))
    // Without the ledger only what costs nothing is sent.
    .filter(({ locality, worstCost }) => !unwritten || (locality === 'local' && worstCost === 0))
    .toSorted((one, other) => other.utility - one.utility || one.worstCost - other.worstCost);
  return next?.model;
}
