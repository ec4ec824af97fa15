import { z } from 'zod';
import type { Configuration } from '../environments/protocol/configuration';

const step = z.object({
  action: z.string(),
  /** In the order in which the chat server gives them: an object is JSON, a text is itself, `http` is a failure of the transport. */
  llm_replies: z.array(z.union([z.string(), z.record(z.string(), z.json())])).default([]),
  llm_replies_consumed: z.number().optional(),
  /** Which of the remaining preferences a proactive reveal takes. */
  proactive_pick_index: z.number().optional(),
  expected: z.record(z.string(), z.unknown()),
});

const configuration = z.object({
  max_steps: z.number(),
  search_failure_interval: z.number(),
  elicitation_interval: z.number(),
  reward_scale: z.number(),
  step_penalty: z.number(),
  search_correct_reward: z.number(),
  preference_correct_reward: z.number(),
  choice_best_reward: z.number(),
  choice_correct_reward: z.number(),
  wrong_choice_penalty: z.number(),
  one_choice_per_aspect: z.boolean(),
  normalize_rewards: z.boolean(),
  wrong_choice_number: z.number(),
  noise_choice_number: z.number(),
});

const episode = z.object({
  name: z.string(),
  mode: z.enum(['sync', 'async']),
  scenario: z.string(),
  config: configuration.partial(),
  /** The reference cuts the lists of options short only where it draws its tasks itself. */
  option_limits_applied: z.boolean().default(false),
  reset: z.record(z.string(), z.unknown()).default({}),
  steps: z.array(step),
  history: z.array(z.record(z.string(), z.unknown())).default([]),
});

export const travelgymFile = z.object({
  scenarios: z.record(z.string(), z.unknown()),
  episodes: z.array(episode),
});

export type GoldenEpisode = z.infer<typeof episode>;
export type GoldenStep = z.infer<typeof step>;

/** The golden file's configuration by our names; what it does not say is left to the defaults. */
export function ourConfiguration(
  { config, option_limits_applied: isLimited }: GoldenEpisode,
  referenceQuirks: Configuration['referenceQuirks'],
): object {
  const given = {
    maxSteps: config.max_steps,
    searchFailureInterval: config.search_failure_interval,
    elicitationInterval: config.elicitation_interval,
    rewardScale: config.reward_scale,
    stepPenalty: config.step_penalty,
    searchCorrectReward: config.search_correct_reward,
    preferenceCorrectReward: config.preference_correct_reward,
    choiceBestReward: config.choice_best_reward,
    choiceCorrectReward: config.choice_correct_reward,
    wrongChoicePenalty: config.wrong_choice_penalty,
    oneChoicePerAspect: config.one_choice_per_aspect,
    normalizeRewards: config.normalize_rewards,
    wrongChoiceNumber: config.wrong_choice_number,
    noiseChoiceNumber: config.noise_choice_number,
    dataMode: isLimited ? 'random' : 'single',
    referenceQuirks,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
