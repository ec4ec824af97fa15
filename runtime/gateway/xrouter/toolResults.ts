import type { MessagePart } from '../types';
import type { CollectedAnswer } from './collectAnswer';
import type { CallTrace } from './trace';

/** A call that the router model made. */
export type ToolCall = CollectedAnswer['toolCalls'][number];

/** What a call of the router is told: the answer, or what was wrong. */
export function resultOf(call: ToolCall, { answer, error }: CallTrace): MessagePart {
  if (answer === undefined) return toolResult(call, error ?? 'It has not answered.', true);
  const { text, toolCalls } = answer;
  return toolResult(call, toolCalls.length === 0 ? text : JSON.stringify({ text, toolCalls }), false);
}

export function toolResult({ id, name }: ToolCall, output: string, isError: boolean): MessagePart {
  return { type: 'tool-result', id, name, output, isError };
}
