import { seededRandom } from '../seededRandom';
import type { Observation } from './clusterMean';
import type { Interval } from './summary';

export interface Resampled {
  /** By the order of the models given; percentile interval. */
  readonly intervals: readonly Interval[];
  /** Share of resamples in which each is best; those who share the first place share it. Sums to 1. */
  readonly bestShare: readonly number[];
}

const RESAMPLES = 2_000;

/**
 * Bootstrap of the means of several models over the same draws of clusters (Efron 1979, doi:10.1214/aos/1176344552; whole clusters, as in
 * Cameron, Gelbach and Miller 2008, doi:10.1162/rest.90.3.414): what one resample is hard on, it is hard on for all.
 *
 * @param models what each was measured on; not all need have the same scenarios, but each at least one
 */
export function clusterBootstrap(
  models: readonly (readonly Observation[])[],
  seed: number,
  confidence = 0.95,
  resamples = RESAMPLES,
): Resampled {
  const names = new Map<string, number>();
  for (const { cluster } of models.flat()) if (!names.has(cluster)) names.set(cluster, names.size);
  const clusters = names.size;
  const sums = models.map((observations) => {
    if (observations.length === 0) throw new RangeError('A model without observations cannot be resampled');
    const value = new Float64Array(clusters);
    const weight = new Float64Array(clusters);
    for (const each of observations) {
      const at = names.get(each.cluster)!;
      value[at]! += each.value * (each.weight ?? 1);
      weight[at]! += each.weight ?? 1;
    }
    return { value, weight };
  });
  const random = seededRandom(seed);
  const means = models.map(() => new Float64Array(resamples));
  const best = new Float64Array(models.length);
  const draw = new Uint32Array(clusters);
  for (let resample = 0; resample < resamples; resample++) {
    for (let i = 0; i < clusters; i++) draw[i] = random(clusters);
    const drawn = sums.map(({ value, weight }) => meanOf(value, weight, draw));
    drawn.forEach((each, model) => (means[model]![resample] = each));
    const highest = Math.max(...drawn.filter((each) => !Number.isNaN(each)));
    const winners = drawn.filter((each) => each >= highest - 1e-12).length;
    drawn.forEach((each, model) => {
      if (each >= highest - 1e-12) best[model]! += 1 / winners / resamples;
    });
  }
  const everything = Uint32Array.from({ length: clusters }, (_, i) => i);
  const tail = (1 - confidence) / 2;
  const intervals = means.map((values, model) => {
    const sorted = values.filter((value) => !Number.isNaN(value)).sort();
    const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
    const { value, weight } = sums[model]!;
    return { mean: meanOf(value, weight, everything), low: at(tail), high: at(1 - tail) };
  });
  return { intervals, bestShare: [...best] };
}

/** NaN where no drawn cluster has any of the model's scenarios. */
function meanOf(value: Float64Array, weight: Float64Array, draw: Uint32Array): number {
  let sum = 0;
  let total = 0;
  for (const cluster of draw) {
    sum += value[cluster]!;
    total += weight[cluster]!;
  }
  return sum / total;
}
