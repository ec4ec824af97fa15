/** A gateway over fake providers, for tests. */
import { patient, type CallPatience } from '../calls/callPatience';
import { createGateway, type Gateway, type GatewayOptions, type GatewayPrices } from '../gateway';
import type { ProviderConfig, RoutingPolicy } from '../protocol';
import { EndpointProvider } from '../providers/endpointProvider';
import type { GenerateEvent, GenerateRequest, Price, Usage } from '../types';
import { MemoryLedger } from './memoryLedger';

/** Quick to lose patience. */
export const impatient: CallPatience = {
  ...patient,
  firstPauseMs: 1,
  longestPauseMs: 5,
  longestAskedPauseMs: 1500,
  firstTokenMs: 400,
  stallMs: 200,
  totalMs: 5000,
  budgetWatchMs: 5,
};

export const openPolicy: RoutingPolicy = { localOnly: false, allowedModels: [], quality: 5, defaultModel: 'auto' };

/** $1 a million input tokens, $2 output, $0.1 read from the cache, $1.25 written into it. */
export const price: Price = {
  rates: { input: 1, output: 2, cacheRead: 0.1, cacheWrite: 1.25 },
  tiers: [],
  perRequest: 0,
  source: 'test',
};

/** Every model of the vendors costs the same. */
export const prices: GatewayPrices = {
  priceOf: ({ kind }) => (kind === 'openai-compatible' ? undefined : price),
  costOf: ({ rates, perRequest }: Price, usage: Usage) => {
    const plain = usage.inputTokens - usage.cacheReadTokens - usage.cacheWriteTokens;
    const input = plain * rates.input + usage.cacheReadTokens * (rates.cacheRead ?? rates.input);
    const written = usage.cacheWriteTokens * (rates.cacheWrite ?? rates.input);
    return Math.ceil(input + written + usage.outputTokens * rates.output + perRequest);
  },
  worstCase: ({ rates, perRequest }: Price, input: number, output: number) =>
    Math.ceil(input * Math.max(rates.input, rates.cacheWrite ?? 0) + output * rates.output + perRequest),
};

export interface Fixture {
  readonly gateway: Gateway;
  readonly ledger: MemoryLedger;
}

export function fixture(
  providers: readonly ProviderConfig[],
  options: Partial<GatewayOptions> & {
    readonly limit?: number;
    readonly key?: string;
    readonly maxBytes?: number;
  } = {},
): Fixture {
  const ledger = new MemoryLedger(options.limit);
  const gateway = createGateway({
    ledger,
    prices,
    providers: providers.map(
      (config) => new EndpointProvider(config, options.key ?? 'secret-key-1234', { maxBytes: options.maxBytes }),
    ),
    policy: openPolicy,
    patience: impatient,
    ...options,
  });
  return { gateway, ledger };
}

export const ask = (model: string, text = 'Say hello.', rest: Partial<GenerateRequest> = {}): GenerateRequest => ({
  model,
  messages: [{ role: 'user', content: [{ type: 'text', text }] }],
  purpose: 'chat',
  maxOutputTokens: 100,
  ...rest,
});

export async function collect(events: AsyncIterable<GenerateEvent>): Promise<readonly GenerateEvent[]> {
  const all: GenerateEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

export const textOf = (events: readonly GenerateEvent[]): string =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');

export function finishOf(events: readonly GenerateEvent[]): Extract<GenerateEvent, { readonly type: 'finish' }> {
  const last = events.at(-1);
  if (last?.type !== 'finish') throw new Error(`The answer did not end: ${JSON.stringify(last)}`);
  return last;
}
