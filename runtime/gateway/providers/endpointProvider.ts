import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';
import { z } from 'zod';
import { GatewayError } from '../gatewayError';
import type { ModelConfig, ProviderConfig } from '../protocol';
import type { Locality, Price } from '../types';
import { freePrice, userPrice } from './ownPrices';
import { callOptions } from './callOptions';
import { listEndpointModels } from './endpointModels';
import { keyVariable } from './keyVariable';
import { defaultBaseUrls, languageModels, type LanguageModels } from './languageModels';
import type { PricedAs, Provider, ProviderCall, ProviderEvent, ProviderLimits, ProviderModel } from './provider';
import { providerFailure, type FailedCall } from './providerFailure';
import { readStream } from './readStream';
import { Transport, type TransportOptions } from './transport';

const defaultConcurrency = 4;
/** Tool calls whose metadata is kept for the turn in which their results come. */
const keptToolCalls = 2000;

/** An endpoint that the user set up, through the AI SDK. */
export class EndpointProvider implements Provider {
  readonly id: string;
  readonly title: string;
  readonly locality: Locality;
  readonly limits: ProviderLimits;
  readonly priced: PricedAs;
  readonly problem: string | undefined;
  unreachable: string | undefined;
  private readonly transport: Transport;
  private readonly languageModels: LanguageModels;
  private readonly toolCalls = new Map<string, SharedV4ProviderMetadata>();
  private listed = new Map<string, ProviderModel>();

  /**
   * @param key undefined: none is sent
   * @throws GatewayError bad-request when the address cannot be used
   */
  constructor(
    private readonly config: ProviderConfig,
    private readonly key: string | undefined,
    transport: Omit<TransportOptions, 'baseUrl'> = {},
  ) {
    const baseUrl = addressOf(config);
    this.id = config.id;
    this.title = config.title ?? config.id;
    this.transport = new Transport({ ...transport, baseUrl });
    this.locality = this.transport.locality;
    this.priced = {
      kind: config.kind,
      baseUrl: config.baseUrl === '' ? undefined : config.baseUrl,
      models: config.models,
      locality: this.locality,
    };
    if (key === undefined && config.kind !== 'openai-compatible') {
      this.problem = `There is no key for ${this.title}. Enter one, or set ${keyVariable(config)}.`;
    }
    this.languageModels = languageModels(config.kind, baseUrl, key);
    this.limits = {
      concurrency: config.concurrency ?? defaultConcurrency,
      requestsPerMinute: config.requestsPerMinute,
      tokensPerMinute: config.tokensPerMinute,
    };
  }

  async models({
    localOnly,
    signal,
  }: {
    readonly localOnly: boolean;
    readonly signal: AbortSignal;
  }): Promise<readonly ProviderModel[]> {
    const configured = (this.config.models ?? []).map((model) => this.describe(model.name));
    this.unreachable = undefined;
    if (localOnly && this.locality === 'cloud') return configured;
    try {
      const baseUrl = addressOf(this.config);
      const found = await listEndpointModels(
        { kind: this.config.kind, baseUrl, key: this.key, fetch: this.transport.fetch(localOnly) },
        signal,
      );
      this.listed = new Map(found.map((model) => [model.name, this.fromListing(model)]));
    } catch (error) {
      const failure = providerFailure(error, this.failed('', ''));
      if (configured.length === 0) throw failure;
      // An endpoint need not have a list; one that is not there is worth a word.
      if (failure instanceof GatewayError && failure.kind === 'unreachable') {
        this.unreachable = `${failure.message} ${failure.action}`;
      }
      return configured;
    }
    const named = new Set(configured.map(({ name }) => name));
    const rest = [...this.listed.keys()].filter((name) => !named.has(name));
    return [...(this.config.models ?? []).map(({ name }) => name), ...rest].map((name) => this.describe(name));
  }

  model(name: string): ProviderModel {
    return this.describe(name);
  }

  ownPrice(name: string): Price | undefined {
    const price = this.config.models?.find((model) => model.name === name)?.price;
    if (price) return userPrice(price);
    return this.locality === 'local' ? freePrice : undefined;
  }

