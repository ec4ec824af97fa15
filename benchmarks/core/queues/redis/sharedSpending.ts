/** Models and books of a machine that works on a run together with others: what the run may cost is counted once, for all. */
import { setTimeout as sleep } from 'node:timers/promises';
import { inputTokensAtMost } from '../../../../runtime/gateway/calls/estimateTokens';
import { GatewayError } from '../../../../runtime/gateway/gatewayError';
import { worstCase } from '../../../../runtime/gateway/prices';
import type { GenerateEvent, GenerateRequest } from '../../../../runtime/gateway/types';
import type { ModelAccess, ModelFacts, RunBooks } from '../../runs/modelAccess';
import type { RunBudget } from './runBudget';

export interface SharedSpending {
  readonly models: ModelAccess;
  readonly books: RunBooks;
  /** Whether the run's own budget refused a call here. */
  readonly usedUp: () => boolean;
}

const LOOK_MS = 200;

/** Every call is reserved at its worst in Redis before it is sent, and in this machine's own books as always. */
export function sharedSpending(models: ModelAccess, books: RunBooks, budget: RunBudget): SharedSpending {
  const known = new Map<string, Promise<ModelFacts | undefined>>();
  let refused = false;
  const factsOf = (model: string, signal: AbortSignal) => {
    const facts = known.get(model) ?? models.facts([model], signal).then((all) => all.get(model));
    known.set(model, facts);
    facts.catch(() => known.delete(model));
    return facts;
  };

  async function reserve(model: string, worst: number, signal: AbortSignal): Promise<string> {
    for (;;) {
      signal.throwIfAborted();
      const { answer, call } = await budget.reserve(worst);
      if (answer === 'yes') return call;
      if (answer === 'no') {
        refused = true;
        throw refusal(model, worst);
      }
      await sleep(LOOK_MS, undefined, { signal });
    }
  }

  /** Not waited for: what this very call holds would be waited for as well. */
  async function reserveAnother(model: string, worst: number): Promise<string> {
    const { answer, call } = await budget.reserve(worst);
    if (answer === 'yes') return call;
    const message = `Another attempt of ${model} does not fit the budget of the run beside the calls under way.`;
    throw new GatewayError('cut-off', message, 'It is tried again later.', { model, cost: worst, passing: true });
  }

  async function* generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    const facts = await factsOf(request.model, signal);
    const worst = worstOf(request, facts);
    const calls = [await reserve(request.model, worst, signal)];
    let cost: number | undefined;
    let attempts = 0;
    try {
      for await (const event of models.generate(request, signal)) {
        // Another attempt may cost as much again.
        if (event.type === 'started' && ++attempts > 1) calls.push(await reserveAnother(request.model, worst));
        if (event.type === 'finish') cost = event.cost;
        yield event;
      }
    } catch (error) {
      if (error instanceof GatewayError) cost = error.details.cost ?? 0;
      throw error;
    } finally {
      const [first = '', ...rest] = calls;
      // Not waited for: while Redis is gone, an answer that was paid must all the same be kept at once.
      for (const call of rest) void budget.settle(call, 0).catch(() => undefined);
      void budget.settle(first, cost ?? worst * calls.length).catch(() => undefined);
    }
  }

  return {
    usedUp: () => refused,
    models: { facts: (ids, signal) => models.facts(ids, signal), generate },
    books: {
      setBudget: (task, limit) => books.setBudget(task, limit),
      headroom: (task, provider) => books.headroom(task, provider),
      spent: async () => {
        const totals = await budget.totals();
        return totals && totals.spent + totals.reserved;
      },
    },
  };
}

function worstOf(request: GenerateRequest, facts: ModelFacts | undefined): number {
  if (facts?.price === undefined) return 0;
  const limit = Math.min(request.maxOutputTokens ?? 4096, facts.maxOutputTokens ?? Infinity);
  return worstCase(facts.price, inputTokensAtMost(request), limit);
}

function refusal(model: string, worst: number): GatewayError {
  const message = `The budget of the run does not hold the next answer of ${model}, which may cost $${(worst / 1e6).toFixed(6)}.`;
  const action = 'Raise the budget, and resume the run.';
  return new GatewayError('refused', message, action, { model, refusal: { reason: 'budget', message, action } });
}
