import { z } from 'zod';
import type { PiecesParams, RepositoryHostConfig } from './protocol';

/** UTF-16 units; callers send some 20,000. */
const mostText = 1_000_000;

const relative = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'must lie in the root');

export const configSchema: z.ZodType<RepositoryHostConfig> = z.object({
  roots: z.array(z.string().min(1)),
  trusted: z.boolean(),
});

export const piecesSchema: z.ZodType<PiecesParams> = z.object({
  root: z.string().min(1),
  path: relative,
  languageId: z.string(),
  before: z.string().max(mostText),
  after: z.string().max(mostText),
  budget: z.number().min(0).max(mostText),
});

export const changedSchema = z.object({ root: z.string(), paths: z.array(relative) });
