import { boundedInterval, clusterJackknife, type Counted } from '../../core/statistics';
import type { EpisodeFacts } from './episodeFacts';
import type { AskingFigure } from './types';

export type Jackknifed = NonNullable<ReturnType<typeof clusterJackknife>>;

/** @param range what the figure cannot leave; infinite where it has no such end */
export function askingFigure(found: Jackknifed, range: readonly [number, number]): AskingFigure {
  const { mean, standardError, n, clusters } = found;
  const bounded = range.every(Number.isFinite);
  if (!bounded && (standardError === undefined || standardError === 0)) {
    return { mean, low: undefined, high: undefined, n, clusters };
  }
  const { low, high } = bounded
    ? boundedInterval({ ...found, naiveError: undefined }, range)
    : { low: Math.max(range[0], found.low), high: Math.min(range[1], found.high) };
  return { mean, low, high, n, clusters };
}

/** Figure of a mean; undefined without a value. */
export function meanFigure(
  values: readonly { readonly value: number; readonly cluster: string }[],
  range: readonly [number, number],
): AskingFigure | undefined {
  const units: Counted[] = values.map(({ value, cluster }) => ({ sums: [value, 1], cluster }));
  const found = clusterJackknife(units, ([sum = 0, count = 0]) => (count === 0 ? undefined : sum / count));
  return found && askingFigure(found, range);
}

/** Scenarios' clusters as the set has them; a task in several settings is one. */
export function clusterOf({ scenario, task }: EpisodeFacts, clusters: ReadonlyMap<string, string>): string {
  return clusters.get(scenario) ?? task;
}
