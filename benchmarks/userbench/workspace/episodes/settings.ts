import { z } from 'zod';
import { BadInputError } from '../../../core/badInputError';

const count = z.int().nonnegative().max(1_000);

const schema = z.strictObject({
  /** 'choice': a design card an aspect; 'patch': the change itself. */
  mode: z.enum(['choice', 'patch']).default('choice'),
  /** Told everything, told nothing with nobody to ask, or a user to ask. */
  setting: z.enum(['full', 'hidden', 'interaction']).default('interaction'),
  user: z.enum(['rules', 'model']).default('rules'),
  /** Turns with the user, answers and searches; default: the task's. */
  turns: z.int().positive().max(1_000).optional(),
  /** Of patch mode: calls of tools, counted apart; default: the task's. */
  toolTurns: z.int().positive().max(10_000).optional(),
  /** Every so many searches the search is out of order; 0: never. Choice mode only. */
  outage: count.default(5),
  /** The user brings something up by itself in the so many-th turn in a row that asked for nothing; 0: never. */
  proactive: count.default(3),
  /** Of patch mode with a user: how often it contradicts what was handed in. */
  corrections: count.default(2),
});

export type EpisodeSettings = Readonly<z.infer<typeof schema>>;

const runSchema = schema.extend({
  /** 'all': each task in each of the three, which is what the interaction gain is made of. */
  setting: z.enum(['full', 'hidden', 'interaction', 'all']).default('interaction'),
  /** How a model acts: by calls of tools, or by text. */
  calls: z.enum(['auto', 'tools', 'text']).default('auto'),
});

/** `RunConfiguration.options` of a set of workspace tasks. */
export type RunSettings = Readonly<z.infer<typeof runSchema>>;

/** The settings that a run goes through. */
export function settingsOf({ setting }: RunSettings): readonly EpisodeSettings['setting'][] {
  return setting === 'all' ? ['full', 'hidden', 'interaction'] : [setting];
}

/** @throws BadInputError where an option is none, or out of its range */
export function runSettings(given: unknown): RunSettings {
  return checked(runSchema, given);
}

/** @throws BadInputError where an option is none, or out of its range */
export function episodeSettings(given: unknown): EpisodeSettings {
  return checked(schema, given);
}

function checked<Value>(form: z.ZodObject & z.ZodType<Value>, given: unknown): Value {
  const parsed = form.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`);
  throw new BadInputError(
    `These options of a workspace set cannot be used: ${issues.join('; ')}. There are ${Object.keys(form.shape).join(', ')}.`,
  );
}
