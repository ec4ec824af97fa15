import type {
  JSONSchema7,
  LanguageModelV4CallOptions,
  LanguageModelV4FunctionTool,
  LanguageModelV4ToolChoice,
} from '@ai-sdk/provider';
import { z } from 'zod';
import type { JsonSchema, OutputForm, ToolChoice, ToolDefinition } from '../types';
import type { ProviderCall } from './provider';
import { toPrompt, type Remembered } from './toPrompt';

/** A call as the AI SDK takes it. */
export function callOptions(call: ProviderCall, remembered: Remembered): LanguageModelV4CallOptions {
  const { request } = call;
  const tools = request.tools?.map(toTool) ?? [];
  const toolChoice = request.toolChoice && tools.length > 0 ? toToolChoice(request.toolChoice) : undefined;
  return {
    prompt: toPrompt(request.messages, remembered),
    maxOutputTokens: call.maxOutputTokens,
    abortSignal: call.signal,
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(request.topP !== undefined && { topP: request.topP }),
    ...(request.seed !== undefined && { seed: request.seed }),
    ...(request.stop !== undefined && request.stop.length > 0 && { stopSequences: [...request.stop] }),
    ...(tools.length > 0 && { tools }),
    ...(toolChoice && { toolChoice }),
    ...(request.output && { responseFormat: toResponseFormat(request.output) }),
  };
}

function toTool({ name, description, inputSchema }: ToolDefinition): LanguageModelV4FunctionTool {
  return { type: 'function', name, description, inputSchema: toJsonSchema(inputSchema) };
}

function toToolChoice(choice: ToolChoice): LanguageModelV4ToolChoice {
  return choice.kind === 'tool' ? { type: 'tool', toolName: choice.name } : { type: choice.kind };
}

function toResponseFormat(output: OutputForm): NonNullable<LanguageModelV4CallOptions['responseFormat']> {
  if (output.kind === 'text') return { type: 'text' };
  return {
    type: 'json',
    ...(output.schema && { schema: toJsonSchema(output.schema) }),
    ...(output.name !== undefined && { name: output.name }),
  };
}

/** What a schema means is the provider's business; that it is an object was checked at the border. */
const jsonSchema = z.custom<JSONSchema7>((value) => typeof value === 'object' && value !== null);

function toJsonSchema(schema: JsonSchema): JSONSchema7 {
  return jsonSchema.parse(schema);
}
