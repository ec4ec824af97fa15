import { z } from 'zod';
import type { Json, Score, Scorer } from '../../../core/runs/types';
import { taskIdOf } from './gymScenario';
import type { GymSet } from './gymSetFile';

const json: z.ZodType<Json> = z.json();

/** What scores are made of; the rest of the record is for people. */
const record = z.object({
  turns: z.array(
    z.looseObject({
      ...{ choice: z.string(), feedbackCode: z.string(), reward: z.number() },
      revealed: z.array(json).optional(),
      flags: z.array(z.string()).optional(),
    }),
  ),
  answers: z.array(z.looseObject({ value: z.number() })),
  preferences: z.array(z.looseObject({ revealedAt: z.number().optional() })),
  details: json,
  totalReward: z.number(),
  ended: z.string(),
});

/** Feedback to what could not be read, or was too much. */
const unreadable = new Set([
  'bad_prefix',
  'too_long',
  'bad_numbers',
  'bad_search',
  'bad_call',
  'answer_not_a_number',
  'answer_empty',
]);

/** The gym's own value of what an episode came to. */
export function gymScorer(set: Pick<GymSet, 'kind' | 'loaded'>): Scorer {
  return {
    name: 'userbench-gym',
    version: '1',
    score: (scenario, { content }) => Promise.resolve(scoreOfGym(set, taskIdOf(scenario), content)),
  };
}

export function scoreOfGym({ kind, loaded }: Pick<GymSet, 'kind' | 'loaded'>, task: string, content: Json): Score {
  const played = record.parse(content);
  const { turns, preferences, totalReward, ended } = played;
  const value = loaded.value(task, played);
  const rewarded = turns.flatMap(({ reward }, at) => (reward > 0 ? [at] : []));
  const reveals = turns.some(({ revealed }) => revealed !== undefined) && preferences.length > 0;
  return {
    value,
    complete: value >= 1 - 1e-9,
    milestones: [{ id: 'score', text: kind.meaning, weight: 1, achieved: value }],
    metrics: {
      ...{ totalReward, turns: turns.length },
      // As UserRL's authors report them: when the last reward came, and rewards that are worth less the later they come.
      effectiveTurns: rewarded.length === 0 ? 0 : rewarded.at(-1)! + 1,
      timeWeightedReward: turns.reduce((sum, { reward }, at) => sum + reward / (at + 1), 0),
      questions: turns.filter(({ choice }) => choice === 'action' || choice === 'search').length,
      answers: turns.filter(({ choice }) => choice === 'answer').length,
      unreadable: turns.filter(({ feedbackCode }) => unreadable.has(feedbackCode)).length,
      judgeFailures: turns.filter(({ feedbackCode }) => feedbackCode === 'judge_failed').length,
      leaks: turns.filter(({ flags }) => flags?.includes('user-leak')).length,
      revealedShare: reveals
        ? preferences.filter(({ revealedAt }) => revealedAt !== undefined).length / preferences.length
        : undefined,
      ...numbersOf(played.details),
    },
    evidence: { ended, details: played.details },
  };
}

/** Counts that a gym keeps for reports, under their own names. */
function numbersOf(details: Json): Readonly<Record<string, number>> {
  const counts = z.looseObject({ counts: z.record(z.string(), z.number()) }).safeParse(details);
  return counts.success ? counts.data.counts : {};
}
