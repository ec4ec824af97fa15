import { z } from 'zod';
import {
  weightPrecisions,
  type AcceptLicenceParams,
  type AddFolderParams,
  type CancelParams,
  type DownloadParams,
  type ModelParams,
} from '../protocol';

const model = z.string().min(1).max(100);
const precision = z.enum(weightPrecisions);

export const modelParamsSchema: z.ZodType<ModelParams> = z.object({ model });

export const acceptLicenceParamsSchema: z.ZodType<AcceptLicenceParams> = z.object({
  model,
  textSha256: z.string().regex(/^[0-9a-f]{64}$/),
  by: z.string().max(200).optional(),
});

export const downloadParamsSchema: z.ZodType<DownloadParams> = z.object({
  model,
  precision: precision.optional(),
  keepSource: z.boolean().optional(),
  token: z.string().max(2000).optional(),
});

export const cancelParamsSchema: z.ZodType<CancelParams> = z.object({ model, discard: z.boolean().optional() });

export const addFolderParamsSchema: z.ZodType<AddFolderParams> = z.object({
  folder: z.string().min(1),
  id: z.string().optional(),
  how: z.enum(['copy', 'reference']).optional(),
  precision: precision.optional(),
});
