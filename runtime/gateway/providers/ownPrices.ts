import type { ModelConfig } from '../protocol';
import type { Price } from '../types';

/** Models of this machine. */
export const freePrice: Price = {
  rates: { input: 0, output: 0, cacheRead: undefined, cacheWrite: undefined },
  tiers: [],
  perRequest: 0,
  source: 'local',
};

/** What the user says that a model costs. */
export function userPrice(price: NonNullable<ModelConfig['price']>): Price {
  const { input, output, cacheRead, cacheWrite, perRequest = 0 } = price;
  return {
    rates: { input, output, cacheRead, cacheWrite },
    tiers: [],
    perRequest: Math.ceil(perRequest * 1_000_000),
    source: 'user',
  };
}
