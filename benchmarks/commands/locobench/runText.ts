/** Runs and estimates for a reader. */
import type { EstimateRow } from '../../host/protocol';
import type { RunStore } from '../../core/runs/store/runStore';
import type { RunRecord } from '../../core/runs/types';

export interface ModelSummary {
  readonly model: string;
  /** Samples with a score. */
  readonly n: number;
  /** Mean value, 0 to 1; null without samples. Intervals and differences are in `whetstone locobench report`. */
  readonly value: number | null;
  readonly complete: number;
  readonly errors: number;
  readonly cached: number;
  /** Micro-dollars. */
  readonly cost: number;
}

export function modelSummaries(store: RunStore, run: RunRecord): readonly ModelSummary[] {
  const sums = new Map(
    run.configuration.models.map((model) => [
      model,
      { model, n: 0, sum: 0, complete: 0, errors: 0, cached: 0, cost: 0 },
    ]),
  );
  for (const { record } of store.scores(run.id)) {
    const sum = sums.get(record.model);
    if (sum === undefined) continue;
    if (record.value !== undefined) {
      sum.n += 1;
      sum.sum += record.value;
    }
    if (record.complete === true) sum.complete += 1;
    if (record.state === 'error') sum.errors += 1;
    if (record.cached) sum.cached += 1;
    sum.cost += record.cost;
  }
  return [...sums.values()].map(({ sum, ...rest }) => ({ ...rest, value: rest.n === 0 ? null : sum / rest.n }));
}

export function runText(run: RunRecord, models: readonly ModelSummary[]): string {
  const counts = Object.entries(run.counts).flatMap(([state, count]) => (count > 0 ? [`${count} ${state}`] : []));
  return [
    `${run.id}  ${run.state}  ${run.name}`,
    ...(run.reason === undefined ? [] : [run.reason]),
    `${counts.join(', ')}; spent ${dollars(run.spent)}`,
    ...models.map(
      ({ model, n, value, complete, errors, cached, cost }) =>
        `${model}: ${value === null ? '–' : (100 * value).toFixed(1)} of 100 (n = ${n}, ${complete} complete, ${errors} errors, ` +
        `${cached} from the cache, ${dollars(cost)})`,
    ),
  ].join('\n');
}

export function estimateText(rows: readonly EstimateRow[]): string {
  return rows
    .map(({ model, samples, cached, inputTokens, outputTokens, expectedCost, worstCost, expectedMs, problem }) => {
      if (problem !== undefined) return `${model}: ${problem}`;
      const time = expectedMs === undefined ? '' : `, about ${Math.ceil(expectedMs / 1000)} s`;
      return (
        `${model}: ${samples} samples, ${cached} of them in the cache; ${inputTokens} tokens in, about ${outputTokens} out; ` +
        `${dollars(expectedCost ?? 0)} expected, ${dollars(worstCost ?? 0)} at most${time}`
      );
    })
    .join('\n');
}

export const dollars = (micro: number): string => `$${(micro / 1e6).toFixed(4)}`;
