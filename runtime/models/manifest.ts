import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import type { StoredFormat } from '../protocol';

/** Name of the manifest in a model folder. */
export const manifestFile = 'whetstone-model.json';

/** Of a file in the folder itself: no path, no drive or stream of Windows, neither `.` nor `..`. */
export const plainName = z.string().regex(/^(?!\.{1,2}$)[^/\\:\0]+$/, 'must be a plain file name');

const fileSchema = z.object({
  name: plainName,
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The checkpoint that a model was converted from. */
const sourceSchema = z.strictObject({
  /** Its files with those that were read only in part. */
  files: z.array(fileSchema),
  /** Element types of its tensors, as safetensors names them. */
  elementTypes: z.array(z.string()),
  /** Where it was published, e.g. "Salesforce/CoDA-v0-Base", and the commit. */
  repository: z.string().optional(),
  revision: z.string().optional(),
});

const weightFormat = z.enum(['fp32', 'int8', 'int8-blocks', 'int4-blocks']);

/** whetstone-model.json: what a folder holds, so that a damaged or exchanged file is noticed before it is used. */
export const manifestSchema = z.object({
  format: z.literal(1),
  id: z.string().min(1),
  family: z.string().min(1),
  parameters: z.number().int().positive(),
  /** Name of the formats of the weights, as a conversion is asked for; 'gguf': whatever the file says that somebody else made. */
  quantisation: z.enum([
    'fp32',
    'int8',
    'int8-blocks',
    'int4',
    'gguf-f16',
    'gguf-q8_0',
    'gguf',
  ]) satisfies z.ZodType<StoredFormat>,
  /** The formats themselves; GGUF files and models converted by version 0.1 go without. */
  weights: z
    .object({
      blocks: weightFormat,
      embedding: weightFormat,
      head: weightFormat,
      blockSize: z.union([z.literal(32), z.literal(128)]),
      blockActivations: z.enum(['int8', 'fp32']).optional(),
    })
    .optional(),
  /** Models converted by version 0.1 have the SHA-256 of the checkpoint's files, by file name. */
  source: z.union([sourceSchema, z.record(z.string(), z.string())]),
  files: z.array(fileSchema),
});
export type ModelManifest = z.infer<typeof manifestSchema>;
export type ManifestFile = z.infer<typeof fileSchema>;

export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
