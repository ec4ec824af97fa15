import { z } from 'zod';

const message = z.looseObject({
  role: z.string().optional(),
  content: z.unknown().optional(),
  tool_calls: z.unknown().optional(),
});

/** What the agent said last without calling a tool; '' where it never did. */
export function finalResponse(conversation: readonly unknown[]): string {
  for (const each of [...conversation].reverse()) {
    const { data } = message.safeParse(each);
    if (data?.role !== 'assistant' || hasCalls(data.tool_calls)) continue;
    if (typeof data.content === 'string' && data.content !== '') return data.content;
  }
  return '';
}

const hasCalls = (calls: unknown) => (Array.isArray(calls) ? calls.length > 0 : calls !== undefined && calls !== null);
