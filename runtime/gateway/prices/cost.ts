/** Arithmetic of costs. USD for a million tokens is micro-dollars for a token. */
import { GatewayError } from '../gatewayError';
import type { Price, TokenRates, Usage } from '../types';
import { ratesFor } from './crossCheck';

/** Rates are counted in this part of a micro-dollar, as whole numbers: sums of binary fractions would be rounded up twice. */
const fraction = 1_000_000;

/**
 * What a call has cost. `inputTokens` holds cached reads and writes, which are priced apart; a provider that tells more of
 * them than input is taken at its word for both.
 *
 * @returns micro-dollars, rounded up to a whole one
 * @throws GatewayError bad-answer for token counts that are no whole numbers from 0
 */
export function costOf(price: Price, usage: Usage): number {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = usage;
  for (const tokens of [inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens]) requireTokens(tokens);
  const total = Math.max(inputTokens, cacheReadTokens + cacheWriteTokens);
  const { input, output, cacheRead = input, cacheWrite = input } = ratesFor(price, total);
  return sum(price.perRequest, [
    [total - cacheReadTokens - cacheWriteTokens, input],
    [cacheReadTokens, cacheRead],
    [cacheWriteTokens, cacheWrite],
    [outputTokens, output],
  ]);
}

/**
 * The most that a call can cost: nothing is read from a cache, all of it is written where that is dearer, the answer is as
 * long as it may be, and the dearest of the tiers that this input reaches holds.
 *
 * @param inputTokens estimated on the safe side
 * @param maxOutputTokens the limit that is sent with the request
 * @returns micro-dollars
 */
export function worstCase(price: Price, inputTokens: number, maxOutputTokens: number): number {
  requireTokens(inputTokens);
  requireTokens(maxOutputTokens);
  const reachable = price.tiers.filter(({ aboveInputTokens }) => inputTokens > aboveInputTokens);
  const all: readonly TokenRates[] = [price.rates, ...reachable.map(({ rates }) => rates)];
  const input = Math.max(...all.map((rates) => Math.max(rates.input, rates.cacheWrite ?? 0, rates.cacheRead ?? 0)));
  const output = Math.max(...all.map((rates) => rates.output));
  return sum(price.perRequest, [
    [inputTokens, input],
    [maxOutputTokens, output],
  ]);
}

function sum(perRequest: number, parts: readonly (readonly [tokens: number, rate: number])[]): number {
  let total = 0n;
  for (const [tokens, rate] of parts) total += BigInt(tokens) * BigInt(Math.round(rate * fraction));
  const unit = BigInt(fraction);
  return perRequest + Number((total + unit - 1n) / unit);
}

function requireTokens(tokens: number): void {
  if (Number.isSafeInteger(tokens) && tokens >= 0) return;
  throw new GatewayError(
    'bad-answer',
    `A number of tokens is ${tokens}, which is no whole number from 0.`,
    'Count the tokens anew, on the safe side.',
  );
}
