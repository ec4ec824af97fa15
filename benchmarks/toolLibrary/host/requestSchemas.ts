/** Requests of the parent, as they are believed. */
import { z } from 'zod';
import type { LibraryConfig, RefactorParams, ServerTools } from '../../../runtime/toolLibrary/protocol';

const id = z.string().min(1).max(500);
const file = z.string().min(1).max(4096);

export const configSchema: z.ZodType<LibraryConfig> = z
  .object({
    roots: z.array(file).readonly(),
    folder: file.optional(),
    trusted: z.boolean(),
    mayExecute: z.boolean(),
    localOnly: z.boolean(),
    project: id.optional(),
  })
  .transform((config) => ({ ...config, project: config.project }));

/** Of servers that are programs of others; longer lists are no lists of tools. */
const serverTools: z.ZodType<ServerTools> = z
  .strictObject({
    server: z.string().min(1).max(1000),
    tools: z
      .array(
        z.strictObject({
          name: z.string().max(1000),
          description: z.string().max(1_000_000),
          inputSchema: z.record(z.string(), z.unknown()),
        }),
      )
      .max(10_000)
      .readonly(),
    problem: z.string().optional(),
  })
  .transform((server) => ({ ...server, problem: server.problem }));
export const inventorySchema = z.strictObject({ servers: z.array(serverTools).max(1000).readonly() });

export const cutSchema = z.strictObject({ height: z.number().min(0).max(1) });
export const groupSchema = z.strictObject({ group: id });
export const decideSchema = z
  .strictObject({ group: id, accepted: z.boolean().optional() })
  .transform(({ group, accepted }) => ({ group, accepted }));
export const editSchema = z.strictObject({ id });
export const queriesSchema = z.strictObject({ queries: file });

const candidates = z.number().int().min(1).max(5);
/** Micro-dollars. */
const limit = z.number().int().min(0);

export const estimateSchema = z.strictObject({ model: id, candidates });
export const nameSchema = z
  .strictObject({ model: id, limit: limit.optional() })
  .transform(({ model, limit: most }) => ({ model, limit: most }));

export const refactorSchema: z.ZodType<RefactorParams> = z
  .strictObject({
    model: id.optional(),
    candidates: candidates.optional(),
    limit: limit.optional(),
    acceptWeak: z.boolean(),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1),
  })
  .transform((params) => ({ ...params, model: params.model }));
