import type {
  JSONValue,
  LanguageModelV4FilePart,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4TextPart,
  LanguageModelV4ToolResultOutput,
  SharedV4ProviderMetadata,
} from '@ai-sdk/provider';
import type { Json, Message, MessagePart } from '../types';

/** What a provider wants to see again with a reasoning part or a tool call; undefined: nothing. */
export interface Remembered {
  reasoning(signature: string | undefined): SharedV4ProviderMetadata | undefined;
  toolCall(id: string): SharedV4ProviderMetadata | undefined;
}

/** Messages as the AI SDK takes them. What a provider did not think itself is left out: no other understands it. */
export function toPrompt(messages: readonly Message[], remembered: Remembered): LanguageModelV4Prompt {
  return messages.flatMap((message) => toMessage(message, remembered) ?? []);
}

function toMessage({ role, content }: Message, remembered: Remembered): LanguageModelV4Message | undefined {
  switch (role) {
    case 'system':
      return { role, content: textOf(content) };
    case 'user':
      return { role, content: content.flatMap((part) => userPart(part) ?? []) };
    case 'assistant':
      return { role, content: content.flatMap((part) => assistantPart(part, remembered) ?? []) };
    case 'tool':
      return {
        role,
        content: content.flatMap((part) =>
          part.type === 'tool-result'
            ? [{ type: 'tool-result' as const, toolCallId: part.id, toolName: part.name, output: toolOutput(part) }]
            : [],
        ),
      };
  }
}

function textOf(content: readonly MessagePart[]): string {
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

function userPart(part: MessagePart): LanguageModelV4TextPart | LanguageModelV4FilePart | undefined {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'image':
      return { type: 'file', mediaType: part.mediaType, data: { type: 'data', data: part.data } };
    default:
      return undefined;
  }
}

type AssistantPart = Extract<LanguageModelV4Message, { readonly role: 'assistant' }>['content'][number];

function assistantPart(part: MessagePart, remembered: Remembered): AssistantPart | undefined {
  switch (part.type) {
    case 'text':
      return part.text === '' ? undefined : { type: 'text', text: part.text };
    case 'reasoning': {
      const providerOptions = remembered.reasoning(part.signature);
      return providerOptions && { type: 'reasoning', text: part.text, providerOptions };
    }
    case 'tool-call': {
      const providerOptions = remembered.toolCall(part.id);
      return {
        type: 'tool-call',
        toolCallId: part.id,
        toolName: part.name,
        input: part.input,
        ...(providerOptions && { providerOptions }),
      };
    }
    default:
      return undefined;
  }
}

function toolOutput({
  output,
  isError,
}: Extract<MessagePart, { readonly type: 'tool-result' }>): LanguageModelV4ToolResultOutput {
  if (typeof output === 'string') return { type: isError ? 'error-text' : 'text', value: output };
  return { type: isError ? 'error-json' : 'json', value: toJsonValue(output) };
}

/** The AI SDK's JSON, whose arrays and objects are not readonly. */
export function toJsonValue(value: Json): JSONValue {
  if (value === null || typeof value !== 'object') return value;
  if (isArray(value)) return value.map(toJsonValue);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toJsonValue(each)]));
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
