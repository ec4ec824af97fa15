import { z } from 'zod';
import { BadInputError } from '../../../core/badInputError';
import { issuesText } from '../../../core/issuesText';
import type { Json } from '../../../core/runs/types';

const schema = z.strictObject({
  /** Steps of an episode; default: as the set has it, or the gym. */
  turns: z.int().min(1).max(1000).optional(),
  user: z.enum(['rules', 'model']).default('rules'),
  /** How a model acts. */
  calls: z.enum(['auto', 'tools', 'text']).default('auto'),
});

/** `RunConfiguration.options` of a run of a gym's set. */
export type GymRunOptions = Readonly<z.infer<typeof schema>>;

/** @throws BadInputError */
export function gymRunOptions(given: Json | undefined): GymRunOptions {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  throw new BadInputError(`These options of a run of a gym cannot be used: ${issuesText(parsed.error)}.`);
}
