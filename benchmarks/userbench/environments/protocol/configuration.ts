import { z } from 'zod';
import { BadInputError } from '../../../core/badInputError';

const reward = z.number();
const count = z.int().nonnegative();

const schema = z.strictObject({
  /** Steps until the episode is cut off. */
  maxSteps: z.int().positive().default(20),
  /** Every so many searches the search is out of order; 0: never. */
  searchFailureInterval: count.default(5),
  /** The user brings a preference up by itself in the so many-th turn in a row that asked for none; 0: never. */
  elicitationInterval: count.default(3),
  rewardScale: reward.default(1),
  stepPenalty: reward.default(0),
  searchCorrectReward: reward.default(0.2),
  preferenceCorrectReward: reward.default(0.2),
  choiceBestReward: reward.default(1),
  choiceCorrectReward: reward.default(0.8),
  /** Never takes effect for a single answer, which is worth 0 at least; kept because the published environment has it. */
  wrongChoicePenalty: reward.default(0),
  /** Wrong and absurd options that a search shows, at most. */
  wrongChoiceNumber: count.default(10),
  noiseChoiceNumber: count.default(5),
  oneChoicePerAspect: z.boolean().default(true),
  /** Rewards of steps are brought into 0 to 1. */
  normalizeRewards: z.boolean().default(false),
  /** Which task `reset` takes where it is not told: one by the seed, always the same, or the next of the list. */
  dataMode: z.enum(['random', 'single', 'list']).default('random'),
  /** Ids of the tasks that `single` (one) and `list` take; default: the first, and all of them. */
  dataSource: z.array(z.string()).min(1).optional(),
  /** Longest answer of a model that plays the user or a judge. */
  maxTokens: z.int().positive().default(2_048),
  /** Rules of the released code, with its faults, for comparison with it alone: of its blocking or its asynchronous path. */
  referenceQuirks: z.enum(['sync', 'async']).optional(),
});

/** UserBench's configuration (TravelGym); defaults are the published ones. */
export type Configuration = Readonly<z.infer<typeof schema>>;

/** UserRL's differences: for evaluation and for training. */
export const userrlEvaluation = { preferenceCorrectReward: 0.6, maxSteps: 16 } as const;
export const userrlTraining = { searchCorrectReward: 0, preferenceCorrectReward: 0.8, maxSteps: 16 } as const;

/** @throws BadInputError where a value is none of the configuration's, or out of its range */
export function configurationOf(given: unknown): Configuration {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'configuration'}: ${message}`);
  throw new BadInputError(`The environment's configuration cannot be used: ${issues.join('; ')}.`);
}
