import type { Estimate, ModelResult } from '../../host/protocol';
import {
  boundedInterval,
  clusterBootstrap,
  clusterMean,
  effectiveSize,
  percentile,
  wilsonInterval,
  type Observation,
} from '../statistics';
import type { MetricName, ModelSamples, ScenarioMeans } from './modelSamples';

/** What each scenario of a sample stands for; empty: all alike. */
export type Weights = ReadonlyMap<string, number>;

export function modelResults(models: readonly ModelSamples[], weights: Weights, seed: number): readonly ModelResult[] {
  const measured = models.filter(({ scenarios }) => scenarios.size > 0);
  const { bestShare } =
    measured.length < 2
      ? { bestShare: [] }
      : clusterBootstrap(
          measured.map(({ scenarios }) => observations(scenarios.values(), weights, ({ value }) => value)),
          seed,
        );
  return models.map((samples) => {
    const place = measured.indexOf(samples);
    return modelResult(samples, weights, place < 0 ? undefined : bestShare[place]);
  });
}

function modelResult(samples: ModelSamples, weights: Weights, bestShare: number | undefined): ModelResult {
  const { model, scenarios, states, truncated, spent, paid, times, inputTokens, outputTokens } = samples;
  const all = [...scenarios.values()];
  const metric = (name: MetricName, highest: number) =>
    estimateOf(
      observations(all, weights, ({ metrics }) => metrics[name]),
      [0, highest],
    );
  return {
    model,
    value: estimateOf(
      observations(all, weights, ({ value }) => value),
      [0, 1],
    ),
    verified: metric('verified', 5),
    dimensions: { SE: metric('SE', 1), FC: metric('FC', 1), CQ: metric('CQ', 1), LCU: metric('LCU', 1) },
    complete: shareOf(observations(all, weights, ({ complete }) => complete)),
    reference: metric('LCBS', 5),
    further: furtherMetrics(all, weights),
    errors: states.error,
    refused: states.refused,
    notMeasured: states['not-measured'],
    truncated,
    cost: spent,
    costPerSample: paid.samples === 0 ? undefined : paid.cost / paid.samples,
    p50Ms: times.length === 0 ? undefined : percentile(times, 0.5),
    p95Ms: times.length === 0 ? undefined : percentile(times, 0.95),
    inputTokens,
    outputTokens,
    bestShare,
  };
}

/** In the order in which they were first given. Shares are within 0 and 1; of others the range is what was seen. */
function furtherMetrics(all: readonly ScenarioMeans[], weights: Weights): ModelResult['further'] {
  const names = new Set(all.flatMap(({ further }) => [...further.keys()]));
  return [...names].flatMap((name) => {
    const values = observations(all, weights, ({ further }) => further.get(name));
    const [least, most] = values.reduce(
      ([low, high], { value }) => [Math.min(low, value), Math.max(high, value)],
      [0, 0],
    );
    const value = estimateOf(values, [least, least === 0 && most <= 1 ? 1 : most]);
    return value === undefined ? [] : [{ name, value }];
  });
}

/** @param valueOf undefined: not measured, left out */
export function observations(
  scenarios: Iterable<ScenarioMeans>,
  weights: Weights,
  valueOf: (means: ScenarioMeans) => number | undefined,
): readonly Observation[] {
  const result: Observation[] = [];
  for (const each of scenarios) {
    const value = valueOf(each);
    if (value === undefined) continue;
    result.push({ value, cluster: each.scenario.cluster, weight: weights.get(each.scenario.id) ?? 1 });
  }
  return result;
}

/** @returns undefined where nothing was measured: that is not zero */
export function estimateOf(values: readonly Observation[], range: readonly [number, number]): Estimate | undefined {
  if (values.length === 0) return undefined;
  const result = clusterMean(values);
  return { ...boundedInterval(result, range), n: result.n, clusters: result.clusters };
}

/** Wilson's interval of as many scenarios as would tell the same if they were independent. */
function shareOf(values: readonly Observation[]): Estimate | undefined {
  if (values.length === 0) return undefined;
  const result = clusterMean(values);
  const size = Math.max(1, effectiveSize(result));
  const share = Math.min(1, Math.max(0, result.mean));
  const { low, high } = wilsonInterval(share * size, size);
  return { mean: share, low, high, n: result.n, clusters: result.clusters };
}
