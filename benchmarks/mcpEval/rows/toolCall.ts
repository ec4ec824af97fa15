import { z } from 'zod';
import type { Json } from '../../core/runs/types';

const json: z.ZodType<Json> = z.json();

/** A call as the reference's files write it. */
export const toolCall = z.object({ tool_name: z.string(), tool_parameters: z.record(z.string(), json) });

export type ToolCall = z.infer<typeof toolCall>;

/** Calls of a row in their order; what is no call is left out, as the reference does. */
export function toolCallsOf(value: unknown): readonly ToolCall[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown) => {
    const parsed = toolCall.safeParse(each);
    return parsed.success ? [parsed.data] : [];
  });
}
