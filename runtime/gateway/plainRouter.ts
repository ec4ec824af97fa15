import { randomUUID } from 'node:crypto';
import type { RoutingPolicy } from './protocol';
import type { BudgetState, Candidate, RouteDecision, Router, RoutingArm, RoutingTask } from './types';

/** Conversations whose model is remembered. */
const keptConversations = 1000;

/**
 * Chooses without having learnt anything: the model that the conversation has, else the default model, else by price and
 * the policy's quality. Stays in as the way out when the state of the learning router cannot be read.
 */
export class PlainRouter implements Router {
  private readonly conversations = new Map<string, string>();

  constructor(private readonly policy: Pick<RoutingPolicy, 'defaultModel' | 'quality'>) {}

  decide(task: RoutingTask, arms: readonly RoutingArm[], _budgets: readonly BudgetState[]): RouteDecision {
    const open = arms.filter(({ excluded }) => excluded === undefined);
    const { arm, reason } = this.choose(open, task.request.conversation);
    if (task.request.conversation !== undefined) this.keep(task.request.conversation, arm.model.id);
    return {
      id: randomUUID(),
      model: arm.model.id,
      mode: 'direct',
      then: undefined,
      taskType: task.taskType,
      candidates: arms.map(unjudged),
      lambda: 0,
      propensity: 1,
      reasons: [reason],
      state: 'plain',
    };
  }

  spent(): void {
    // It keeps no pace.
  }

  learn(): void {
    // It learns nothing.
  }

  private choose(
    open: readonly RoutingArm[],
    conversation: string | undefined,
  ): { readonly arm: RoutingArm; readonly reason: string } {
    const byPrice = open.toSorted((one, other) => one.worstCost - other.worstCost);
    const [cheapest] = byPrice;
    if (!cheapest) throw new Error('There is no model to choose from.');
    const kept = conversation === undefined ? undefined : this.conversations.get(conversation);
    const same = open.find(({ model }) => model.id === kept);
    if (same) return { arm: same, reason: 'The conversation stays with its model.' };
    const { defaultModel, quality } = this.policy;
    const named = open.find(({ model }) => model.id === defaultModel);
    if (named) return { arm: named, reason: 'It is the default model.' };
    const local = open.find(({ model }) => model.locality === 'local');
    if (defaultModel === 'local' && local) return { arm: local, reason: 'Local models go first here.' };
    const arm = byPrice[Math.round((quality / 10) * (byPrice.length - 1))] ?? cheapest;
    return { arm, reason: `By price, as quality ${quality} of 10 wants it, of what the budget allows.` };
  }

  private keep(conversation: string, model: string): void {
    this.conversations.delete(conversation);
    this.conversations.set(conversation, model);
    const [oldest] = this.conversations.keys();
    if (this.conversations.size > keptConversations && oldest !== undefined) this.conversations.delete(oldest);
  }
}

/** A model of which nothing is predicted. */
export function unjudged({ model, worstCost, excluded }: RoutingArm): Candidate {
  return {
    model: model.id,
    locality: model.locality,
    success: 0.5,
    deviation: 0.5,
    expectedCost: worstCost,
    worstCost,
    utility: 0,
    excluded,
  };
}
