import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';

/** Name of the manifest in a model folder. */
export const manifestFile = 'whetstone-model.json';

/** Of a file in the folder itself: no path, no drive or stream of Windows, neither `.` nor `..`. */
export const plainName = z.string().regex(/^(?!\.{1,2}$)[^/\\:\0]+$/, 'must be a plain file name');

const fileSchema = z.object({
  name: plainName,
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** whetstone-model.json: what a folder holds, so that a damaged or exchanged file is noticed before it is used. */
export const manifestSchema = z.object({
  format: z.literal(1),
  id: z.string().min(1),
  family: z.string().min(1),
  parameters: z.number().int().positive(),
  quantisation: z.enum(['int8', 'fp32']),
  /** SHA-256 of the checkpoint's files that it was converted from, by file name. */
  source: z.record(z.string(), z.string()),
  files: z.array(fileSchema),
});
export type ModelManifest = z.infer<typeof manifestSchema>;
export type ManifestFile = z.infer<typeof fileSchema>;

export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
