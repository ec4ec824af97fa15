/** What the table says about a decision. No DOM. */
import type { Candidate, DecisionRecord } from '../../runtime/gateway/protocol';
import type { BudgetStrings } from './protocol';

/** The candidate that the decision fell on. */
export function chosenCandidate({ decision }: DecisionRecord): Candidate | undefined {
  return decision.candidates.find(({ model }) => model === decision.model);
}

/** Micro-dollars of all its calls. */
export function costOf({ calls }: DecisionRecord): number {
  return calls.reduce((sum, { cost }) => sum + cost, 0);
}

/** The model that answered: that of the last call, or the chosen one where nothing was called. */
export function answeringModel({ decision, calls }: DecisionRecord): string {
  return calls.at(-1)?.model ?? decision.model;
}

/** One word or two on how it went: what was learnt of the answer last, else how the last call ended. */
export function resultOf({ calls, outcomes }: DecisionRecord, strings: BudgetStrings): string {
  const outcome = outcomes.at(-1);
  if (outcome) return strings.outcomes[outcome.event] ?? outcome.event;
  const state = calls.at(-1)?.state;
  const key = state === undefined ? 'none' : state === 'reserved' ? 'running' : state;
  return strings.results[key] ?? key;
}

/** A sign before the result, so that nobody depends on a colour. */
export function signOf({ calls, outcomes }: DecisionRecord): string {
  const bad = ['verification-failed', 'undone', 'rejected', 'asked-again', 'judged-wrong'];
  const outcome = outcomes.at(-1)?.event;
  if (outcome !== undefined) return bad.includes(outcome) ? '✕' : '✓';
  switch (calls.at(-1)?.state) {
    case undefined:
    case 'failed':
    case 'not-sent':
      return '✕';
    case 'unreconciled':
    case 'aborted':
      return '!';
    case 'reserved':
      return '…';
    case 'done':
      return '✓';
  }
}
