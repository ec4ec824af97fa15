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
  /** A model whose calls go through `fetch`. */
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
  const made = makerOf(kind, baseURL, apiKey);
  const kept = new WeakMap<typeof globalThis.fetch, Map<string, LanguageModelV4>>();
  return {
    ...made,
    model: (name, request, fetch) => {
      const models = kept.get(fetch) ?? new Map<string, LanguageModelV4>();
      kept.set(fetch, models);
      const key = `${isOlder(request) ? 'older' : 'newer'} ${name}`;
      const known = models.get(key);
      if (known) return known;
      const model = made.model(name, request, fetch);
      // Names are the callers', who may think of any number of them.
      if (models.size >= keptModels) models.clear();
      models.set(key, model);
      return model;
    },
  };
}

/** Models of the AI SDK hold nothing of a call, but take half a millisecond to make: they build their schemas. */
const keptModels = 200;

function makerOf(kind: ProviderKind, baseURL: string, apiKey: string | undefined): LanguageModels {
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
    model: (name, request, fetch) => {
      const provider = createOpenAI({ baseURL, apiKey: apiKey ?? '', fetch });
      return isOlder(request) ? provider.chat(name) : provider.responses(name);
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

/** OpenAI's newer form knows neither stop sequences nor a seed. */
function isOlder({ stop, seed }: GenerateRequest): boolean {
  return (stop !== undefined && stop.length > 0) || seed !== undefined;
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
