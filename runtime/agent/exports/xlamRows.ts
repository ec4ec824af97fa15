/** Rows to train xLAM-2 further: one for each answer that was right, with the prompt as the model is given it. */
import { z } from 'zod';
import { conversationOf, exactJson, promptText, xlamCalls, xlamInstruction, xlamPrompt } from '../../functionCalling';
import type { Message, ToolDefinition } from '../../gateway/types';
import type { StoredRun } from '../traces';
import type { Cleaner } from './cleanText';
import { trajectory, type TrajectoryTurn } from './trajectory';
import { unifiedMessage, unifiedMessageOf, unifiedToolOf } from './unified';

export const xlamRow = z.strictObject({
  /** `<run>---<number of the message, from 1>`. */
  id: z.string().regex(/^.+---\d+$/),
  /** JSON texts: the loader of the training program wants them so. */
  messages: z.string(),
  tools: z.string(),
  /** What the model is to write: calls as a list, or text. */
  chosen: z.string().min(1),
  output_message: unifiedMessage,
  /** For the Qwen sizes, byte for byte. */
  prompt: z.string().min(1),
});

export type XlamRow = z.infer<typeof xlamRow>;

/** Answers that the format's own converter drops. */
const nothing = /^(?:none|null)?$/i;

/** Calls that were wrong or led nowhere are context, and no example. */
export function xlamRowsOf(run: StoredRun, cleaner: Cleaner): readonly XlamRow[] {
  const turns = trajectory(run, cleaner, true);
  const tools = run.tools.map((tool) => ({ ...tool, description: cleaner.words(tool.description) }));
  const system = { role: 'system', content: `${run.system}\n${xlamInstruction}` };
  return turns.flatMap((turn, index) => {
    if (turn.role !== 'assistant' || turn.faulty) return [];
    if (turn.calls.length === 0 && nothing.test(turn.text.trim())) return [];
    const before = turns.slice(0, index);
    return [
      xlamRow.parse({
        id: `${run.run.id}---${index + 1}`,
        messages: JSON.stringify([system, ...before.map(unifiedMessageOf)]),
        tools: JSON.stringify(run.tools.map((tool) => unifiedToolOf(tool, cleaner))),
        chosen: chosenOf(turn),
        output_message: unifiedMessageOf(turn),
        prompt: promptOf(run.system, before, tools),
      }),
    ];
  });
}

function chosenOf({ text, calls }: Extract<TrajectoryTurn, { readonly role: 'assistant' }>): string {
  if (calls.length === 0) return text.trim();
  return xlamCalls(calls.map(({ name, input }) => ({ name, arguments: exactJson(input) })));
}

function promptOf(system: string, turns: readonly TrajectoryTurn[], tools: readonly ToolDefinition[]): string {
  const messages: readonly Message[] = [
    { role: 'system', content: [{ type: 'text', text: system }] },
    ...turns.map((turn): Message => {
      switch (turn.role) {
        case 'user':
          return { role: 'user', content: [{ type: 'text', text: turn.text }] };
        case 'assistant':
          return {
            role: 'assistant',
            content:
              turn.calls.length === 0
                ? [{ type: 'text', text: turn.text }]
                : turn.calls.map((call) => ({ type: 'tool-call', ...call })),
          };
        case 'tool':
          return { role: 'tool', content: [{ type: 'tool-result', id: turn.id, name: turn.name, output: turn.text }] };
      }
    }),
  ];
  return promptText(xlamPrompt(conversationOf(messages, tools), 'xlam-qwen'));
}
