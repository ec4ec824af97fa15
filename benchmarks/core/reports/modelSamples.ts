/** Samples of a run by model and scenario, repeats averaged: what all figures of a report are made of. */
import type { SampleRecord, SampleState } from '../runs/types';
import type { SampledScenario } from '../sampling';
import type { ReportInput, ReportSample } from './reportInput';

export const METRICS = ['verified', 'SE', 'FC', 'CQ', 'LCU', 'LCBS'] as const;
export type MetricName = (typeof METRICS)[number];
const known: ReadonlySet<string> = new Set(METRICS);

/** Means over repeats that have a score. */
export interface ScenarioMeans {
  readonly scenario: SampledScenario;
  readonly value: number;
  /** Share of its repeats that are complete. */
  readonly complete: number;
  readonly repeats: number;
  readonly metrics: Readonly<Record<MetricName, number | undefined>>;
  /** Other metrics by their names; without those that were not measured. */
  readonly further: ReadonlyMap<string, number>;
}

export interface ModelSamples {
  readonly model: string;
  readonly scenarios: ReadonlyMap<string, ScenarioMeans>;
  readonly states: Readonly<Record<SampleState, number>>;
  readonly truncated: number;
  /** Micro-dollars that this run spent; what came from the cache cost nothing now. */
  readonly spent: number;
  /** Micro-dollars of scored samples, and how many they are, without those from the cache. */
  readonly paid: { readonly cost: number; readonly samples: number };
  readonly times: readonly number[];
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface CollectedSamples {
  readonly models: readonly ModelSamples[];
  /** Samples whose scenario is not in the set. */
  readonly strangers: number;
}

/** Models in the order of the run's configuration. */
export function collectSamples({ run, scenarios, samples }: ReportInput): CollectedSamples {
  const known = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const models = new Map(run.configuration.models.map((model) => [model, new Collector(model)]));
  let strangers = 0;
  for (const sample of samples) {
    const scenario = known.get(sample.record.scenario);
    if (scenario === undefined) {
      strangers++;
      continue;
    }
    let model = models.get(sample.record.model);
    if (model === undefined) models.set(sample.record.model, (model = new Collector(sample.record.model)));
    model.add(sample, scenario);
  }
  return { models: [...models.values()].map((model) => model.collected()), strangers };
}

interface Sums {
  readonly scenario: SampledScenario;
  value: number;
  complete: number;
  repeats: number;
  /** By the order of METRICS. */
  readonly metrics: number[];
  readonly measured: number[];
  further: Map<string, { sum: number; n: number }> | undefined;
}

class Collector {
  private readonly sums = new Map<string, Sums>();
  private readonly states = {
    ...{ waiting: 0, running: 0, scored: 0, error: 0, refused: 0, 'not-measured': 0, skipped: 0 },
  };
  private readonly times: number[] = [];
  private truncated = 0;
  private spent = 0;
  private paidCost = 0;
  private paidSamples = 0;
  private inputTokens = 0;
  private outputTokens = 0;

  constructor(private readonly model: string) {}

  add({ record, metrics }: ReportSample, scenario: SampledScenario): void {
    this.states[record.state]++;
    if (record.truncated) this.truncated++;
    if (!record.cached) this.spent += record.cost;
    this.inputTokens += record.usage?.inputTokens ?? 0;
    this.outputTokens += record.usage?.outputTokens ?? 0;
    if (record.state !== 'scored' || record.value === undefined) return;
    if (!record.cached) {
      this.paidCost += record.cost;
      this.paidSamples++;
    }
    if (record.totalMs !== undefined) this.times.push(record.totalMs);
    this.addScore(record.value, record, metrics, scenario);
  }

  private addScore(
    value: number,
    record: SampleRecord,
    metrics: ReportSample['metrics'],
    scenario: SampledScenario,
  ): void {
    let sums = this.sums.get(scenario.id);
    if (sums === undefined) {
      const zeros = () => METRICS.map(() => 0);
      sums = { scenario, value: 0, complete: 0, repeats: 0, metrics: zeros(), measured: zeros(), further: undefined };
      this.sums.set(scenario.id, sums);
    }
    sums.value += value;
    sums.complete += record.complete === true ? 1 : 0;
    sums.repeats++;
    if (metrics === undefined) return;
    for (let i = 0; i < METRICS.length; i++) {
      const metric = metrics[METRICS[i]!];
      if (metric === undefined) continue;
      sums.metrics[i]! += metric;
      sums.measured[i]!++;
    }
    for (const [name, metric] of Object.entries(metrics)) {
      if (metric === undefined || known.has(name)) continue;
      sums.further ??= new Map();
      const further = sums.further.get(name);
      if (further === undefined) sums.further.set(name, { sum: metric, n: 1 });
      else {
        further.sum += metric;
        further.n++;
      }
    }
  }

  collected(): ModelSamples {
    const { model, states, times, truncated, spent, inputTokens, outputTokens } = this;
    const paid = { cost: this.paidCost, samples: this.paidSamples };
    const scenarios = new Map<string, ScenarioMeans>();
    for (const [id, { scenario, value, complete, repeats, metrics, measured, further }] of this.sums) {
      const metric = (i: number) => (measured[i] === 0 ? undefined : metrics[i]! / measured[i]!);
      scenarios.set(id, {
        ...{ scenario, value: value / repeats, complete: complete / repeats, repeats },
        metrics: { verified: metric(0), SE: metric(1), FC: metric(2), CQ: metric(3), LCU: metric(4), LCBS: metric(5) },
        further: new Map([...(further ?? [])].map(([name, { sum, n }]) => [name, sum / n])),
      });
    }
    return { model, scenarios, states, times, truncated, spent, paid, inputTokens, outputTokens };
  }
}
