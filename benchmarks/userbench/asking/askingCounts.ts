/** Counts of an episode that rates are pooled of. What an evaluation does not count has a whole of 0: then it has no rate. */
import { z } from 'zod';
import type { Score } from '../../core/runs/types';
import { NUDGE_WEIGHT } from '../workspace/scoring/workspaceMetrics';
import type { ReadEpisode } from './episodeFacts';

export const countNames = [
  ...(['aspects', 'best', 'correct', 'searches', 'validSearches', 'actions', 'validActions'] as const),
  ...(['asks', 'needlessAsks', 'preferences', 'elicitedActive', 'elicitedPassive'] as const),
  ...(['known', 'knownSatisfied', 'unknown', 'unknownSatisfied'] as const),
  ...(['hidden', 'hiddenChance', 'hiddenSatisfied'] as const),
  // `corrected`: episodes in which the user could contradict.
  ...(['corrected', 'corrections', 'timeWeighted', 'effectiveTurns', 'episodes'] as const),
  // Of tasks that were scored in all three settings.
  ...(['gainTasks', 'gainFull', 'gainHidden', 'gainInteraction'] as const),
] as const;
export type CountName = (typeof countNames)[number];
export type AskingCounts = Readonly<Record<CountName, number>>;

export const noCounts: AskingCounts = Object.fromEntries(countNames.map((name) => [name, 0])) as Record<
  CountName,
  number
>;

const count = z.number().nonnegative();
/** What tasks on a repository keep beside their score (`WorkspaceCounts`). */
const keptCounts = z.object({
  ...{ asks: count, needlessAsks: count, known: count, knownSatisfied: count, unknown: count, unknownSatisfied: count },
  ...{ hidden: count, hiddenChance: count, hiddenSatisfied: count, corrections: count, nudges: count },
  ...{ timeWeighted: count, effectiveTurns: count, best: count, correct: count, aspects: count },
});
const workspaceEvidence = z.object({
  aspects: z.array(z.object({ aspect: z.string(), value: z.number() })),
  counts: keptCounts,
});
const tripEvidence = z.object({ aspects: z.record(z.string(), z.number()) });

export function countsOfRecord(
  record: ReadEpisode,
  { metrics, evidence }: Pick<Score, 'metrics' | 'evidence'>,
): { readonly counts: AskingCounts; readonly correct: Readonly<Record<string, boolean>> } {
  const { turns, answers, preferences, setting } = record;
  const known = new Set(preferences.map(({ id }) => id));
  const told = turns.flatMap(({ revealed = [] }) => revealed).filter(({ preference }) => known.delete(preference));
  const actions = turns.filter(({ choice }) => choice === 'action');
  const searches = turns.filter(({ choice }) => choice === 'search');
  const asked = (turn: (typeof turns)[number]) => (turn.revealed ?? []).some(({ how }) => how === 'active');
  const talked = setting === 'interaction';
  const counts = {
    ...noCounts,
    episodes: 1,
    searches: searches.length,
    validSearches: searches.filter(({ feedbackCode }) => feedbackCode === 'search_results').length,
    actions: talked ? actions.length : 0,
    validActions: talked ? actions.filter(asked).length : 0,
    preferences: talked ? preferences.length : 0,
    elicitedActive: talked ? told.filter(({ how }) => how === 'active').length : 0,
    elicitedPassive: talked ? told.filter(({ how }) => how === 'passive').length : 0,
    effectiveTurns: (turns.findLast(({ reward }) => reward > 0)?.i ?? -1) + 1,
  };
  const workspace = workspaceEvidence.safeParse(evidence);
  if (workspace.success) {
    const { counts: kept, aspects } = workspace.data;
    const { corrections, nudges, asks, needlessAsks, aspects: all, best, correct, timeWeighted, ...satisfied } = kept;
    const { effectiveTurns, ...learnt } = satisfied;
    return {
      counts: {
        ...{ ...counts, aspects: all, best, correct, timeWeighted, effectiveTurns },
        // Who was told everything at first has learnt nothing by asking.
        ...(setting === 'full' ? {} : learnt),
        ...(talked ? { asks, needlessAsks, corrected: 1, corrections: corrections + NUDGE_WEIGHT * nudges } : {}),
      },
      correct: Object.fromEntries(aspects.map(({ aspect, value }) => [aspect, value > 0])),
    };
  }
  const trip = tripEvidence.safeParse(evidence);
  const values = trip.success
    ? trip.data.aspects
    : answers.reduce<Record<string, number>>(
        (best, { aspect, value }) => ({ ...best, [aspect]: Math.max(value, best[aspect] ?? 0) }),
        {},
      );
  const all = Object.values(values);
  return {
    counts: {
      ...counts,
      aspects: all.length,
      best: all.filter((value) => value === 1).length,
      correct: all.filter((value) => value > 0).length,
      timeWeighted: all.length * (metrics.timeWeightedValue ?? 0),
    },
    correct: Object.fromEntries(Object.entries(values).map(([aspect, value]) => [aspect, value > 0])),
  };
}
