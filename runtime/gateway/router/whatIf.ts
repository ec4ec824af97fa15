import type { DecisionRecord, WhatIfPoint } from '../protocol';
import type { Candidate } from '../types';
import { successValue } from './successValue';

/** Share of wrong local answers that the checks of a cascade find, for estimates. */
const CAUGHT = 0.6;

/**
 * Goes through recorded decisions again with other qualities, by what was predicted then and at the price of money of
 * then. Decisions whose model the caller had named stay as they were.
 */
export function whatIf(records: readonly DecisionRecord[], qualities: readonly number[]): readonly WhatIfPoint[] {
  return qualities.map((quality) => {
    const chosen = records.flatMap((record) => {
      const choice = choiceAt(record, quality);
      return choice === undefined ? [] : [{ record, choice }];
    });
    const share = (of: (entry: (typeof chosen)[number]) => number) =>
      chosen.length === 0 ? 0 : chosen.reduce((sum, entry) => sum + of(entry), 0) / chosen.length;
    return {
      quality,
      cost: Math.round(chosen.reduce((sum, { choice }) => sum + choice.cost, 0)),
      success: share(({ choice }) => choice.success),
      local: share(({ choice }) => (choice.first.locality === 'local' ? 1 : 0)),
      changed: chosen.filter(({ record, choice }) => choice.first.model !== record.decision.model).length,
    };
  });
}

interface Choice {
  readonly first: Candidate;
  readonly cost: number;
  readonly success: number;
}

function choiceAt({ decision }: DecisionRecord, quality: number): Choice | undefined {
  const made = decision.candidates.find(({ model }) => model === decision.model);
  if (made === undefined) return undefined;
  if (decision.mode === 'fixed') return directly(made);
  const value = successValue(quality, decision.taskType);
  const utility = ({ success, cost }: Choice) => value * success - (1 + decision.lambda) * cost;
  const then = decision.candidates.find(({ model }) => model === decision.then);
  const choices = decision.candidates.filter(({ excluded }) => excluded === undefined).map(directly);
  if (then !== undefined) choices.unshift(cascaded(made, then));
  return choices.reduce<Choice | undefined>(
    (best, choice) => (best === undefined || utility(choice) > utility(best) ? choice : best),
    undefined,
  );
}

function directly(candidate: Candidate): Choice {
  return { first: candidate, cost: candidate.expectedCost, success: candidate.success };
}

function cascaded(first: Candidate, then: Candidate): Choice {
  const caught = (1 - first.success) * CAUGHT;
  return {
    first,
    cost: first.expectedCost + caught * then.expectedCost,
    success: first.success + caught * then.success,
  };
}
