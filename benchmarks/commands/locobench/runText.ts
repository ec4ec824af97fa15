/** Runs and estimates for a reader. */
import type { EstimateAssumption, EstimateRow } from '../../host/protocol';
import type { RunStore } from '../../core/runs/store/runStore';
import type { RunProgress, RunRecord } from '../../core/runs/types';

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
    .flatMap((row) => {
      const { model, samples, cached, inputTokens, outputTokens, expectedCost, worstCost, expectedMs, problem } = row;
      if (problem !== undefined) return [`${model}: ${problem}`];
      const cost = costText(expectedCost, worstCost);
      const time = expectedMs === undefined ? 'time not known' : `about ${Math.ceil(expectedMs / 1000)} s`;
      return [
        `${model}: ${samples} samples, ${cached} of them in the cache; ${inputTokens} tokens in, about ${outputTokens} out; ${cost}; ${time}`,
        ...row.roles.map(
          (each) =>
            `  in it, ${each.model} as ${each.role}: ${each.calls} calls, ${each.inputTokens} tokens in, ${each.outputTokens} out; ` +
            costText(each.expectedCost, each.worstCost),
        ),
        ...row.assumptions.map((assumption) => `  assumed: ${assumptionText(assumption)}`),
      ];
    })
    .join('\n');
}

function costText(expected: number | undefined, worst: number | undefined): string {
  if (expected === undefined || worst === undefined) return 'cost not known';
  return `${dollars(expected)} expected, ${dollars(worst)} at most`;
}

function assumptionText(assumption: EstimateAssumption): string {
  switch (assumption.kind) {
    case 'price-unknown':
      return 'nothing of its price, which is not known';
    case 'role-price-unknown':
      return `nothing of the price of the ${assumption.role}, which is not known`;
    case 'role-assumed':
      return `at most ${assumption.calls} calls of the ${assumption.role} a sample with short replies, since nobody has been it here yet`;
    case 'role-of-other-models':
      return `calls and replies of the ${assumption.role} as those of other models in ${assumption.samples} samples`;
    case 'output-assumed':
      return `${assumption.tokens} tokens an answer, since nothing of this benchmark was answered yet`;
    case 'output-of-other-models':
      return `${assumption.tokens} tokens an answer, the mean of ${assumption.samples} answers of other models`;
    case 'calls-assumed':
      return `${assumption.calls} calls a sample; the model decides how many it makes`;
    case 'input-estimated':
      return "tokens in by characters, not by the model's own tokenizer";
    case 'speed-unmeasured':
      return 'nothing of its speed, which was not measured yet';
    case 'speed-of-other-benchmarks':
      return `its speed in ${assumption.samples} samples of other benchmarks`;
  }
}

export function progressText({ run, rate, remainingMs }: RunProgress): string {
  const { counts, spent } = run;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const done = all - counts.waiting - counts.running;
  const parts = [
    `${done} of ${all}`,
    ...(counts.error > 0 ? [`${counts.error} errors`] : []),
    `$${(spent / 1e6).toFixed(4)}`,
    ...(rate === undefined ? [] : [`${rate.toFixed(0)} a minute`]),
    ...(remainingMs === undefined ? [] : [`${Math.ceil(remainingMs / 1000)} s left`]),
  ];
  return parts.join(', ');
}

export const dollars = (micro: number): string => `$${(micro / 1e6).toFixed(4)}`;
