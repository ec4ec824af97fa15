import { studentQuantile } from './studentT';
import type { Interval } from './summary';

export interface ControlledMean extends Interval {
  readonly n: number;
  readonly clusters: number;
  readonly standardError: number;
  /** How much a point of the baseline is worth. */
  readonly slope: number;
}

/**
 * Regression estimate of a mean over a population of which a baseline's values are all known (kept results of an earlier model) and the
 * wanted ones only in a sample: mean(y) + slope · (population's mean of x - sample's mean of x); Cochran 1977, "Sampling Techniques",
 * chapter 7. The standard error is cluster-robust, over the residuals; t with C-2 degrees of freedom, as a slope was fitted.
 *
 * @returns undefined with fewer than four clusters, where a slope would be made up
 */
export function controlVariate(
  sample: readonly { readonly value: number; readonly baseline: number; readonly cluster: string }[],
  baselineOfAll: number,
  confidence = 0.95,
): ControlledMean | undefined {
  const n = sample.length;
  const clusters = new Set(sample.map(({ cluster }) => cluster)).size;
  if (clusters < 4) return undefined;
  const meanY = sample.reduce((sum, { value }) => sum + value, 0) / n;
  const meanX = sample.reduce((sum, { baseline }) => sum + baseline, 0) / n;
  let [xx, xy] = [0, 0];
  for (const { value, baseline } of sample) {
    xx += (baseline - meanX) ** 2;
    xy += (baseline - meanX) * (value - meanY);
  }
  const slope = xx < 1e-24 ? 0 : xy / xx;
  const residuals = new Map<string, number>();
  for (const { value, baseline, cluster } of sample) {
    const residual = value - meanY - slope * (baseline - meanX);
    residuals.set(cluster, (residuals.get(cluster) ?? 0) + residual);
  }
  let between = 0;
  for (const each of residuals.values()) between += each * each;
  const standardError = Math.sqrt((clusters / (clusters - 2)) * between) / n;
  const mean = meanY + slope * (baselineOfAll - meanX);
  const half = studentQuantile(confidence, clusters - 2) * standardError;
  return { mean, low: mean - half, high: mean + half, n, clusters, standardError, slope };
}
