import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4, LanguageModelV4CallOptions, SharedV4ProviderOptions } from '@ai-sdk/provider';
import type { ProviderKind } from '../protocol';
import type { GenerateRequest, Json, JsonSchema } from '../types';
import { withPromptCache } from './promptCache';

/** One kind of endpoint, as far as it differs from the others. */
export interface LanguageModels {
  /** A model for one call; `fetch` is the call's own. */
  model(name: string, request: GenerateRequest, fetch: typeof globalThis.fetch): LanguageModelV4;
  /** What this kind wants besides. */
  prepare(options: LanguageModelV4CallOptions, request: GenerateRequest): LanguageModelV4CallOptions;
  /** Under which name metadata of parts is kept. */
  readonly metadataKey: string;
}

export const defaultBaseUrls: Readonly<Record<ProviderKind, string | undefined>> = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
  'openai-compatible': undefined,
};

/** @param apiKey undefined: none is sent (local servers want none) */
export function languageModels(kind: ProviderKind, baseURL: string, apiKey: string | undefined): LanguageModels {
  switch (kind) {
    case 'openai':
      return openAi(baseURL, apiKey);
    case 'anthropic':
      return {
        metadataKey: 'anthropic',
        model: (name, _, fetch) => createAnthropic({ baseURL, apiKey: apiKey ?? '', fetch }).languageModel(name),
        prepare: (options) => withPromptCache(options),
      };
    case 'google':
      return {
        metadataKey: 'google',
        model: (name, _, fetch) => createGoogle({ baseURL, apiKey: apiKey ?? '', fetch }).languageModel(name),
        prepare: (options) => options,
      };
    case 'openai-compatible':
      return {
        metadataKey: 'endpoint',
        model: (name, _, fetch) =>
          createOpenAICompatible({
            name: 'endpoint',
            baseURL,
            ...(apiKey !== undefined && { apiKey }),
            fetch,
            includeUsage: true,
            supportsStructuredOutputs: true,
          }).languageModel(name),
        prepare: (options) => options,
      };
  }
}

function openAi(baseURL: string, apiKey: string | undefined): LanguageModels {
  return {
    metadataKey: 'openai',
    model: (name, { stop, seed }, fetch) => {
      const provider = createOpenAI({ baseURL, apiKey: apiKey ?? '', fetch });
      // The newer form knows neither stop sequences nor a seed.
      const older = (stop !== undefined && stop.length > 0) || seed !== undefined;
      return older ? provider.chat(name) : provider.responses(name);
    },
    prepare: (options, { output }) => {
      const openai: SharedV4ProviderOptions[string] = {
        // Nothing is kept at the provider for later turns: all turns are sent each time.
        store: false,
        ...(output?.kind === 'json' && output.schema && { strictJsonSchema: isStrict(output.schema) }),
      };
      return { ...options, providerOptions: { openai } };
    },
  };
}

/** Whether a schema is of the closed kind that OpenAI can hold a model to: every property required, none beyond. */
export function isStrict(schema: JsonSchema | Json): boolean {
  if (Array.isArray(schema)) return schema.every(isStrict);
  if (!isObject(schema)) return true;
  const { properties } = schema;
  if (isObject(properties)) {
    const required = Array.isArray(schema.required) ? schema.required : [];
    if (schema.additionalProperties !== false) return false;
    if (Object.keys(properties).some((name) => !required.includes(name))) return false;
  } else if (schema.type === 'object') {
    return false;
  }
  return Object.values(schema).every(isStrict);
}

function isObject(value: JsonSchema | Json | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
