import type { ClusterMean } from './clusterMean';
import { studentQuantile } from './studentT';

/** What was counted of one unit, e.g. of an episode. All units of a call have the same counts in the same order. */
export interface Counted {
  readonly sums: readonly number[];
  /** Units of one cluster are not independent. */
  readonly cluster: string;
}

/**
 * A statistic of summed counts (a pooled rate, a difference or a quotient of such) with the standard error of the delete-one-cluster
 * jackknife, SE² = (C-1)/C · Σ_c (θ_(c) - θ̄)² (Efron and Stein 1981, doi:10.1214/aos/1176345462), and the t interval of C-1 degrees of
 * freedom. Only clusters on which the statistic rests count: those with nothing but zeros tell nothing.
 *
 * @param statistic of the sums over units; undefined: there is nothing to divide by
 * @returns undefined where the statistic is; with one cluster, or where it cannot do without one of them, no standard error and an
 *   interval from -Infinity to Infinity
 */
export function clusterJackknife(
  units: readonly Counted[],
  statistic: (sums: readonly number[]) => number | undefined,
  confidence = 0.95,
): Omit<ClusterMean, 'naiveError'> | undefined {
  const counted = units.filter(({ sums }) => sums.some((each) => each !== 0));
  const n = counted.length;
  const [first] = counted;
  if (first === undefined) return undefined;
  const whole = first.sums.map((_, at) => counted.reduce((total, { sums }) => total + (sums[at] ?? 0), 0));
  const mean = statistic(whole);
  if (mean === undefined) return undefined;
  const clusters = new Map<string, number[]>();
  for (const { cluster, sums } of counted) {
    const known = clusters.get(cluster);
    if (known === undefined) clusters.set(cluster, [...sums]);
    else sums.forEach((each, at) => (known[at]! += each));
  }
  const size = clusters.size;
  const unknown = { mean, low: -Infinity, high: Infinity, n, clusters: size, standardError: undefined };
  if (size < 2) return unknown;
  const without: number[] = [];
  for (const own of clusters.values()) {
    const value = statistic(whole.map((each, at) => each - own[at]!));
    if (value === undefined) return unknown;
    without.push(value);
  }
  const middle = without.reduce((sum, each) => sum + each, 0) / size;
  const squares = without.reduce((sum, each) => sum + (each - middle) ** 2, 0);
  // Values that are all the same differ from their mean by rounding; that is no spread.
  const standardError = squares < 1e-24 ? 0 : Math.sqrt(((size - 1) / size) * squares);
  const half = studentQuantile(confidence, size - 1) * standardError;
  return { mean, low: mean - half, high: mean + half, n, clusters: size, standardError };
}