  async *stream(call: ProviderCall): AsyncGenerator<ProviderEvent> {
    const failed = this.failed(call.model.id, call.call);
    this.transport.requireAllowed(call.localOnly);
    const { request, model } = call;
    const options = callOptions(call, {
      reasoning: (signature) => this.unsign(signature),
      toolCall: (id) => this.toolCalls.get(id),
    });
    let stream;
    try {
      const language = this.languageModels.model(model.name, request, this.transport.fetch(call.localOnly));
      ({ stream } = await language.doStream(this.languageModels.prepare(options, request)));
    } catch (error) {
      throw providerFailure(error, failed);
    }
    yield* readStream(stream, {
      ...failed,
      sign: (metadata) => this.sign(metadata),
      rememberToolCall: (id, metadata) => this.remember(id, metadata),
    });
  }

  async dispose(): Promise<void> {
    await this.transport.close();
  }

  private failed(model: string, call: string): FailedCall {
    return { title: this.title, model, call, secrets: this.key === undefined ? [] : [this.key] };
  }

  /** What the user says goes before what the endpoint says. */
  private describe(name: string): ProviderModel {
    const listed = this.listed.get(name);
    const config: Partial<ModelConfig> = this.config.models?.find((model) => model.name === name) ?? {};
    return {
      id: `${this.id}/${name}`,
      provider: this.id,
      name,
      title: config.title ?? listed?.title ?? name,
      locality: this.locality,
      unit: 'tokens',
      contextTokens: config.contextTokens ?? listed?.contextTokens,
      maxOutputTokens: config.maxOutputTokens ?? listed?.maxOutputTokens,
      capabilities: {
        tools: config.tools ?? listed?.capabilities.tools ?? true,
        images: config.images ?? listed?.capabilities.images ?? this.config.kind !== 'openai-compatible',
        json: true,
        reasoning: listed?.capabilities.reasoning ?? false,
      },
    };
  }

  private fromListing(found: Awaited<ReturnType<typeof listEndpointModels>>[number]): ProviderModel {
    return {
      id: `${this.id}/${found.name}`,
      provider: this.id,
      name: found.name,
      title: found.title ?? found.name,
      locality: this.locality,
      unit: 'tokens',
      contextTokens: found.contextTokens,
      maxOutputTokens: found.maxOutputTokens,
      capabilities: {
        tools: found.tools ?? true,
        images: found.images ?? this.config.kind !== 'openai-compatible',
        json: true,
        reasoning: found.reasoning ?? false,
      },
    };
  }

  private sign(metadata: SharedV4ProviderMetadata): string | undefined {
    const own = metadata[this.languageModels.metadataKey];
    if (own === undefined || Object.keys(own).length === 0) return undefined;
    return JSON.stringify({ by: this.id, metadata: { [this.languageModels.metadataKey]: own } });
  }

  private unsign(signature: string | undefined): SharedV4ProviderMetadata | undefined {
    if (signature === undefined) return undefined;
    try {
      const { by, metadata } = signatureSchema.parse(JSON.parse(signature));
      return by === this.id ? metadata : undefined;
    } catch {
      return undefined;
    }
  }

  private remember(id: string, metadata: SharedV4ProviderMetadata): void {
    this.toolCalls.set(id, metadata);
    const [oldest] = this.toolCalls.keys();
    if (this.toolCalls.size > keptToolCalls && oldest !== undefined) this.toolCalls.delete(oldest);
  }
}

const signatureSchema = z.object({
  by: z.string(),
  metadata: z.record(z.string(), z.record(z.string(), z.json())),
});

/** @throws GatewayError bad-request */
function addressOf({ id, kind, baseUrl }: ProviderConfig): string {
  const given = baseUrl === undefined || baseUrl === '' ? defaultBaseUrls[kind] : baseUrl;
  const url = given === undefined ? undefined : URL.parse(given);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new GatewayError(
      'bad-request',
      `The provider ${id} has no usable address (${given ?? 'none'}).`,
      'Give its base address, e.g. http://127.0.0.1:11434/v1 for Ollama.',
    );
  }
  return url.href.replace(/\/+$/, '');
}
