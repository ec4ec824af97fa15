import type { ProviderConfig } from '../protocol';
import type { FinishReason, GatewayModel, GenerateRequest, Json, Locality, Price, ReplyFacts } from '../types';

/** One attempt at one call; no retries, no bookkeeping. */
export interface ProviderCall {
  /** Id of the call in the books. */
  readonly call: string;
  readonly model: GatewayModel;
  readonly request: GenerateRequest;
  /** Always sent: what was reserved rests on it. */
  readonly maxOutputTokens: number;
  /** No socket may leave the machine; a provider of the cloud refuses. */
  readonly localOnly: boolean;
  readonly signal: AbortSignal;
}

/** Token counts as the provider told them, before anybody has looked whether they can be true. */
export interface ReportedUsage {
  readonly inputTokens: number | undefined;
  readonly cacheReadTokens: number | undefined;
  readonly cacheWriteTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly reasoningTokens: number | undefined;
}

export type ProviderEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string; readonly signature?: string | undefined }
  /** A piece of a tool call's input as it comes; the whole follows as 'tool-call'. */
  | { readonly type: 'tool-input'; readonly text: string }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly input: Json }
  | { readonly type: 'warning'; readonly message: string }
  /** Of an attempt that is about to fail: it is billed all the same. */
  | { readonly type: 'usage'; readonly usage: ReportedUsage }
  | {
      readonly type: 'finish';
      readonly finish: FinishReason;
      readonly usage: ReportedUsage | undefined;
      /** Of models of this machine. */
      readonly reply?: ReplyFacts | undefined;
    };

/** How much a provider is asked for at once. */
export interface ProviderLimits {
  /** Calls under way at once. */
  readonly concurrency: number;
  readonly requestsPerMinute: number | undefined;
  readonly tokensPerMinute: number | undefined;
}

/** A model as its provider describes it; prices are not its business. */
export type ProviderModel = Omit<GatewayModel, 'price'>;

/** What price tables need to know of a provider: a vendor's prices hold at the vendor's own address only. */
export interface PricedAs extends Pick<ProviderConfig, 'kind' | 'baseUrl' | 'models'> {
  readonly locality: Locality;
}

/** Where models are reached: an endpoint, this machine's runtime, or the editor. */
export interface Provider {
  readonly id: string;
  readonly title: string;
  /** Decided by where it is, never by its name. */
  readonly locality: Locality;
  readonly limits: ProviderLimits;
  /** How it was set up: whose price a model has rests on it. */
  readonly priced: PricedAs;
  /** Set where the provider cannot be used at all, e.g. without a key: why, and what to do. */
  readonly problem?: string | undefined;
  /** Set while the list could not be asked for, but models are known all the same and may be tried. */
  readonly unreachable?: string | undefined;
  /** What answers under a model's name, where that is not told by the provider's address alone: a file may be another one tomorrow. */
  endpointOf?(name: string): string | undefined;
  /** Why one of its models cannot be used; undefined: as far as is known it can. */
  problemOf?(name: string): string | undefined;
  /**
   * What can be called now. Asks the endpoint, unless it knows.
   * @throws GatewayError when the endpoint cannot be asked
   */
  models(options: { readonly localOnly: boolean; readonly signal: AbortSignal }): Promise<readonly ProviderModel[]>;
  /** A model that the caller named, whether or not it was listed; undefined when it cannot exist here. */
  model(name: string): ProviderModel | undefined;
  /** What the user says that a model costs, or 0 for this machine's own; undefined: look into the tables. */
  ownPrice(name: string): Price | undefined;
  /**
   * Streams the answer. Ends after 'finish'; breaking off aborts the attempt.
   * @throws GatewayError
   */
  stream(call: ProviderCall): AsyncIterable<ProviderEvent>;
  dispose?(): Promise<void>;
}
