import type { GenerateEvent, GenerateRequest, Json, Message } from '../../../runtime/gateway/types';

export interface ModelReply {
  readonly text: string;
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly input: Json }[];
}

/** One call of the model that makes or checks tasks. */
export type TaskModel = (
  request: Pick<GenerateRequest, 'messages' | 'tools'>,
  signal: AbortSignal,
) => Promise<ModelReply>;

/** A gateway, here or in another process. */
export interface Generates {
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent>;
}

export function gatewayTaskModel(gateway: Generates, model: string): TaskModel {
  return async (request, signal) => {
    let text = '';
    const toolCalls: { id: string; name: string; input: Json }[] = [];
    const asked = { ...request, model, purpose: 'evaluation' as const, temperature: 0.2, maxOutputTokens: 4000 };
    for await (const event of gateway.generate(asked, signal)) {
      if (event.type === 'text') text += event.text;
      else if (event.type === 'tool-call') toolCalls.push({ id: event.id, name: event.name, input: event.input });
    }
    return { text, toolCalls };
  };
}

export const textMessage = (role: 'system' | 'user', text: string): Message => ({
  role,
  content: [{ type: 'text', text }],
});
