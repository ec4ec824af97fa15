import type { Outcome, RouteDecision } from '../types';

export interface Label {
  readonly model: string;
  readonly success: boolean;
  readonly weight: number;
}

/** What an event tells of the model that answered: how sure it is, 0..1. */
const EVENTS: Readonly<Record<Outcome['event'], { readonly success: boolean; readonly weight: number }>> = {
  verified: { success: true, weight: 1 },
  'verification-failed': { success: false, weight: 1 },
  accepted: { success: true, weight: 0.6 },
  kept: { success: true, weight: 0.8 },
  undone: { success: false, weight: 0.8 },
  rejected: { success: false, weight: 0.8 },
  'asked-again': { success: false, weight: 0.4 },
  'escalation-succeeded': { success: true, weight: 1 },
  'judged-right': { success: true, weight: 1 },
  'judged-wrong': { success: false, weight: 1 },
};

/**
 * Labels of an outcome. Silence has no event and is never a success. A successful escalation also tells that the first
 * model failed.
 */
export function labelsOf(outcome: Outcome, decision: Pick<RouteDecision, 'model' | 'mode'>): readonly Label[] {
  const label = { model: outcome.model, ...EVENTS[outcome.event] };
  if (outcome.event !== 'escalation-succeeded' || outcome.model === decision.model) return [label];
  return [label, { model: decision.model, success: false, weight: 1 }];
}
