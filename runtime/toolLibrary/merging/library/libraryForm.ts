import { z } from 'zod';

/** What a folder with a refactored library holds beside its code. */
export const LIBRARY_FORM = 'whetstone-tool-library-1';

const argument = z.union([z.object({ from: z.string() }).strict(), z.object({ value: z.unknown() }).strict()]);

const coverageEntry = z.object({
  tool: z.string(),
  outcome: z.enum(['merged', 'kept', 'rejected']),
  into: z.string(),
  arguments: z.record(z.string(), argument),
  reason: z.string().exactOptional(),
});

export const coverageMapForm = z.object({
  form: z.literal('whetstone-tool-coverage-1'),
  entries: z.array(coverageEntry),
});

const verification = z.object({
  tool: z.string(),
  verdict: z.enum(['identical', 'weak', 'unverified', 'rejected']),
  cases: z.number(),
  samples: z.array(z.object({ arguments: z.record(z.string(), z.unknown()), result: z.string() })).exactOptional(),
  steps: z.array(
    z.object({
      step: z.enum([
        'parse',
        'types',
        'coverage',
        'replay',
        'property',
        'mutation',
        'workspaceTests',
        'reviewer',
        'human',
      ]),
      outcome: z.enum(['passed', 'failed', 'skipped']),
      detail: z.string(),
      counterexample: z
        .object({ arguments: z.record(z.string(), z.unknown()), before: z.string(), after: z.string() })
        .exactOptional(),
    }),
  ),
});

const lengths = z.object({ before: z.number(), after: z.number() });

export const libraryForm = z.object({
  form: z.literal(LIBRARY_FORM),
  /** Absolute folder that the collection was read from. */
  root: z.string(),
  seed: z.number(),
  /** Globs of the paths that tools were taken from; empty: all. */
  include: z.array(z.string()).default([]),
  /** Globs of the paths that were left out. */
  exclude: z.array(z.string()).default([]),
  /** Names of models that wrote parts of it. */
  models: z.array(z.string()),
  counts: z.object({ before: z.number(), after: z.number() }),
  descriptionLength: lengths.exactOptional(),
  merged: z.array(
    z.object({
      /** Group that was merged; libraries of earlier versions do not tell. */
      group: z.string().exactOptional(),
      ids: z.array(z.string()),
      into: z.string(),
      verdict: z.enum(['identical', 'weak', 'unverified', 'rejected']),
      cases: z.number(),
    }),
  ),
  rejected: z.array(z.object({ id: z.string(), name: z.string(), reason: z.string() })),
  /** Paths of files that changed; `created` have no text before. */
  changed: z.array(z.object({ path: z.string(), created: z.boolean() })),
  verifications: z.array(verification),
});

export type LibraryDescription = z.infer<typeof libraryForm>;
