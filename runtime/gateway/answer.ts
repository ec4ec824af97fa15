import type { CallEvent } from './calls/executeCall';
import type { FinishReason, GenerateRequest, Json, Verifier } from './types';

/** A whole answer, for whoever checks it. */
export interface Answer {
  readonly text: string;
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly input: Json }[];
  readonly finish: FinishReason;
}

export type Verdict = { readonly passed: true } | { readonly passed: false; readonly reason: string };

/** Checks an answer of a local model, cheapest check first. */
export type VerifyAnswer = (
  verifiers: readonly Verifier[],
  answer: Answer,
  request: GenerateRequest,
  signal: AbortSignal,
) => Promise<Verdict>;

export function answerOf(events: readonly CallEvent[], finish: FinishReason): Answer {
  return {
    text: events.map((event) => (event.type === 'text' ? event.text : '')).join(''),
    toolCalls: events.flatMap((event) =>
      event.type === 'tool-call' ? [{ id: event.id, name: event.name, input: event.input }] : [],
    ),
    finish,
  };
}

/** What can be told of an answer by its form alone; verifiers that need more are passed by. */
export const verifyForm: VerifyAnswer = async (verifiers, answer, request) => {
  if (answer.finish === 'length') return { passed: false, reason: 'it was cut off at its longest' };
  for (const { kind } of verifiers) {
    if (kind === 'json' && answer.toolCalls.length === 0 && !isJson(answer.text)) {
      return { passed: false, reason: 'it is not JSON' };
    }
    const tools = request.tools ?? [];
    if (kind === 'tool-call' && !answer.toolCalls.every(({ name }) => tools.some((tool) => tool.name === name))) {
      return { passed: false, reason: 'it calls a tool that does not exist' };
    }
    if (kind === 'tool-call' && request.toolChoice?.kind === 'required' && answer.toolCalls.length === 0) {
      return { passed: false, reason: 'it calls no tool' };
    }
  }
  return { passed: true };
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
