/** Comparison of two models on the same tasks, and intervals of means, both without assumptions on the distribution. */
import type { Interval } from './summary';

const RESAMPLES = 2_000;

/**
 * Exact McNemar test (a sign test): whether two yes/no outcomes of the same tasks differ by more than chance. Only tasks
 * on which they differ count; under chance each of these is as likely to fall to either side (McNemar 1947,
 * doi:10.1007/BF02295996).
 *
 * @param wins tasks where only the first is right
 * @param losses tasks where only the second is right
 * @returns two-sided p value; 1 when they never differ
 */
export function mcNemarP(wins: number, losses: number): number {
  return Math.min(1, 2 * binomialTail(Math.min(wins, losses), wins + losses));
}

/** Probability of at most k heads in n throws of a fair coin. */
export function binomialTail(k: number, n: number): number {
  // In logarithms: 0.5 ** n is 0 from n = 1075 on.
  let term = -n * Math.LN2;
  let sum = 0;
  for (let i = 0; i <= k; i++) {
    sum += Math.exp(term);
    term += Math.log((n - i) / (i + 1));
  }
  return Math.min(1, sum);
}

/**
 * Mean of values with its bootstrap interval (95 %, percentiles of resamples; Efron 1979, doi:10.1214/aos/1176344552).
 * For paired differences of two models give the differences.
 *
 * @param values at least one
 */
export function bootstrapMean(values: readonly number[]): Interval {
  return bootstrap(values.length, (index) => sumOver(values, index) / values.length);
}

/**
 * Quotient of the means of two measures of the same tasks with its bootstrap interval (95 %): tasks are drawn, not
 * outcomes. A quotient by zero is Infinity; NaN where both are zero.
 */
export function bootstrapRatio(above: readonly number[], below: readonly number[]): Interval {
  return bootstrap(above.length, (index) => sumOver(above, index) / sumOver(below, index));
}

function bootstrap(n: number, statistic: (index: Uint32Array) => number): Interval {
  if (n < 1) throw new RangeError('There are no values');
  const random = randomIndices(n);
  const index = new Uint32Array(n);
  const mean = statistic(index.map((_, position) => position));
  const resampled = Float64Array.from({ length: RESAMPLES }, () => {
    for (let i = 0; i < n; i++) index[i] = random();
    return statistic(index);
  }).sort();
  // Nearest ranks, not interpolated: infinite ratios have no value between them.
  const at = (share: number) => resampled[Math.round(share * (RESAMPLES - 1))]!;
  return { mean, low: at(0.025), high: at(0.975) };
}

function sumOver(values: readonly number[], index: Uint32Array): number {
  let sum = 0;
  for (const i of index) sum += values[i]!;
  return sum;
}

/** Whole numbers below n, the same at every run (xorshift32; Marsaglia 2003, doi:10.18637/jss.v008.i14). */
function randomIndices(n: number): () => number {
  let state = 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * n);
  };
}
