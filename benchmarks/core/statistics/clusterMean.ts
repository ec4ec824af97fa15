import { studentQuantile } from './studentT';
import type { Interval } from './summary';

/** What was measured of one scenario, repeats averaged before. */
export interface Observation {
  readonly value: number;
  /** Observations of one cluster are not independent. */
  readonly cluster: string;
  /** How much of the population it stands for; default: all alike. */
  readonly weight?: number | undefined;
}

export interface ClusterMean extends Interval {
  readonly n: number;
  readonly clusters: number;
  /** Cluster-robust standard error; undefined with one cluster, which tells nothing of how clusters vary. */
  readonly standardError: number | undefined;
  /** As if all were independent; undefined for one observation. */
  readonly naiveError: number | undefined;
}

/**
 * Mean with a cluster-robust standard error, SE² = C/(C-1) · Σ_c (Σ_{i in c} w_i (s_i - mean))², w_i of sum 1, and the t interval of C-1
 * degrees of freedom (Miller 2024, "Adding Error Bars to Evals", arXiv 2411.00640, with Stata's small-sample factor). With equal weights and clusters of one it is
 * sd/√n.
 *
 * With one cluster the interval reaches from -Infinity to Infinity: nothing is known.
 * @throws RangeError without observations, or with values that are no finite numbers
 */
export function clusterMean(observations: readonly Observation[], confidence = 0.95): ClusterMean {
  const n = observations.length;
  if (n === 0) throw new RangeError('There are no observations');
  let total = 0;
  let sum = 0;
  for (const { value, weight = 1 } of observations) {
    if (!Number.isFinite(value)) throw new RangeError(`${value} is not a finite number`);
    if (!(weight > 0 && weight < Infinity)) throw new RangeError(`${weight} is not a weight`);
    total += weight;
    sum += weight * value;
  }
  const mean = sum / total;
  const byCluster = new Map<string, number>();
  let squares = 0;
  for (const { value, cluster, weight = 1 } of observations) {
    const deviation = (weight * (value - mean)) / total;
    squares += deviation * deviation;
    byCluster.set(cluster, (byCluster.get(cluster) ?? 0) + deviation);
  }
  const clusters = byCluster.size;
  const naiveError = n < 2 ? undefined : Math.sqrt((n / (n - 1)) * squares);
  if (clusters < 2) {
    return { mean, low: -Infinity, high: Infinity, n, clusters, standardError: undefined, naiveError };
  }
  let between = 0;
  for (const each of byCluster.values()) between += each * each;
  // Values that are all the same differ from their mean by rounding; that is no spread.
  const standardError = squares < 1e-30 ? 0 : Math.sqrt((clusters / (clusters - 1)) * between);
  const half = studentQuantile(confidence, clusters - 1) * standardError;
  return { mean, low: mean - half, high: mean + half, n, clusters, standardError, naiveError };
}
