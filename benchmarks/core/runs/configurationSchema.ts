import { z } from 'zod';
import type { RunConfiguration } from './types';

const optional = <T extends z.ZodType>(type: T) => type.optional();

/** `RunConfiguration` as it comes back from the disk. */
export const runConfiguration: z.ZodType<RunConfiguration> = z
  .object({
    benchmark: z.string(),
    set: z.object({ name: z.string(), folder: z.string(), hash: z.string(), scenarios: z.number() }),
    models: z.array(z.string()),
    repeats: z.number(),
    seed: z.number(),
    maxOutputTokens: z.number(),
    temperature: optional(z.number()),
    concurrency: z.record(z.string(), z.number()),
    budget: optional(z.number()),
    localOnly: z.boolean(),
    cache: z.boolean(),
    solver: z.string(),
    scorer: z.string(),
    sampling: optional(
      z.object({ batch: z.number(), minimum: z.number(), halfWidth: z.number(), confidence: z.number() }),
    ),
    queue: optional(z.string()),
    roles: optional(z.record(z.string(), z.string())),
    options: optional(z.json()),
  })
  .transform((read) => ({ ...read, temperature: read.temperature, budget: read.budget, sampling: read.sampling }));
