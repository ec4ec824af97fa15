import { z } from 'zod';
import type {
  ConfidenceParams,
  DenoisingOptions,
  InfillParams,
  KeptText,
  LoadModelParams,
  ProvidersParams,
  RewriteParams,
  SourceFile,
} from '../protocol';

/** A text longer than this (UTF-16 units) is a mistake of the caller, which cuts it to some 20,000. */
const MAX_TEXT = 1_000_000;

const text = z.string().max(MAX_TEXT);
const model = z.string().min(1);

const offset = z.number().int().min(0).max(MAX_TEXT);
const ratio = z.number().min(0).max(1);

const denoisingSchema: z.ZodType<DenoisingOptions> = z.object({
  order: z.enum(['origin', 'maskgit_plus', 'topk_margin', 'entropy', 'entropy-bounded', 'p2']).optional(),
  accept: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.enum(['threshold', 'factor']), value: z.number().min(0) }),
    ])
    .optional(),
  steps: z.number().int().min(1).max(100_000).optional(),
  temperature: z.number().min(0).max(10).optional(),
  topP: z.number().gt(0).max(1).optional(),
  cache: z.enum(['none', 'prefix', 'dual']).optional(),
  refreshEvery: z.number().int().min(0).max(100_000).optional(),
});

export const infillParamsSchema: z.ZodType<InfillParams> = z.object({
  model,
  session: z.string().min(1),
  languageId: z.string(),
  prefix: text,
  suffix: text,
  snippets: z
    .array(z.object({ path: z.string(), languageId: z.string(), text, use: z.literal('copies').optional() }))
    .max(64),
  extent: z.enum(['line', 'block']),
  alternatives: z.number().int().min(1).max(8),
  maxTokens: z.number().int().min(1).max(4096),
  length: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['found', 'delete-only', 'expand-delete', 'probed']) }),
    z.object({ kind: z.literal('fixed'), tokens: z.number().int().min(1).max(4096) }),
  ]),
  threshold: z.number().min(0).max(1),
  copy: z.enum(['off', 'file', 'files']),
  seed: z.number().int(),
  denoising: denoisingSchema.optional(),
});

const keptTextSchema: z.ZodType<KeptText> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nothing') }),
  z.object({ kind: z.enum(['share', 'surest']), ratio }),
  z.object({ kind: z.literal('all-but'), parts: z.array(z.object({ start: offset, end: offset })).max(10_000) }),
]);

export const rewriteParamsSchema: z.ZodType<RewriteParams> = z.object({
  model,
  session: z.string().min(1),
  languageId: z.string(),
  text,
  spans: z
    .array(z.object({ start: offset, end: offset, keep: keptTextSchema, maxTokens: z.number().int().min(1).max(4096) }))
    .min(1)
    .max(256),
  copy: z.enum(['off', 'file', 'files']),
  seed: z.number().int(),
  temperature: z.number().min(0).max(10),
  denoising: denoisingSchema.optional(),
});

export const confidenceParamsSchema: z.ZodType<ConfidenceParams> = z.object({
  model,
  session: z.string().min(1),
  languageId: z.string(),
  text,
  start: offset,
  end: offset,
});

export const loadModelParamsSchema: z.ZodType<LoadModelParams> = z.object({ model });

const path = z.string().min(1);
const sourceFileSchema: z.ZodType<SourceFile> = z.object({ path, text: z.string().optional() });

export const putSourcesParamsSchema = z.object({ files: z.array(sourceFileSchema) });

export const dropSourcesParamsSchema = z.object({ paths: z.union([z.literal('all'), z.array(path)]) });

export const providersParamsSchema: z.ZodType<ProvidersParams> = z.object({
  probe: z.enum(['never', 'unknown', 'always']),
});

export const closeSessionParamsSchema = z.object({ session: z.string().min(1) });
