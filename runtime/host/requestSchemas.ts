import { z } from 'zod';
import type { InfillParams, LoadModelParams, SourceFile } from '../protocol';

/** A text longer than this (UTF-16 units) is a mistake of the caller, which cuts it to some 20,000. */
const MAX_TEXT = 1_000_000;

const text = z.string().max(MAX_TEXT);
const model = z.string().min(1);

export const infillParamsSchema: z.ZodType<InfillParams> = z.object({
  model,
  session: z.string().min(1),
  languageId: z.string(),
  prefix: text,
  suffix: text,
  snippets: z.array(z.object({ path: z.string(), languageId: z.string(), text })).max(64),
  extent: z.enum(['line', 'block']),
  alternatives: z.number().int().min(1).max(8),
  maxTokens: z.number().int().min(1).max(4096),
  length: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('found') }),
    z.object({ kind: z.literal('fixed'), tokens: z.number().int().min(1).max(4096) }),
  ]),
  threshold: z.number().min(0).max(1),
  copy: z.enum(['off', 'file', 'files']),
  seed: z.number().int(),
});

export const loadModelParamsSchema: z.ZodType<LoadModelParams> = z.object({ model });

const path = z.string().min(1);
const sourceFileSchema: z.ZodType<SourceFile> = z.object({ path, text: z.string().optional() });

export const putSourcesParamsSchema = z.object({ files: z.array(sourceFileSchema) });

export const dropSourcesParamsSchema = z.object({ paths: z.union([z.literal('all'), z.array(path)]) });

export const closeSessionParamsSchema = z.object({ session: z.string().min(1) });
