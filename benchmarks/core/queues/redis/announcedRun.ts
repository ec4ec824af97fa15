import { z } from 'zod';
import type { Json, RunConfiguration } from '../../runs/types';

/** Optional in JSON, which has no undefined; always there, perhaps undefined, in memory. */
const maybe = <T extends z.ZodType>(form: T) => form.optional().transform((value) => value);

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Read-only as everywhere else. */
const json: z.ZodType<Json> = z.json();

const configurationForm = z.object({
  benchmark: z.string(),
  set: z.object({ name: z.string(), folder: z.string(), hash: z.string(), scenarios: z.number().int() }),
  models: z.array(z.string()).max(1_000),
  repeats: z.number().int(),
  seed: z.number(),
  maxOutputTokens: z.number().int(),
  temperature: maybe(z.number()),
  concurrency: z.record(z.string(), z.number()),
  budget: maybe(z.number()),
  localOnly: z.boolean(),
  cache: z.boolean(),
  solver: z.string(),
  scorer: z.string(),
  sampling: maybe(z.object({ batch: z.number(), minimum: z.number(), halfWidth: z.number(), confidence: z.number() })),
  queue: maybe(z.string()),
  roles: z.record(z.string(), z.string()).optional(),
  options: json.optional(),
}) satisfies z.ZodType<RunConfiguration>;

const announcementForm = z.object({
  form: z.literal('whetstone-run-2'),
  run: z.string().min(1).max(200),
  name: z.string(),
  commit: maybe(z.string()),
  created: z.number(),
  configuration: configurationForm,
  /** Ids: all of the set, or a part of it. */
  scenarios: z.array(z.string()).max(1_000_000),
  /** How samples are done; the same on all machines, so that their results go together. */
  how: z.object({ mayExecute: z.boolean(), solver: z.enum(['prompt', 'agent']) }),
  /** SHA-256 over paths and hashes of the files, see `setFiles.ts`. */
  filesHash: hash,
  files: z.array(z.object({ path: z.string(), hash, bytes: z.number().int().min(0) })).max(1_000_000),
  /** Milliseconds that a sample belongs to a worker that does not say that it still works. */
  leaseMs: z.number().int().min(100),
});

/** What a worker is told of a run. Keys of providers are never in it. */
export type AnnouncedRun = z.output<typeof announcementForm>;

/** @throws ZodError */
export function parseAnnouncement(value: unknown): AnnouncedRun {
  return announcementForm.parse(value);
}
