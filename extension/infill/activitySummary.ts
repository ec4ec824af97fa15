import type { ActivityEntry, ActivitySummary, Proportion } from '../../webviews/activity/protocol';

/** 97.5 % quantile of the standard normal distribution: a two-sided 95 % interval. */
const Z_95 = 1.959963984540054;

/**
 * Share of successes with its 95 % Wilson score interval, which stays inside 0..1 and is honest for small n
 * (Wilson 1927, J. Am. Stat. Assoc. 22:209-212).
 * @returns undefined when trials is 0.
 */
export function wilsonInterval(successes: number, trials: number): Proportion | undefined {
  if (trials <= 0) {
    return undefined;
  }
  const value = successes / trials;
  const z2 = Z_95 * Z_95;
  const centre = (value + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = (Z_95 / (1 + z2 / trials)) * Math.sqrt((value * (1 - value)) / trials + z2 / (4 * trials * trials));
  return { value, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/**
 * Percentile by linear interpolation between closest ranks (type 7 of Hyndman and Fan 1996).
 * @param share 0..1, e.g. 0.95.
 * @returns undefined for no values.
 */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((left, right) => left - right);
  const rank = (sorted.length - 1) * share;
  const below = sorted[Math.floor(rank)];
  const above = sorted[Math.ceil(rank)];
  if (below === undefined || above === undefined) {
    return undefined;
  }
  return below + (above - below) * (rank - Math.floor(rank));
}

/** Header figures: a suggestion counts as accepted when any part of it was; one without an outcome yet is not counted. */
export function summarise(entries: readonly ActivityEntry[]): ActivitySummary {
  const decided = entries.filter((entry) => entry.outcome !== 'shown');
  const accepted = decided.filter((entry) => entry.outcome === 'accepted' || entry.outcome === 'partlyAccepted');
  const totals = entries.map((entry) => entry.ms.total);
  const p50 = percentile(totals, 0.5);
  const p95 = percentile(totals, 0.95);
  return {
    shown: entries.length,
    decided: decided.length,
    accepted: wilsonInterval(accepted.length, decided.length),
    latency: p50 === undefined || p95 === undefined ? undefined : { p50, p95 },
  };
}
