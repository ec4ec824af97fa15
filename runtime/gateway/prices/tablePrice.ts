import { calcPrice, type ModelInfo, type ModelPrice, type Provider } from '@pydantic/genai-prices';
import type { Price, TokenRates } from '../types';

/** A model in the price table. */
export interface TableEntry {
  readonly vendor: string;
  /** The table's own name of it. */
  readonly name: string;
  readonly price: Price;
}

/** The package does not export its own package.json; a test holds this against the installed one. */
export const tableSource = '@pydantic/genai-prices 0.1.8';

/**
 * Looks a model up in the bundled table; nothing is fetched.
 * @param time when the price holds: some change on a day, some with the hour
 * @returns undefined for a model that the table does not know, or knows without a price for input and output tokens
 */
export function tablePrice(provider: Provider, name: string, time: Date): TableEntry | undefined {
  const found = calcPrice({ input_tokens: 0, output_tokens: 0 }, name, { provider, timestamp: time });
  if (found === null) return undefined;
  // A call may last, and its cost is reserved before: the dearest hour of the day counts.
  const times = changesWithTheHour(found.model) ? hours(time) : [time];
  const prices = times
    .map((timestamp) => calcPrice({ input_tokens: 0 }, name, { provider, timestamp })?.model_price)
    .filter((one) => one !== undefined);
  const price = priceOf(prices);
  return price === undefined ? undefined : { vendor: found.provider.id, name: found.model.id, price };
}

function priceOf(prices: readonly ModelPrice[]): Price | undefined {
  const base = prices.map((price) => ratesAt(price, 0));
  const rates = dearest(base.filter((one) => one !== undefined));
  if (rates === undefined || base.includes(undefined)) return undefined;
  // A price of nothing in a table means that nobody knew it.
  if (rates.input === 0 && rates.output === 0) return undefined;
  const starts = new Set(prices.flatMap(thresholds));
  const tiers = [...starts]
    .sort((a, b) => a - b)
    .flatMap((aboveInputTokens) => {
      const tier = dearest(prices.flatMap((price) => ratesAt(price, aboveInputTokens + 1) ?? []));
      return tier === undefined ? [] : [{ aboveInputTokens, rates: tier }];
    });
  const perThousand = Math.max(...prices.map((price) => at(price.requests_kcount, Number.MAX_SAFE_INTEGER) ?? 0));
  // USD for a thousand requests; micro-dollars for one.
  return { rates, tiers, perRequest: Math.ceil(perThousand * 1000 - 1e-6), source: tableSource };
}

/** Field by field. */
export function dearest(all: readonly TokenRates[]): TokenRates | undefined {
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  const most = (field: (rates: TokenRates) => number | undefined) => {
    const known = all.map(field).filter((rate) => rate !== undefined);
    return known.length === 0 ? undefined : Math.max(...known);
  };
  return {
    input: Math.max(first.input, ...others.map(({ input }) => input)),
    output: Math.max(first.output, ...others.map(({ output }) => output)),
    cacheRead: most(({ cacheRead }) => cacheRead),
    cacheWrite: most(({ cacheWrite }) => cacheWrite),
  };
}

function ratesAt(price: ModelPrice, inputTokens: number): TokenRates | undefined {
  const rate = (key: string) => at(price[key], inputTokens);
  const input = rate('input_mtok');
  const output = rate('output_mtok');
  if (input === undefined || output === undefined) return undefined;
  return {
    input,
    // The few models that price reasoning apart: all output counts as the dearer of the two.
    output: Math.max(output, rate('output_reasoning_mtok') ?? 0),
    cacheRead: rate('cache_read_mtok'),
    cacheWrite: rate('cache_write_mtok'),
  };
}

function at(price: ModelPrice[string], inputTokens: number): number | undefined {
  if (price === undefined || typeof price === 'number') return price;
  return price.tiers.filter(({ start }) => inputTokens > start).at(-1)?.price ?? price.base;
}

function thresholds(price: ModelPrice): readonly number[] {
  return Object.entries(price).flatMap(([key, value]) =>
    key.endsWith('_mtok') && typeof value === 'object' ? value.tiers.map(({ start }) => start) : [],
  );
}

function changesWithTheHour({ prices }: ModelInfo): boolean {
  return Array.isArray(prices) && prices.some(({ constraint }) => constraint?.type === 'time_of_date');
}

function hours(time: Date): readonly Date[] {
  const midnight = new Date(time).setUTCHours(0, 0, 0, 0);
  return Array.from({ length: 48 }, (_, half) => new Date(midnight + half * 1_800_000 + 1));
}
