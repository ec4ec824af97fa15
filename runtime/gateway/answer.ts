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
