// The small form of the schema library: the whole of it would be three quarters of the extension's bundle.
import * as z from 'zod/mini';
import type { ActivityEntry } from '../../webviews/activity/protocol';

const count = z.int().check(z.nonnegative());
const milliseconds = z.number().check(z.nonnegative());

/** One line of the activity file, which may have been written by another version of the extension, or cut short. */
export const activityEntrySchema: z.ZodMiniType<ActivityEntry> = z.object({
  id: z.string().check(z.minLength(1)),
  time: z.number().check(z.nonnegative()),
  file: z.string(),
  languageId: z.string(),
  extent: z.enum(['line', 'block']),
  model: z.string(),
  ms: z.object({ context: milliseconds, denoise: milliseconds, total: milliseconds }),
  forwardPasses: count,
  tokens: count,
  contextTokens: count,
  contextReused: count,
  outcome: z.enum(['shown', 'accepted', 'partlyAccepted', 'dismissed', 'superseded']),
});
