import type { Price, TokenRates } from '../types';
import type { SecondOpinion } from './secondTable';
import { dearest } from './tablePrice';

/** Rounding in a source is no disagreement; more than this is. */
const tolerance = 0.03;

/**
 * Holds a price against another source. Where they disagree the dearer figure counts, one by one, and `doubt` says so: a
 * budget that is reached too early can be raised, one that was overspent cannot be taken back.
 */
export function crossChecked(price: Price, second: SecondOpinion | undefined): Price {
  if (second === undefined) return price;
  const starts = [...price.tiers, ...second.tiers].map(({ aboveInputTokens }) => aboveInputTokens);
  // One source may count "from", the other "above": compared far from the edges.
  const differences = [0, Math.max(0, ...starts) * 2].flatMap((tokens) =>
    differ(ratesFor(price, tokens), ratesFor(second, tokens)),
  );
  if (differences.length === 0) return price;
  const both = (tokens: number) => dearest([ratesFor(price, tokens), ratesFor(second, tokens)]);
  const rates = both(0) ?? price.rates;
  const tiers = [...new Set(starts)]
    .sort((a, b) => a - b)
    .map((aboveInputTokens) => ({ aboveInputTokens, rates: both(aboveInputTokens + 1) ?? price.rates }));
  const [first] = differences;
  return {
    ...price,
    rates,
    tiers,
    doubt: `Sources disagree (${first}; ${price.source} against ${second.source}). The dearer figures are used.`,
  };
}

/** Rates of a call by its input tokens. */
export function ratesFor({ rates, tiers }: Pick<Price, 'rates' | 'tiers'>, inputTokens: number): TokenRates {
  return tiers.filter(({ aboveInputTokens }) => inputTokens > aboveInputTokens).at(-1)?.rates ?? rates;
}

function differ(ours: TokenRates, theirs: TokenRates): readonly string[] {
  const pairs: readonly (readonly [string, number | undefined, number | undefined])[] = [
    ['input', ours.input, theirs.input],
    ['output', ours.output, theirs.output],
    ['cached input', ours.cacheRead, theirs.cacheRead],
    ['cache writes', ours.cacheWrite, theirs.cacheWrite],
  ];
  return pairs.flatMap(([what, a, b]) =>
    a === undefined || b === undefined || Math.abs(a - b) <= tolerance * Math.max(a, b)
      ? []
      : [`${what} $${a} or $${b} for a million tokens`],
  );
}
