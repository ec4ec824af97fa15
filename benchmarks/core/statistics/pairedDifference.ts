import { clusterMean, type ClusterMean, type Observation } from './clusterMean';
import { studentTwoSidedP } from './studentT';

export interface PairedDifference extends ClusterMean {
  /** Two-sided; of the t test with one degree less than there are clusters. 1 with one cluster. */
  readonly p: number;
  /** Pearson's, of the two values of a pair: how much pairing is worth; undefined where one side never varies. */
  readonly correlation: number | undefined;
}

/**
 * Mean of a - b over pairs of the same scenario, clustered as a mean is.
 *
 * Differences that are all the same have no spread to test by. Then the sign test over clusters stands in: 2 · 0.5^C.
 * @throws RangeError without pairs
 */
export function pairedDifference(
  pairs: readonly (Omit<Observation, 'value'> & { readonly a: number; readonly b: number })[],
  confidence = 0.95,
): PairedDifference {
  const result = clusterMean(
    pairs.map(({ a, b, cluster, weight }) => ({ value: a - b, cluster, weight })),
    confidence,
  );
  return { ...result, p: pOf(result), correlation: correlation(pairs) };
}

function pOf({ mean, standardError, clusters }: ClusterMean): number {
  if (standardError === undefined || mean === 0) return 1;
  if (standardError === 0) return Math.min(1, 2 * 0.5 ** clusters);
  return studentTwoSidedP(mean / standardError, clusters - 1);
}

function correlation(pairs: readonly { readonly a: number; readonly b: number }[]): number | undefined {
  const meanA = pairs.reduce((sum, { a }) => sum + a, 0) / pairs.length;
  const meanB = pairs.reduce((sum, { b }) => sum + b, 0) / pairs.length;
  let [aa, bb, ab] = [0, 0, 0];
  for (const { a, b } of pairs) {
    aa += (a - meanA) ** 2;
    bb += (b - meanB) ** 2;
    ab += (a - meanA) * (b - meanB);
  }
  return aa < 1e-24 || bb < 1e-24 ? undefined : ab / Math.sqrt(aa * bb);
}
