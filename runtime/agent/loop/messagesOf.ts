import type { Message, MessagePart } from '../../gateway/types';
import type { TraceStep } from '../types';
import type { Thought } from '../traces';
import { forgottenCalls, stubOf } from './forgetting';
import { outputText, promptText } from './systemText';

export interface Told {
  readonly system: string;
  readonly history: readonly Message[];
  readonly steps: readonly TraceStep[];
  readonly thoughts: ReadonlyMap<number, readonly Thought[]>;
  readonly fence: string;
}

/** The conversation as the next call of a model is given it. Made of steps alone, so that a run goes on where it was broken off. */
export function messagesOf({ system, history, steps, thoughts, fence }: Told): readonly Message[] {
  const forgotten = forgottenCalls(steps);
  const messages: Message[] = [text('system', system), ...history];
  let results: MessagePart[] = [];
  const settle = () => {
    if (results.length > 0) messages.push({ role: 'tool', content: results });
    results = [];
  };
  for (const step of steps) {
    if (step.kind === 'tool') {
      const { id, name, isError } = step;
      const output = forgotten.has(id) ? stubOf(step) : outputText(step, fence);
      results.push({ type: 'tool-result', id, name, output, isError });
      continue;
    }
    // Notes that the model is not told may stand between the results of one turn.
    if (step.kind !== 'note' || step.told !== undefined) settle();
    switch (step.kind) {
      case 'user':
        messages.push(text('user', promptText(step, fence)));
        break;
      case 'model': {
        const content: readonly MessagePart[] = [
          ...(thoughts.get(step.index) ?? []),
          ...(step.text === '' ? [] : [{ type: 'text' as const, text: step.text }]),
          ...step.calls.map((call) => ({ type: 'tool-call' as const, ...call })),
        ];
        if (content.some(({ type }) => type !== 'reasoning')) messages.push({ role: 'assistant', content });
        break;
      }
      case 'note':
        if (step.told !== undefined) messages.push(text('user', step.told));
        break;
    }
  }
  settle();
  return messages;
}

function text(role: 'system' | 'user', words: string): Message {
  return { role, content: [{ type: 'text', text: words }] };
}
