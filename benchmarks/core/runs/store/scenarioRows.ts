import { z } from 'zod';

/** A row of a run's scenarios as it comes from SQLite, without the scenario's content. */
export const scenarioRow = z
  .object({
    id: z.string(),
    category: z.string(),
    language: z.string().nullable(),
    difficulty: z.string().nullable(),
    tokens: z.number(),
    cluster: z.string(),
    title: z.string(),
    hash: z.string(),
  })
  .transform(({ tokens, language, difficulty, ...row }) => ({
    ...row,
    language: language ?? undefined,
    difficulty: difficulty ?? undefined,
    contextTokens: tokens,
  }));
