import { boundedInterval, clusterMean, wilsonInterval, type Interval } from '../../../core/statistics';

/** A share with its 95 % interval. */
export interface Share extends Interval {
  readonly count: number;
  readonly of: number;
}

/** Of trials that have nothing to do with each other (Wilson). @returns undefined without any */
export function shareOf(count: number, of: number): Share | undefined {
  return of === 0 ? undefined : { count, of, ...wilsonInterval(count, of) };
}

/** Of trials that come in clusters, e.g. all dialogues on one beginning state. @returns undefined without any */
export function clusteredShare(
  trials: readonly { readonly held: boolean; readonly cluster: string }[],
): (Share & { readonly clusters: number }) | undefined {
  if (trials.length === 0) return undefined;
  const estimate = clusterMean(trials.map(({ held, cluster }) => ({ value: Number(held), cluster })));
  const { mean, low, high } = boundedInterval(estimate, [0, 1]);
  const count = trials.filter(({ held }) => held).length;
  return { count, of: trials.length, mean, low, high, clusters: estimate.clusters };
}

/** How often each one is there, the most frequent first. */
export function tally(values: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
}
