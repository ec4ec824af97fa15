/** Turns VS Code's chat requests into those of the gateway. No 'vscode'. */
import { createHash } from 'node:crypto';
import type {
  GenerateRequest,
  Json,
  JsonSchema,
  Message,
  MessagePart,
  ToolDefinition,
} from '../../runtime/gateway/protocol';
import { editorPart, type DataPart } from './editorParts';

/** A message as VS Code hands it to a provider. Role 1: user, 2: assistant, 3: system (proposed). */
export interface EditorMessage {
  readonly role: number;
  readonly content: readonly unknown[];
}

export interface EditorTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema?: object | undefined;
}

export interface EditorRequest {
  readonly model: string;
  readonly messages: readonly EditorMessage[];
  readonly tools: readonly EditorTool[];
  /** 1: auto, 2: required. */
  readonly toolMode: number;
  readonly modelOptions: Readonly<Record<string, unknown>>;
  readonly project: string | undefined;
}

const requiredMode = 2;

export function toGatewayRequest(request: EditorRequest): GenerateRequest {
  const messages = toMessages(request.messages);
  const { modelOptions: options, tools } = request;
  return {
    model: request.model,
    messages,
    // The parts that may be left out are left out: the request travels between processes.
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(toTool),
          toolChoice: { kind: request.toolMode === requiredMode ? 'required' : 'auto' },
        }),
    ...numberOption('maxOutputTokens', options, [
      'maxOutputTokens',
      'max_tokens',
      'maxTokens',
      'max_completion_tokens',
    ]),
    ...numberOption('temperature', options, ['temperature']),
    ...numberOption('topP', options, ['top_p', 'topP']),
    ...numberOption('seed', options, ['seed']),
    ...stopOption(options.stop),
    purpose: tools.length === 0 ? 'chat' : 'tool-use',
    ...(request.project === undefined ? {} : { project: request.project }),
    conversation: conversationOf(messages),
  };
}

/** Tool results stand in the user's messages there, and in messages of their own here. */
export function toMessages(messages: readonly EditorMessage[]): readonly Message[] {
  const names = new Map<string, string>();
  return messages.flatMap(({ role, content }): readonly Message[] => {
    const results: MessagePart[] = [];
    const parts: MessagePart[] = [];
    for (const each of content) {
      const part = editorPart(each);
      switch (part.kind) {
        case 'text':
          if (part.text !== '') parts.push({ type: 'text', text: part.text });
          break;
        case 'other':
          if (part.json !== '') parts.push({ type: 'text', text: part.json });
          break;
        case 'tool-call': {
          const { callId, name, input } = part.part;
          names.set(callId, name);
          parts.push({ type: 'tool-call', id: callId, name, input: asJson(input) });
          break;
        }
        case 'tool-result': {
          const { callId, content: output } = part.part;
          results.push({
            ...{ type: 'tool-result', id: callId, name: names.get(callId) ?? 'tool' },
            output: output.map(resultText).filter(Boolean).join('\n'),
          });
          break;
        }
        case 'data':
          parts.push(...dataParts(part.part));
          break;
      }
    }
    const own = role === 2 ? 'assistant' : role === 3 ? 'system' : 'user';
    return [
      ...(results.length === 0 ? [] : [{ role: 'tool', content: results } as const]),
      ...(parts.length === 0 ? [] : [{ role: own, content: parts } as const]),
    ];
  });
}

/**
 * An id that stays the same while a conversation goes on, made of how it began: VS Code tells none. It keeps a conversation on
 * the model whose prompt cache is warm. Of the texts only a hash goes on.
 */
export function conversationOf(messages: readonly Message[]): string {
  const hash = createHash('sha256');
  for (const message of messages) {
    hash.update(`${message.role}\0${JSON.stringify(message.content)}\0`);
    if (message.role === 'user') break;
  }
  return hash.digest('hex').slice(0, 16);
}

function toTool({ name, description, inputSchema }: EditorTool): ToolDefinition {
  const schema = asJson(inputSchema ?? {});
  const object = isSchema(schema) ? schema : {};
  return { name, description, inputSchema: 'type' in object ? object : { type: 'object', properties: {}, ...object } };
}

function isSchema(value: Json): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** VS Code hands over what other extensions made: it is JSON after this. */
function asJson(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

function dataParts({ mimeType, data }: DataPart): readonly MessagePart[] {
  if (mimeType.startsWith('image/')) {
    return [{ type: 'image', mediaType: mimeType, data: Buffer.from(data).toString('base64') }];
  }
  // Marks of other providers (caches, state of theirs) are not for a model to read.
  return isText(mimeType) ? [{ type: 'text', text: Buffer.from(data).toString('utf8') }] : [];
}

function resultText(each: unknown): string {
  const part = editorPart(each);
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'other':
      return part.json;
    case 'data':
      return isText(part.part.mimeType)
        ? Buffer.from(part.part.data).toString('utf8')
        : `[${part.part.mimeType}, ${part.part.data.length} bytes]`;
    default:
      return '';
  }
}

function isText(mimeType: string): boolean {
  return mimeType.startsWith('text/') || mimeType === 'application/json' || mimeType.endsWith('+json');
}

function numberOption<K extends string>(
  key: K,
  options: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Partial<Record<K, number>> {
  const value = names.map((name) => options[name]).find((each) => typeof each === 'number' && Number.isFinite(each));
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, number>>);
}

function stopOption(stop: unknown): Pick<GenerateRequest, 'stop'> {
  if (typeof stop === 'string') return { stop: [stop] };
  return Array.isArray(stop) && stop.length > 0 && stop.every((each) => typeof each === 'string') ? { stop } : {};
}
