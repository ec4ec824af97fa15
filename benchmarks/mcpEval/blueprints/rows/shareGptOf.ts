/** The form of APIGen-MT-5k, with the licence note beside its keys; and the way back. */
import { z } from 'zod';
import { shareGptRow, type UnifiedMessage, type UnifiedRecord } from '../../../../runtime/agent';
import { exactJson, pythonJson } from '../../../../runtime/functionCalling';

export const notedShareGptRow = shareGptRow.extend({ metadata: z.record(z.string(), z.json()) });
export type NotedShareGptRow = z.infer<typeof notedShareGptRow>;

/** One call is followed by its observation, as the form wants. */
export function shareGptOf({
  unique_trajectory_id: id,
  task_instruction: system,
  tools,
  conversation,
  metadata,
}: UnifiedRecord): NotedShareGptRow {
  const results = new Map(
    conversation.flatMap((message) => (message.role === 'tool' ? [[message.tool_call_id, message.content]] : [])),
  );
  return notedShareGptRow.parse({
    conversations: conversation.flatMap((message) => saidOf(message, results)),
    tools: pythonJson(exactJson(tools.map((tool) => tool.function))),
    system,
    metadata: { unique_trajectory_id: id, ...metadata },
  });
}

function saidOf(message: UnifiedMessage, results: ReadonlyMap<string, string>): NotedShareGptRow['conversations'] {
  if (message.role === 'user') return [{ from: 'human', value: message.content }];
  if (message.role === 'tool') return [];
  const words = message.content.trim() === '' ? [] : [{ from: 'gpt' as const, value: message.content }];
  if (!('tool_calls' in message)) return words;
  return [
    ...words,
    ...message.tool_calls.flatMap(({ id, function: { name, arguments: input } }) => [
      { from: 'function_call' as const, value: pythonJson(exactJson({ name, arguments: input })) },
      { from: 'observation' as const, value: results.get(id) ?? '' },
    ]),
  ];
}

const shownTool = z.object({
  name: z.string(),
  description: z.string().default(''),
  parameters: z.record(z.string(), z.json()).default({ type: 'object' }),
});
const shownCall = z.object({ name: z.string().min(1), arguments: z.record(z.string(), z.json()).default({}) });

/** @returns what a record of the unified form would be made of @throws SyntaxError, ZodError where its JSON texts are none */
export function unifiedFromShareGpt(
  row: Pick<NotedShareGptRow, 'conversations' | 'tools' | 'system'>,
  id: string,
  metadata: NotedShareGptRow['metadata'],
): unknown {
  const tools = z.array(shownTool).parse(JSON.parse(row.tools));
  const conversation: object[] = [];
  let last: { readonly id: string; readonly name: string } | undefined;
  for (const [index, { from, value }] of row.conversations.entries()) {
    if (from === 'function_call') {
      const { name, arguments: input } = shownCall.parse(JSON.parse(value));
      last = { id: `call_${index + 1}`, name };
      const called = [{ id: last.id, type: 'function', function: { name, arguments: input } }];
      conversation.push({ role: 'assistant', content: '', tool_calls: called });
    } else if (from === 'observation') {
      conversation.push({ role: 'tool', name: last?.name ?? '', content: value, tool_call_id: last?.id ?? '' });
    } else {
      conversation.push({ role: from === 'human' ? 'user' : 'assistant', content: value });
    }
  }
  return {
    ...{ unique_trajectory_id: id, task_instruction: row.system, conversation, metadata },
    tools: tools.map((tool) => ({ type: 'function', function: tool })),
  };
}
