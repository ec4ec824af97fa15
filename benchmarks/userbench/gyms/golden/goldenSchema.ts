import { z } from 'zod';
import { publishedFunctions } from '../function/functionTasks';
import { publishedIntentions } from '../intention/intentionTasks';
import { publishedStatements } from '../persuade/persuadeTasks';
import { publishedQuestions } from '../search/searchTasks';
import { publishedEntities } from '../telepathy/telepathyTasks';
import { publishedStories } from '../turtle/turtleTasks';

const config = z.object({
  data_source: z.string(),
  max_steps: z.number().optional(),
  step_penalty: z.number().optional(),
  reward_scale: z.number().optional(),
  normalize_rewards: z.boolean().optional(),
  multi_detail_penalty: z.number().optional(),
  success_threshold: z.number().optional(),
  max_search_steps: z.number().optional(),
  eval_method: z.string().optional(),
});

/** An object is the JSON that a model answered, a text its raw answer, `{http}` a failure of the transport. */
const reply = z.union([z.string(), z.record(z.string(), z.json())]);

const episode = z.object({
  gym: z.enum(['functiongym', 'intentiongym', 'persuadegym', 'turtlegym', 'telepathygym', 'searchgym']),
  mode: z.string(),
  config,
  reset: z.record(z.string(), z.json()),
  steps: z.array(
    z.object({ action: z.string(), llm_replies: z.array(reply), expected: z.record(z.string(), z.json()) }),
  ),
});

const value = z.union([z.number(), z.string()]);

export const goldenSchema = z.object({
  data: z.object({
    functions: publishedFunctions,
    intentions: publishedIntentions,
    statements: publishedStatements,
    stories: publishedStories,
    entities: publishedEntities,
    questions: publishedQuestions,
  }),
  episodes: z.array(episode),
  function_values: z
    .array(z.object({ rule: z.string(), numbers: z.array(z.number()), shown: z.number().nullable() }))
    .default([]),
  stance_scores: z.record(z.string(), z.number()).default({}),
  stance_reward: z.array(z.object({ from: z.string(), to: z.string(), reward: z.number() })).default([]),
  function_compare: z.array(z.object({ a: value, b: value, equal: z.boolean() })).default([]),
  search_compare: z.array(z.object({ submitted: z.string(), correct: z.string(), equal: z.boolean() })).default([]),
});

export type GoldenGyms = z.output<typeof goldenSchema>;
export type GoldenEpisode = GoldenGyms['episodes'][number];
export type GoldenReply = z.output<typeof reply>;
