import { z } from 'zod';
import { issuesText } from '../../core/issuesText';
import type { ActionChoices, Observation, Step } from '../environments/types';
import { OpenEnvError } from './openEnvError';

export const resetSchema = z.looseObject({
  seed: z.number().int().nullish(),
  episode_id: z.string().min(1).max(200).nullish(),
  /** Ours: a task of the environment; default: drawn by the seed. */
  task: z.string().nullish(),
});

export const stepSchema = z.looseObject({
  action: z.looseObject({
    choice: z.string().optional(),
    content: z.string().optional(),
    /** The whole text of the action, prefix and all, in the place of the two. */
    text: z.string().optional(),
    metadata: z.record(z.string(), z.json()).optional(),
  }),
  timeout_s: z.number().positive().max(3600).nullish(),
  request_id: z.string().nullish(),
});

export type ResetMessage = z.output<typeof resetSchema>;
export type StepMessage = z.output<typeof stepSchema>;

/** @throws OpenEnvError VALIDATION_ERROR */
export function validated<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new OpenEnvError('VALIDATION_ERROR', `The message is not right: ${issuesText(parsed.error)}.`);
}

/**
 * The text that the environment takes.
 * @throws OpenEnvError VALIDATION_ERROR
 */
export function actionText({ action }: StepMessage): string {
  const { choice, content = '', text } = action;
  if (text !== undefined) return text;
  if (choice === undefined) {
    throw new OpenEnvError('VALIDATION_ERROR', 'An action needs `choice` and `content`, or `text` with both.');
  }
  const prefix = `[${choice}]`;
  return content.startsWith(prefix) ? content : `${prefix} ${content}`.trimEnd();
}

/** What OpenEnv calls a result: an observation with `done`, `reward` and `metadata`, and the two beside it. */
export interface StepResult {
  readonly observation: Readonly<Record<string, unknown>>;
  readonly reward: number | null;
  readonly done: boolean;
}

/** @param more for `metadata` */
export function resultOf(
  observation: Observation,
  step: Pick<Step, 'reward' | 'terminated' | 'truncated'> | undefined,
  more: Readonly<Record<string, unknown>>,
): StepResult {
  const done = step !== undefined && (step.terminated || step.truncated);
  const reward = step?.reward ?? null;
  const flags = { terminated: step?.terminated ?? false, truncated: step?.truncated ?? false };
  return { observation: { ...observation, done, reward, metadata: { ...flags, ...more } }, reward, done };
}

/** JSON schemas of action, observation and state. */
export function schemasFor({ choices, thought }: ActionChoices): Readonly<Record<string, unknown>> {
  return {
    action: {
      type: 'object',
      properties: {
        ...(thought ? { thought: { type: 'string' } } : {}),
        choice: { type: 'string', enum: choices },
        content: { type: 'string' },
        metadata: { type: 'object' },
      },
      required: ['choice', 'content'],
    },
    observation: {
      type: 'object',
      properties: {
        feedback: { type: 'string' },
        feedbackCode: { type: 'string' },
        stepCount: { type: 'integer' },
        episodeComplete: { type: 'boolean' },
        done: { type: 'boolean' },
        reward: { type: ['number', 'null'] },
        metadata: { type: 'object' },
      },
      required: ['feedback', 'stepCount', 'episodeComplete', 'done', 'reward', 'metadata'],
    },
    state: {
      type: 'object',
      properties: { episode_id: { type: ['string', 'null'] }, step_count: { type: 'integer' } },
      required: ['episode_id', 'step_count'],
    },
  };
}
