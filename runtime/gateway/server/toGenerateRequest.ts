import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { GatewayError } from '../gatewayError';
import { purposeSchema } from '../requestSchema';
import type { GenerateRequest, Json, Message, MessagePart, OutputForm, ToolChoice } from '../types';
import type { ChatCompletion, ChatMessage } from './chatCompletionSchema';

/** Whose work a request is may stand in headers, which any client can be told to send: bodies belong to OpenAI. */
const headersSchema = z.object({
  'x-whetstone-purpose': purposeSchema.optional(),
  'x-whetstone-task': z.string().min(1).max(500).optional(),
  'x-whetstone-project': z.string().min(1).max(500).optional(),
  'x-whetstone-conversation': z.string().min(1).max(500).optional(),
  'x-whetstone-local-only': z.enum(['true', 'false']).optional(),
  /** Micro-dollars that this call may cost at most. */
  'x-whetstone-ceiling': z.coerce.number().int().nonnegative().optional(),
});

/** @throws GatewayError bad-request; ZodError for a header that makes no sense */
export function toGenerateRequest(body: ChatCompletion, headers: IncomingHttpHeaders): GenerateRequest {
  const own = headersSchema.parse(headers);
  const tools = (body.tools ?? []).map(({ function: { name, description, parameters } }) => ({
    name,
    description: description ?? '',
    inputSchema: parameters ?? { type: 'object', properties: {} },
  }));
  const names = new Map(
    body.messages.flatMap((message) =>
      message.role === 'assistant' ? (message.tool_calls ?? []).map(({ id, function: { name } }) => [id, name]) : [],
    ) as readonly (readonly [string, string])[],
  );
  return {
    model: body.model,
    messages: body.messages.map((message) => toMessage(message, names)),
    ...(tools.length > 0 && { tools }),
    toolChoice: toToolChoice(body.tool_choice),
    output: toOutput(body.response_format),
    maxOutputTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
    temperature: body.temperature ?? undefined,
    topP: body.top_p ?? undefined,
    seed: body.seed ?? undefined,
    stop: typeof body.stop === 'string' ? [body.stop] : (body.stop ?? undefined),
    purpose: own['x-whetstone-purpose'] ?? (tools.length > 0 ? 'tool-use' : 'chat'),
    task: own['x-whetstone-task'],
    project: own['x-whetstone-project'],
    conversation: own['x-whetstone-conversation'] ?? body.prompt_cache_key ?? conversationOf(body),
    localOnly: own['x-whetstone-local-only'] === 'true' ? true : undefined,
    ceiling: own['x-whetstone-ceiling'],
  };
}

/** Turns of one conversation begin alike: with the same instructions and the same first question. */
function conversationOf({ messages }: ChatCompletion): string {
  const first = messages.findIndex(({ role }) => role === 'user');
  const start = JSON.stringify(messages.slice(0, first + 1));
  return `chat-${createHash('sha256').update(start).digest('hex').slice(0, 24)}`;
}

function toMessage(message: ChatMessage, toolNames: ReadonlyMap<string, string>): Message {
  switch (message.role) {
    case 'system':
    case 'developer':
      return { role: 'system', content: textsOf(message.content) };
    case 'user':
      return {
        role: 'user',
        content:
          typeof message.content === 'string'
            ? textsOf(message.content)
            : message.content.map((part) => (part.type === 'text' ? part : imageOf(part.image_url.url))),
      };
    case 'assistant': {
      const texts = Array.isArray(message.content)
        ? message.content.map((part) => (part.type === 'text' ? part.text : part.refusal))
        : [message.content ?? message.refusal ?? ''];
      return {
        role: 'assistant',
        content: [
          ...texts.filter((text) => text !== '').map((text): MessagePart => ({ type: 'text', text })),
          ...(message.tool_calls ?? []).map(({ id, function: { name, arguments: input } }): MessagePart => ({
            type: 'tool-call',
            id,
            name,
            input: toolInput(input, name),
          })),
        ],
      };
    }
    case 'tool': {
      const { tool_call_id: id } = message;
      const name = toolNames.get(id);
      if (name === undefined) {
        throw new GatewayError(
          'bad-request',
          `The result of the tool call ${id} stands there without the call.`,
          'Send the assistant’s message with its tool_calls before it.',
        );
      }
      const output = textsOf(message.content)
        .map((part) => part.text)
        .join('');
      return { role: 'tool', content: [{ type: 'tool-result', id, name, output }] };
    }
  }
}

function textsOf(
  content: string | readonly { readonly text: string }[],
): readonly { readonly type: 'text'; readonly text: string }[] {
  return (typeof content === 'string' ? [{ text: content }] : content).map(({ text }) => ({ type: 'text', text }));
}

function imageOf(url: string): MessagePart {
  const [, mediaType, data] = /^data:(image\/[\w.+-]+);base64,([A-Za-z0-9+/=]+)$/.exec(url) ?? [];
  if (mediaType === undefined || data === undefined) {
    throw new GatewayError(
      'bad-request',
      'Images are taken as data only (data:image/png;base64,…): nothing is fetched for a request.',
      'Send the image itself.',
    );
  }
  return { type: 'image', mediaType, data };
}

const json: z.ZodType<Json> = z.json();

function toolInput(text: string, name: string): Json {
  try {
    return text.trim() === '' ? {} : json.parse(JSON.parse(text));
  } catch {
    throw new GatewayError(
      'bad-request',
      `The arguments of a call of the tool ${name} are not JSON.`,
      'Send them as the model wrote them.',
    );
  }
}

function toToolChoice(choice: ChatCompletion['tool_choice']): ToolChoice | undefined {
  if (choice === null || choice === undefined) return undefined;
  return typeof choice === 'string' ? { kind: choice } : { kind: 'tool', name: choice.function.name };
}

function toOutput(format: ChatCompletion['response_format']): OutputForm | undefined {
  switch (format?.type) {
    case undefined:
    case 'text':
      return undefined;
    case 'json_object':
      return { kind: 'json' };
    case 'json_schema':
      return { kind: 'json', name: format.json_schema.name, schema: format.json_schema.schema ?? undefined };
  }
}
