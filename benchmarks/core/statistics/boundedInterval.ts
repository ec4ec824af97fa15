import type { ClusterMean } from './clusterMean';
import { studentQuantile } from './studentT';
import { wilsonInterval, type Interval } from './summary';

/**
 * The interval of a mean of values that cannot leave a range, for reports: the t interval cut to the range. Where all values are the same it
 * has no width, though a few equal values prove little; then Wilson's upper bound of "none of C clusters differs" is the share that may
 * still be different, and by as much as the range allows. With one cluster it is the range.
 */
export function boundedInterval(estimate: ClusterMean, range: readonly [number, number], confidence = 0.95): Interval {
  const { mean, standardError, clusters } = estimate;
  const [lowest, highest] = range;
  if (standardError === undefined) return { mean, low: lowest, high: highest };
  if (standardError === 0) {
    const different = wilsonInterval(0, clusters, confidence).high;
    return { mean, low: mean - different * (mean - lowest), high: mean + different * (highest - mean) };
  }
  const half = studentQuantile(confidence, clusters - 1) * standardError;
  return { mean, low: Math.max(lowest, mean - half), high: Math.min(highest, mean + half) };
}
