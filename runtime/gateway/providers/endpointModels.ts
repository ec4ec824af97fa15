/** Which models an endpoint has, in the form of each vendor. */
import { z } from 'zod';
import { GatewayError } from '../gatewayError';
import type { ProviderKind } from '../protocol';

export interface FoundModel {
  readonly name: string;
  readonly title?: string | undefined;
  readonly contextTokens?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  readonly tools?: boolean | undefined;
  readonly images?: boolean | undefined;
  readonly reasoning?: boolean | undefined;
}

export interface Endpoint {
  readonly kind: ProviderKind;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly key: string | undefined;
  readonly fetch: typeof globalThis.fetch;
}

/** @throws GatewayError, or what `fetch` throws */
export async function listEndpointModels(endpoint: Endpoint, signal: AbortSignal): Promise<readonly FoundModel[]> {
  switch (endpoint.kind) {
    case 'openai':
      return (await openAiList(endpoint, signal)).filter(({ name }) => isChatModel(name));
    case 'anthropic':
      return anthropicList(endpoint, signal);
    case 'google':
      return googleList(endpoint, signal);
    case 'openai-compatible':
      return compatibleList(endpoint, signal);
  }
}

const count = z.number().int().positive().optional().catch(undefined);

/** OpenRouter, vLLM, llama-server, LM Studio and others each say more than OpenAI does, in fields of their own. */
const listSchema = z.object({
  data: z.array(
    z.object({
      id: z.string().min(1),
      name: z.string().optional().catch(undefined),
      display_name: z.string().optional().catch(undefined),
      context_length: count,
      max_model_len: count,
      max_context_length: count,
      loaded_context_length: count,
      max_input_tokens: count,
      max_tokens: count,
      meta: z.object({ n_ctx_train: count, n_ctx: count }).optional().catch(undefined),
      top_provider: z.object({ max_completion_tokens: count }).optional().catch(undefined),
      architecture: z
        .object({ input_modalities: z.array(z.string()).optional() })
        .optional()
        .catch(undefined),
      supported_parameters: z.array(z.string()).optional().catch(undefined),
    }),
  ),
});

async function openAiList(endpoint: Endpoint, signal: AbortSignal): Promise<readonly FoundModel[]> {
  const headers: Record<string, string> = endpoint.key === undefined ? {} : { authorization: `Bearer ${endpoint.key}` };
  const { data } = listSchema.parse(await getJson(endpoint, '/models', headers, signal));
  return data.map((model) => ({
    name: model.id,
    title: model.name,
    contextTokens:
      model.loaded_context_length ??
      model.max_model_len ??
      model.context_length ??
      model.max_context_length ??
      model.meta?.n_ctx ??
      model.meta?.n_ctx_train,
    maxOutputTokens: model.top_provider?.max_completion_tokens,
    images: model.architecture?.input_modalities?.includes('image'),
    tools: model.supported_parameters?.includes('tools'),
    reasoning: model.supported_parameters?.includes('reasoning'),
  }));
}

/** Whether a name of OpenAI's list is one that chats: the list also has models for images, speech and vectors. */
export function isChatModel(name: string): boolean {
  return (
    /^(gpt|o\d|chatgpt|ft:)/.test(name) &&
    !/(image|audio|realtime|tts|transcribe|search|instruct|embedding|live)/.test(name)
  );
}

async function anthropicList(endpoint: Endpoint, signal: AbortSignal): Promise<readonly FoundModel[]> {
  const headers = { 'x-api-key': endpoint.key ?? '', 'anthropic-version': '2023-06-01' };
  const { data } = listSchema.parse(await getJson(endpoint, '/models?limit=1000', headers, signal));
  return data.map((model) => ({
    name: model.id,
    title: model.display_name,
    contextTokens: model.max_input_tokens ?? 200_000,
    maxOutputTokens: model.max_tokens,
    images: true,
    reasoning: true,
  }));
}

const googleSchema = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      displayName: z.string().optional(),
      inputTokenLimit: count,
      outputTokenLimit: count,
      supportedGenerationMethods: z.array(z.string()).default([]),
      thinking: z.boolean().optional(),
    }),
  ),
});

