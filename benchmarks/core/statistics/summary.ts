/** Summary statistics of samples. */
import { normalQuantile } from './normal';

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson score interval of a proportion: unlike the normal approximation it stays within 0..1 and holds for
 * few samples and for shares near 0 and 1 (Wilson 1927, doi:10.2307/2276774).
 *
 * @param successes number of successes, 0..n
 * @param n number of trials, at least 1; not whole where trials that depend on each other count for fewer
 */
export function wilsonInterval(successes: number, n: number, confidence = 0.95): Interval {
  if (!(n >= 1 && n < Infinity && successes >= 0 && successes <= n)) {
    throw new RangeError(`${successes} of ${n} is not a proportion`);
  }
  const p = successes / n;
  const z = normalQuantile((1 + confidence) / 2);
  const z2 = z * z;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (z / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  // At the ends centre and half-width are equal but for rounding, which would leave 1.7e-18 in a report.
  const low = successes === 0 ? 0 : Math.max(0, centre - half);
  return { mean: p, low, high: successes === n ? 1 : Math.min(1, centre + half) };
}

/** @returns NaN for no values */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Percentile with linear interpolation between the closest ranks (the default of numpy).
 *
 * @param share 0..1, e.g. 0.95
 * @returns NaN for no values
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (sorted.length - 1) * share;
  const below = sorted[Math.floor(rank)];
  const above = sorted[Math.ceil(rank)];
  return below === undefined || above === undefined ? NaN : below + (above - below) * (rank - Math.floor(rank));
}

/** The middle value: half of the values are at most this. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
