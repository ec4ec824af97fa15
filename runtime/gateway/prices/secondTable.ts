import { z } from 'zod';
import type { TokenRates } from '../types';
import file from './secondTable.json';

const rates = z.object({
  input: z.number().positive(),
  output: z.number().positive(),
  cacheRead: z.number().positive().optional(),
  cacheWrite: z.number().positive().optional(),
});
const schema = z.object({
  /** Day on which the sources were read. */
  read: z.iso.date(),
  models: z.array(
    rates.extend({
      provider: z.string(),
      name: z.string(),
      source: z.string(),
      tier: rates.extend({ aboveInputTokens: z.number().int().positive() }).optional(),
    }),
  ),
});

/** What another source than the price table says of a model. */
export interface SecondOpinion {
  readonly rates: TokenRates;
  readonly tiers: readonly { readonly aboveInputTokens: number; readonly rates: TokenRates }[];
  /** Where it was read, and when. */
  readonly source: string;
}

const opinions = new Map<string, SecondOpinion>();
const { read, models } = schema.parse(file);
for (const { provider, name, source, tier, ...base } of models) {
  opinions.set(`${provider}/${name}`, {
    rates: ratesOf(base),
    tiers: tier === undefined ? [] : [{ aboveInputTokens: tier.aboveInputTokens, rates: ratesOf(tier) }],
    source: `${source}, read ${read}`,
  });
}

/**
 * @param vendor id of the price table: 'openai', 'anthropic', ...
 * @param name the table's own name of the model, without dates and aliases
 */
export function secondOpinion(vendor: string, name: string): SecondOpinion | undefined {
  return opinions.get(`${vendor}/${name}`);
}

export function secondOpinions(): readonly string[] {
  return [...opinions.keys()];
}

/** @returns the models of a vendor that both tables have, by name */
export function knownModels(vendor: string): readonly string[] {
  return models.filter(({ provider }) => provider === vendor).map(({ name }) => name);
}

function ratesOf({ input, output, cacheRead, cacheWrite }: z.infer<typeof rates>): TokenRates {
  return { input, output, cacheRead, cacheWrite };
}
