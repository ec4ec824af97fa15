import { z } from 'zod';
import { isExactObject } from '../../../runtime/functionCalling';
import { goldenValue } from '../../parity/goldenValue';
import { checksOf } from '../../parity/compare';
import type { Check, GoldenForm } from '../../parity/goldenForm';
import {
  releasedAdvantages,
  releasedTrajectoryMethod,
  releasedTrajectoryScore,
  releasedTurnCredits,
  releasedTurnMethod,
} from '../credit/releasedCredit';
import { releasedAggregate, releasedAnalysis } from '../metrics/releasedAggregates';

const numbers = z.array(z.number());
const methods = z.object({ turn_method: z.string(), trajectory_method: z.string() });

const schema = z.object({
  userbench_eval_aggregate: z
    .array(
      z.object({
        name: z.string(),
        turn_rewards_by_episode_and_pass: z.array(z.array(numbers)),
        expected: z.record(z.string(), z.number()),
      }),
    )
    .default([]),
  userrl_analyze: z
    .object({
      reward_caches: z.record(
        z.string(),
        z.record(
          z.string(),
          z.record(
            z.string(),
            z.object({
              history: z.array(z.array(z.object({ choice: z.string(), content: z.string(), reward: z.number() }))),
              reward: z.array(numbers),
            }),
          ),
        ),
      ),
      expected: z.record(z.string(), z.unknown()),
    })
    .optional(),
  turn_credits: z
    .array(
      methods.extend({
        rewards: numbers,
        gamma: z.number(),
        turn_credits: numbers,
        trajectory_score: z.number(),
      }),
    )
    .default([]),
  turn_credits_invalid: z.array(methods.extend({ raises: z.boolean() })).default([]),
  multiturn_advantage: z
    .array(
      methods.extend({
        name: z.string(),
        turn_start_positions: z.array(numbers),
        response_mask: z.array(numbers),
        turn_rewards: z.array(numbers),
        group: z.array(z.string()),
        gamma: z.number(),
        epsilon: z.number(),
        divide_by_std: z.boolean(),
        advantages: z.array(numbers),
      }),
    )
    .default([]),
});

const keys = ['userbench_eval_aggregate', 'userrl_analyze', 'turn_credits', 'multiturn_advantage'];

/** What the released scripts of UserBench and UserRL compute of rewards: aggregates, credits, advantages. */
export const scoringForm: GoldenForm = {
  name: 'UserBench and UserRL scoring',
  recognises: (value) => isExactObject(value) && keys.some((key) => value.has(key)),
  async check(value, file) {
    const golden = goldenValue(schema, value, file);
    return [
      ...golden.userbench_eval_aggregate.flatMap(({ name, turn_rewards_by_episode_and_pass: rewards, expected }) =>
        checksOf(name, 'aggregate', expected, releasedAggregate(rewards)),
      ),
      ...(golden.userrl_analyze === undefined
        ? []
        : checksOf(
            'userrl_analyze',
            'analysis',
            golden.userrl_analyze.expected,
            releasedAnalysis(golden.userrl_analyze.reward_caches),
          )),
      ...golden.turn_credits.flatMap(creditChecks),
      ...golden.turn_credits_invalid.map((each) => ({
        case: `${each.turn_method}/${each.trajectory_method}`,
        key: 'raises',
        expected: each.raises,
        actual: isRefused(each),
      })),
      ...golden.multiturn_advantage.map((each) => ({
        case: each.name,
        key: 'advantages',
        expected: each.advantages,
        actual: releasedAdvantages(
          each.turn_rewards.map((rewards, index) => ({
            ...{ group: each.group[index] ?? '', rewards },
            ...{ starts: each.turn_start_positions[index] ?? [], mask: each.response_mask[index] ?? [] },
          })),
          {
            ...{
              turn: releasedTurnMethod(each.turn_method),
              trajectory: releasedTrajectoryMethod(each.trajectory_method),
            },
            ...{ gamma: each.gamma, epsilon: each.epsilon, divideByDeviation: each.divide_by_std },
          },
        ),
      })),
    ];
  },
};

function creditChecks(each: z.infer<typeof schema>['turn_credits'][number], index: number): readonly Check[] {
  const { rewards, gamma, turn_method: turn, trajectory_method: trajectory } = each;
  const name = `turn_credits ${index + 1}: ${turn}/${trajectory}, gamma ${gamma}`;
  const credits = releasedTurnCredits(rewards, releasedTurnMethod(turn), gamma);
  const score = releasedTrajectoryScore(rewards, releasedTrajectoryMethod(trajectory), gamma);
  return [
    { case: name, key: 'turn_credits', expected: each.turn_credits, actual: credits },
    { case: name, key: 'trajectory_score', expected: each.trajectory_score, actual: score },
  ];
}

function isRefused({ turn_method, trajectory_method }: z.infer<typeof methods>): boolean {
  try {
    releasedTurnMethod(turn_method);
    releasedTrajectoryMethod(trajectory_method);
    return false;
  } catch {
    return true;
  }
}
