import { GatewayError } from '../gatewayError';
import type { FinishReason, GenerateEvent, GenerateRequest, Json, Usage } from '../types';

/**
 * The gateway's own `generate`, or anything that plays it.
 * @param spent is told the cost of each attempt once it is settled, in micro-dollars: a call that fails costs, too
 */
export type Generate = (
  request: GenerateRequest,
  signal: AbortSignal,
  spent?: (cost: number) => void,
) => AsyncIterable<GenerateEvent>;

export interface CollectedAnswer {
  readonly text: string;
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly input: Json }[];
  /** That answered in the end. */
  readonly model: string;
  readonly call: string;
  readonly decision: string;
  readonly finish: FinishReason;
  /** Micro-dollars. */
  readonly cost: number;
  readonly usage: Usage;
}

/** Who looks on while an answer comes. */
export interface Onlooker {
  readonly spent: (cost: number) => void;
  /** 'started' and 'warning'. */
  readonly event: (event: GenerateEvent) => void;
}

/** @throws GatewayError of the call, and 'bad-answer' when it ends without saying so */
export async function collectAnswer(
  generate: Generate,
  request: GenerateRequest,
  signal: AbortSignal,
  onlooker: Onlooker,
): Promise<CollectedAnswer> {
  let text = '';
  const toolCalls: CollectedAnswer['toolCalls'][number][] = [];
  for await (const event of generate(request, signal, onlooker.spent)) {
    if (event.type === 'text') text += event.text;
    else if (event.type === 'tool-call') toolCalls.push({ id: event.id, name: event.name, input: event.input });
    else if (event.type === 'started' || event.type === 'warning') onlooker.event(event);
    else if (event.type === 'finish') {
      const { call, decision, finish, model, cost, usage } = event;
      return { text, toolCalls, call, decision, finish, model, cost, usage };
    }
  }
  throw new GatewayError('bad-answer', `${request.model} ended without an answer.`, 'Try again.');
}
