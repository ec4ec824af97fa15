/** Requests of the parent, as they are believed. */
import { z } from 'zod';
import { sampleStates } from '../core/runs/store/sampleRows';
import {
  categories,
  type EvaluationConfig,
  type GenerateSetParams,
  type Json,
  type MakeOtherSetParams,
  type MakeToolSetParams,
  type QueueSecrets,
  type SampleFilter,
  type StartRunParams,
  type WithQueueSecrets,
} from './protocol';

const id = z.string().min(1).max(500);
const folder = z.string().min(1).max(4096);
/** Read-only as everywhere else. */
const json: z.ZodType<Json> = z.json();
const names = z.array(z.string()).readonly();
const count = z.number().int().nonnegative();
const seed = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);

export const evaluationConfigSchema: z.ZodType<EvaluationConfig> = z
  .object({
    roots: names,
    trusted: z.boolean(),
    mayExecute: z.boolean(),
    localOnly: z.boolean(),
    project: id.optional(),
  })
  .transform((config) => ({ ...config, project: config.project }));

export const openRepositorySchema = z.strictObject({ root: folder });

export const generateSetSchema: z.ZodType<GenerateSetParams> = z.strictObject({
  root: folder,
  categories: z.array(z.enum(categories)).min(1).readonly(),
  languages: names,
  count: z.number().int().min(1).max(100_000),
  seed,
  lengths: z.array(z.number().int().min(1000).max(2_000_000)).min(1).max(20).readonly(),
  execute: z.boolean(),
  name: z.string().min(1).max(200),
});

export const makeOtherSetSchema: z.ZodType<MakeOtherSetParams> = z.strictObject({
  kind: z.enum(['travel', 'workspace', 'gym']),
  set: z.string().regex(/^((travel|ws)[1-4]{2,4}|[a-z]{1,20})$/),
  count: z.number().int().min(1).max(10_000),
  seed,
  root: folder.optional(),
  execute: z.boolean(),
});

const hashes = z
  .array(z.string().regex(/^[0-9a-f]{64}$/))
  .max(100)
  .readonly();
export const makeToolSetSchema: z.ZodType<MakeToolSetParams> = z
  .strictObject({
    servers: z.array(id).min(1).max(20).readonly(),
    consent: hashes,
    count: z.number().int().min(1).max(1000),
    seed: seed.max(2 ** 20),
    model: id.optional(),
  })
  .transform((params) => ({ ...params, model: params.model }));
export const allowServersSchema = z.strictObject({ folder, consent: hashes });

const secrets: z.ZodType<QueueSecrets> = z
  .strictObject({ token: z.string().min(1).max(4096), password: z.string().max(4096).optional() })
  .transform(({ token, password }) => ({ token, password }));

export const folderSchema = z.strictObject({ folder });
export const runSchema = z.strictObject({ run: id });
export const resumeSchema = z
  .strictObject({ run: id, budget: count.optional(), secrets: secrets.optional() })
  .transform(({ run, budget, secrets: given }) => ({ run, budget, secrets: given }));
export const runsSchema = z.strictObject({ runs: z.array(id).min(2).max(2).readonly() });
export const rerunSchema = z.strictObject({
  run: id,
  samples: z.array(count).min(1).readonly().optional(),
  secrets: secrets.optional(),
});
export const beginEpisodeSchema = z.strictObject({ folder, seed });
export const actInEpisodeSchema = z.strictObject({ id, choice: z.string().max(100), content: z.string().max(100_000) });
export const episodeSchema = z.strictObject({ id });
export const readSampleSchema = z.strictObject({ run: id, index: count });
export const exportRunSchema = z.strictObject({
  run: id,
  format: z.enum(['json', 'csv', 'junit', 'html']),
  failedOnly: z.boolean(),
});

export const startRunSchema: z.ZodType<StartRunParams & WithQueueSecrets> = z
  .object({
    folder,
    scenarios: z.array(id).min(1).readonly().optional(),
    models: z.array(id).min(1).max(100).readonly(),
    repeats: z.number().int().min(1).max(100),
    seed,
    maxOutputTokens: z.number().int().min(1).max(1_000_000),
    temperature: z.number().min(0).max(2).optional(),
    budget: z.number().nonnegative().optional(),
    sampling: z
      .object({
        batch: z.number().int().min(1),
        minimum: z.number().int().min(1),
        halfWidth: z.number().positive().max(1),
        confidence: z.number().gt(0.5).lt(1),
      })
      .readonly()
      .optional(),
    localOnly: z.boolean(),
    cache: z.boolean(),
    name: z.string().min(1).max(200).optional(),
    roles: z.record(z.string().min(1).max(100), id).optional(),
    options: json.optional(),
    queue: z
      .string()
      .regex(/^rediss?:\/\//, { error: 'has to begin with redis:// or rediss://' })
      .optional(),
    secrets: secrets.optional(),
  })
  .transform(({ temperature, budget, sampling, name, queue, ...rest }) => ({
    ...rest,
    ...{ temperature, budget, sampling, name, queue },
  }));

export const sampleFilterSchema: z.ZodType<SampleFilter> = z.strictObject({
  run: id,
  states: z.array(z.enum(sampleStates)).readonly().optional(),
  models: names.optional(),
  categories: names.optional(),
  languages: names.optional(),
  complete: z.boolean().optional(),
  text: z.string().max(1000).optional(),
  since: z.number().optional(),
  sort: z.enum(['index', 'scenario', 'category', 'model', 'state', 'value', 'context', 'cost', 'time', 'ended']),
  descending: z.boolean(),
  offset: count,
  limit: count.max(1000),
});
