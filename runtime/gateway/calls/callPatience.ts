/** How patient calls are. Milliseconds. */
export interface CallPatience {
  /** Attempts of one call in all. */
  readonly attempts: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A provider that asks for a longer pause than this is not waited for. */
  readonly longestAskedPauseMs: number;
  /** From the request to the first token. */
  readonly firstTokenMs: number;
  /** Silence in the middle of an answer. */
  readonly stallMs: number;
  /** The whole call, its retries and pauses included. */
  readonly totalMs: number;
  /** How often budgets are looked at while an answer comes. */
  readonly budgetWatchMs: number;
}

/** Reasoning models may think for minutes before their first token. */
export const patient: CallPatience = {
  attempts: 4,
  firstPauseMs: 500,
  longestPauseMs: 20_000,
  longestAskedPauseMs: 60_000,
  firstTokenMs: 180_000,
  stallMs: 60_000,
  totalMs: 900_000,
  budgetWatchMs: 1000,
};

/**
 * The pause before the next attempt: full jitter, so that many callers do not come back at the same moment, and never less than the
 * provider asks for.
 * @param failed attempts so far, from 1
 * @returns undefined when it asks for more than is waited
 */
export function pauseBefore(
  failed: number,
  patience: CallPatience,
  askedMs: number | undefined,
  random: () => number = Math.random,
): number | undefined {
  if (askedMs !== undefined && askedMs > patience.longestAskedPauseMs) return undefined;
  const longest = Math.min(patience.longestPauseMs, patience.firstPauseMs * 2 ** (failed - 1));
  return Math.max(askedMs ?? 0, Math.round(longest * random()));
}
