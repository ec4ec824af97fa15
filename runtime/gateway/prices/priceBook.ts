import { findProvider, type Provider } from '@pydantic/genai-prices';
import type { ModelConfig, ProviderConfig } from '../protocol';
import type { Locality, Price } from '../types';
import { crossChecked } from './crossCheck';
import { secondOpinion } from './secondTable';
import { tablePrice } from './tablePrice';

/** What decides whose price a model has. */
export interface PricedProvider extends Pick<ProviderConfig, 'kind' | 'baseUrl' | 'models'> {
  readonly locality?: Locality | undefined;
}

const vendors: Readonly<Partial<Record<ProviderConfig['kind'], string>>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'google',
};

const free: Price = {
  rates: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  tiers: [],
  perRequest: 0,
  source: 'local',
};

/**
 * What models cost. In this order: local models cost nothing; what the user says; the bundled table, held against a second
 * one. What none of them knows has no price, which is not the same as being free.
 */
export class PriceBook {
  /** @param now milliseconds since 1970, for prices that change on a day */
  constructor(private readonly now: () => number = Date.now) {}

  /**
   * @param provider as it was set up, or the name of a vendor in the table: 'openai', 'openrouter'
   * @param name the provider's own name of the model
   * @returns undefined: unknown
   */
  priceOf(provider: PricedProvider | string, name: string): Price | undefined {
    if (typeof provider === 'string') return this.lookUp(findProvider({ providerId: provider }), name);
    if (provider.locality === 'local') return free;
    const own = provider.models?.find((model) => model.name === name)?.price;
    return own === undefined ? this.lookUp(vendorOf(provider), name) : userPrice(own);
  }

  private lookUp(provider: Provider | undefined, name: string): Price | undefined {
    if (provider === undefined) return undefined;
    const entry = tablePrice(provider, name, new Date(this.now()));
    return entry && crossChecked(entry.price, secondOpinion(entry.vendor, entry.name));
  }
}

/** A price that the user has set; for models that are counted by requests, 0 for tokens. */
export function userPrice({
  input,
  output,
  cacheRead,
  cacheWrite,
  perRequest = 0,
}: NonNullable<ModelConfig['price']>): Price {
  return {
    rates: { input, output, cacheRead, cacheWrite },
    tiers: [],
    perRequest: Math.ceil(perRequest * 1_000_000 - 1e-6),
    source: 'user',
  };
}

/** A vendor's prices hold at the vendor's own address only: whoever else serves a model of that name sets an own price. */
function vendorOf({ kind, baseUrl }: PricedProvider): Provider | undefined {
  if (baseUrl === undefined) {
    const vendor = vendors[kind];
    return vendor === undefined ? undefined : findProvider({ providerId: vendor });
  }
  if (!URL.canParse(baseUrl)) return undefined;
  const { origin } = new URL(baseUrl);
  const provider = findProvider({ providerApiUrl: origin });
  // The table's patterns match the beginning of an address, which another host may have as well.
  return provider !== undefined && new RegExp(`^(?:${provider.api_pattern})$`).test(origin) ? provider : undefined;
}
