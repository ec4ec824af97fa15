import { z } from 'zod';
import type { DownloadRequest } from '../downloads/runDownload';
import { weightPrecisions } from '../protocol';

/** Exit codes of the process, besides 0. */
export const exitFailed = 1;
/** Another process is at this model already. */
export const exitBusy = 75;

/** What the process reads from standard input. */
export const requestSchema: z.ZodType<DownloadRequest> = z.object({
  modelsFolder: z.string().min(1),
  model: z.string().min(1),
  precision: z.enum(weightPrecisions),
  keepSource: z.boolean(),
  endpoint: z.string().optional(),
  token: z.string().optional(),
  proxy: z.string().optional(),
  parallel: z.number().int().min(1).max(16).optional(),
  patience: z
    .object({
      attempts: z.number().int().min(1),
      firstPauseMs: z.number(),
      longestPauseMs: z.number(),
      longestAskedPauseMs: z.number(),
      silenceMs: z.number(),
    })
    .optional(),
});
