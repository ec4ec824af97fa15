import { z } from 'zod';
import type { Json, Scenario, Score, Scorer } from '../../core/runs/types';
import { chanceCorrected } from '../metrics/chance';
import { episodeMetrics, type EpisodeMetrics } from '../metrics/episodeMetrics';
import { chanceOfTask, taskOf } from './travelContent';
import type { TravelRunOptions } from './travelOptions';

/** What scores are made of; the rest of the record is for people. */
const record = z.object({
  turns: z.array(
    z.looseObject({
      ...{ i: z.number(), choice: z.string(), content: z.string(), feedbackCode: z.string(), reward: z.number() },
      revealed: z.array(z.object({ preference: z.string(), how: z.enum(['active', 'passive']) })).optional(),
      ...{ type: z.number().optional(), rulesType: z.number().optional() },
      flags: z.array(z.string()).optional(),
    }),
  ),
  totalReward: z.number(),
  ended: z.string(),
});

/** The mean over aspects: 1 for the best option, 0.8 for another that satisfies everything, else 0. */
export function travelScorer(options: TravelRunOptions): Scorer {
  return {
    name: 'userbench-travel',
    version: '1',
    score: async (core, { content }) => scoreOfEpisode(core, content, options),
  };
}

export function scoreOfEpisode(core: Scenario, content: Json, options: TravelRunOptions): Score {
  const task = taskOf(core);
  const { turns, totalReward, ended } = record.parse(content);
  const measured = episodeMetrics({
    letters: new Map(task.aspects.map(({ letter, key }) => [letter, key])),
    preferences: task.aspects.reduce((sum, { preferences }) => sum + preferences.length, 0),
    singleChoice: options.choices === 'single',
    turns,
  });
  const judged = turns.filter(({ rulesType }) => rulesType !== undefined);
  const rewards = turns.map(({ reward }) => reward);
  return {
    value: measured.score,
    complete: measured.score === 1,
    milestones: task.aspects.map(({ key }) => {
      const achieved = measured.aspectValues[key] ?? 0;
      return { id: key, text: `The ${key.replaceAll('_', ' ')} fits`, weight: 1 / task.aspects.length, achieved };
    }),
    metrics: {
      ...metricsOf(measured),
      chance: chanceOfTask(task, 1, false),
      chanceCorrected: chanceCorrected(measured.score, chanceOfTask(task, 1, false)),
      turns: turns.length,
      totalReward,
      meanTurnReward: rewards.length === 0 ? 0 : totalReward / rewards.length,
      highestTurnReward: Math.max(0, ...rewards),
      leaks: turns.filter(({ flags }) => flags?.includes('user-leak')).length,
      // Where the user is a model: how often rules take what was said the same way.
      judgeAgreement:
        judged.length === 0
          ? undefined
          : judged.filter(({ type, rulesType }) => type === rulesType).length / judged.length,
    },
    evidence: { ended, aspects: measured.aspectValues },
  };
}

/** One number a sample; counts too, since pooled rates are sums over sums. */
function metricsOf(measured: EpisodeMetrics): Readonly<Record<string, number | undefined>> {
  const { aspects, preferences, searches, validSearches, actions, validActions } = measured;
  const share = (part: number, whole: number) => (whole === 0 ? undefined : part / whole);
  return {
    bestExist: measured.bestExist / aspects,
    correctExist: measured.correctExist / aspects,
    validSearchShare: share(validSearches, searches),
    validActionShare: share(validActions, actions),
    elicitedShare: share(measured.elicitedActive + measured.elicitedPassive, preferences),
    ...{ aspects, preferences, searches, validSearches, actions, validActions },
    ...{ elicitedActive: measured.elicitedActive, elicitedPassive: measured.elicitedPassive },
    ...{ firstHitTurn: measured.firstHitTurn, timeWeightedValue: measured.timeWeightedValue },
  };
}
