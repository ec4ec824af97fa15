import { GatewayError } from '../gatewayError';
import type { GenerateEvent, GenerateRequest, Json, Usage } from '../types';

/** The gateway's own `generate`, or anything that plays it. */
export type Generate = (request: GenerateRequest, signal: AbortSignal) => AsyncIterable<GenerateEvent>;

export interface CollectedAnswer {
  readonly text: string;
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly input: Json }[];
  /** That answered in the end. */
  readonly model: string;
  /** Micro-dollars. */
  readonly cost: number;
  readonly usage: Usage;
}

/** @throws GatewayError of the call, and 'bad-answer' when it ends without saying so */
export async function collectAnswer(
  generate: Generate,
  request: GenerateRequest,
  signal: AbortSignal,
): Promise<CollectedAnswer> {
  let text = '';
  const toolCalls: CollectedAnswer['toolCalls'][number][] = [];
  for await (const event of generate(request, signal)) {
    if (event.type === 'text') text += event.text;
    else if (event.type === 'tool-call') toolCalls.push({ id: event.id, name: event.name, input: event.input });
    else if (event.type === 'finish') {
      return { text, toolCalls, model: event.model, cost: event.cost, usage: event.usage };
    }
  }
  throw new GatewayError('bad-answer', `${request.model} ended without an answer.`, 'Try again.');
}
