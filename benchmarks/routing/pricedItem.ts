import { featuresOf, type PromptFeatures } from '../../runtime/gateway/router';
import type { GatewayModel, GenerateRequest, Usage } from '../../runtime/gateway/types';
import type { RoutingItem } from './routingData';

/** USD for a million tokens. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
}

/** Characters of a token, where no tokenizer is known (as RouteLLM's files were priced before). */
const CHARACTERS = 4;

export interface PricedItem {
  readonly item: RoutingItem;
  readonly request: GenerateRequest;
  readonly features: PromptFeatures;
  readonly inputTokens: number;
  /** Of the strong model's answer; 0 when the data has no answers. */
  readonly outputTokens: number;
  /** Micro-dollars of the strong model's answer. */
  readonly cost: number;
}

export function pricedItem(item: RoutingItem, price: TokenPrice): PricedItem {
  const request: GenerateRequest = {
    model: 'auto',
    purpose: 'chat',
    taskType: 'chat.other',
    messages: [{ role: 'user', content: [{ type: 'text', text: item.prompt }] }],
  };
  const inputTokens = Math.ceil(item.prompt.length / CHARACTERS);
  const outputTokens = Math.ceil((item.strongAnswer?.length ?? 0) / CHARACTERS);
  const cost = Math.max(1, Math.ceil(inputTokens * price.input + outputTokens * price.output));
  return { item, request, features: featuresOf(request, inputTokens), inputTokens, outputTokens, cost };
}

/** The two models of the data as the gateway knows models: the weak one is local and free. */
export function modelPair(
  names: { readonly weak: string; readonly strong: string },
  price: TokenPrice,
): {
  readonly weak: GatewayModel;
  readonly strong: GatewayModel;
} {
  const shared = {
    unit: 'tokens',
    contextTokens: undefined,
    maxOutputTokens: undefined,
    capabilities: { tools: false, images: false, json: false, reasoning: false },
  } as const;
  const rates = (input: number, output: number) => ({
    ...{ rates: { input, output, cacheRead: undefined, cacheWrite: undefined }, tiers: [], perRequest: 0 },
  });
  return {
    weak: {
      ...shared,
      ...{ id: `local/${names.weak}`, provider: 'local', name: names.weak, title: names.weak, locality: 'local' },
      price: { ...rates(0, 0), source: 'local' },
    },
    strong: {
      ...shared,
      ...{ id: `cloud/${names.strong}`, provider: 'cloud', name: names.strong, title: names.strong, locality: 'cloud' },
      price: { ...rates(price.input, price.output), source: 'user' },
    },
  };
}

export function usageOf(inputTokens: number, outputTokens: number): Usage {
  return {
    ...{ inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
    source: 'provider',
  };
}
