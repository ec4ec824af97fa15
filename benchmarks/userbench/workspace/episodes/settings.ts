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

/** @throws BadInputError where an option is none, or out of its range */
export function episodeSettings(given: unknown): EpisodeSettings {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`);
  throw new BadInputError(
    `These options of a workspace set cannot be used: ${issues.join('; ')}. There are ${Object.keys(schema.shape).join(', ')}.`,
  );
}
