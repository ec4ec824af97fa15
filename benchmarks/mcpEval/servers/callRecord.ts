import { z } from 'zod';
import type { Json } from '../../core/runs/types';

const json: z.ZodType<Json> = z.json();

/** One call with all that came of it. */
export const callRecord = z.object({
  /** As the model called it. */
  tool: z.string(),
  /** undefined: there is no such tool. */
  server: z.string().optional(),
  input: json,
  isError: z.boolean(),
  /** What the model was shown. */
  text: z.string(),
  /** All blocks as the server gave them; blobs are cut. */
  content: z.array(json),
  structuredContent: json.optional(),
  milliseconds: z.number(),
  /** The server ended in the call, or did not answer. */
  failure: z.string().optional(),
  /** The server's process ended. */
  died: z.boolean().optional(),
});

export type CallRecord = z.infer<typeof callRecord>;
