import { z } from 'zod';

const form = z.object({
  run: z.string(),
  index: z.number().int(),
  scenario: z.string(),
  model: z.string(),
  repeat: z.number().int(),
  round: z.number().int().optional(),
  generation: z.number().int().optional(),
  filesHash: z.string(),
});

/** A job as it lies in Redis: with the files that it is about. */
export type QueuedSample = z.output<typeof form>;

/** @throws ZodError */
export function parseQueuedSample(value: unknown): QueuedSample {
  return form.parse(value);
}
