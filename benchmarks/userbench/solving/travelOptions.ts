import { z } from 'zod';
import { BadInputError } from '../../core/badInputError';
import type { Json } from '../../core/runs/types';

const schema = z.strictObject({
  /** One answer an aspect, or several. */
  choices: z.enum(['single', 'multi']).default('single'),
  turns: z.int().min(1).max(200).default(20),
  user: z.enum(['rules', 'model']).default('rules'),
  /** How a model acts. */
  calls: z.enum(['auto', 'tools', 'text']).default('auto'),
});

/** `RunConfiguration.options` of a run of travel scenarios. */
export type TravelRunOptions = Readonly<z.infer<typeof schema>>;

/** @throws BadInputError */
export function travelRunOptions(given: Json | undefined): TravelRunOptions {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  throw new BadInputError(`These options of a run of UserBench cannot be used: ${z.prettifyError(parsed.error)}`);
}