async function googleList(endpoint: Endpoint, signal: AbortSignal): Promise<readonly FoundModel[]> {
  const headers = { 'x-goog-api-key': endpoint.key ?? '' };
  const { models } = googleSchema.parse(await getJson(endpoint, '/models?pageSize=1000', headers, signal));
  return models
    .filter(({ supportedGenerationMethods }) => supportedGenerationMethods.includes('generateContent'))
    .map((model) => ({
      name: model.name.replace(/^models\//, ''),
      title: model.displayName,
      contextTokens: model.inputTokenLimit,
      maxOutputTokens: model.outputTokenLimit,
      images: true,
      reasoning: model.thinking,
    }));
}

async function compatibleList(endpoint: Endpoint, signal: AbortSignal): Promise<readonly FoundModel[]> {
  const list = await openAiList(endpoint, signal);
  const ollama = await ollamaContexts(endpoint, list, signal).catch(() => undefined);
  if (ollama) return ollama;
  const context = await llamaServerContext(endpoint, signal).catch(() => undefined);
  return context === undefined ? list : list.map((model) => ({ ...model, contextTokens: context }));
}

/** Ollama's own default, which holds where neither the model nor the user says otherwise. */
const ollamaDefaultContext = 4096;
const versionSchema = z.object({ version: z.string() });
const runningSchema = z.object({ models: z.array(z.object({ name: z.string(), context_length: count })) });
const showSchema = z.object({
  parameters: z.string().optional(),
  model_info: z.record(z.string(), z.unknown()).optional(),
  capabilities: z.array(z.string()).optional(),
});

/**
 * The context that Ollama really gives a model: as it is loaded, else its num_ctx, else Ollama's default. What the
 * model was trained with is not it, and what is longer is cut off at its start without a word.
 */
async function ollamaContexts(
  endpoint: Endpoint,
  list: readonly FoundModel[],
  signal: AbortSignal,
): Promise<readonly FoundModel[]> {
  const root = { ...endpoint, baseUrl: endpoint.baseUrl.replace(/\/v1$/, '') };
  versionSchema.parse(await getJson(root, '/api/version', {}, signal));
  const running = runningSchema.parse(await getJson(root, '/api/ps', {}, signal)).models;
  return Promise.all(
    list.map(async (model) => {
      const shown = await postJson(root, '/api/show', { model: model.name }, signal).then(
        (body) => showSchema.parse(body),
        () => undefined,
      );
      const asked = Number(/^num_ctx\s+(\d+)/m.exec(shown?.parameters ?? '')?.[1]);
      const trained = Object.entries(shown?.model_info ?? {}).find(([key]) => key.endsWith('.context_length'))?.[1];
      const most = typeof trained === 'number' ? trained : Infinity;
      const loaded = running.find(({ name }) => name === model.name)?.context_length;
      return {
        ...model,
        contextTokens: loaded ?? Math.min(most, Number.isNaN(asked) ? ollamaDefaultContext : asked),
        tools: shown?.capabilities?.includes('tools'),
        images: shown?.capabilities?.includes('vision'),
        reasoning: shown?.capabilities?.includes('thinking'),
      };
    }),
  );
}

const propsSchema = z.object({ default_generation_settings: z.object({ n_ctx: z.number().int().positive() }) });

async function llamaServerContext(endpoint: Endpoint, signal: AbortSignal): Promise<number> {
  const root = { ...endpoint, baseUrl: endpoint.baseUrl.replace(/\/v1$/, '') };
  return propsSchema.parse(await getJson(root, '/props', {}, signal)).default_generation_settings.n_ctx;
}

/** Longest wait for a list: people look at it. */
const listMs = 5000;

async function getJson(
  { fetch, baseUrl }: Endpoint,
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<unknown> {
  return readJson(
    await fetch(`${baseUrl}${path}`, { headers, signal: AbortSignal.any([signal, AbortSignal.timeout(listMs)]) }),
    path,
  );
}

async function postJson(
  { fetch, baseUrl }: Endpoint,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await fetch(`${baseUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.any([signal, AbortSignal.timeout(listMs)]),
  });
  return readJson(response, path);
}

async function readJson(response: Response, path: string): Promise<unknown> {
  if (response.ok) return response.json();
  await response.body?.cancel();
  const refused = response.status === 401 || response.status === 403;
  throw new GatewayError(
    refused ? 'authentication' : 'unreachable',
    `${path.split('?', 1).join('')} answered with status ${response.status}.`,
    refused ? 'Enter a valid key for this provider.' : 'Check the address of the provider.',
    { status: response.status },
  );
}
