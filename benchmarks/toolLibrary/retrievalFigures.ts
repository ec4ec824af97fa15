import { bootstrapMean, wilsonInterval, type Interval } from '../core/statistics';
import { budgets, type QueryOutcome } from './queryOutcome';

export const metrics = [
  'hit1',
  'hit5',
  'mrr',
  'complete5',
  'within256',
  'within512',
  'within1024',
  'resolved',
] as const;
export type Metric = (typeof metrics)[number];

/** Of one query; undefined where it has nothing to say of the metric. */
export function valueOf(outcome: QueryOutcome, metric: Metric): number | undefined {
  switch (metric) {
    case 'mrr':
      return outcome.reciprocalRank;
    case 'within256':
      return outcome.within[budgets[0]];
    case 'within512':
      return outcome.within[budgets[1]];
    case 'within1024':
      return outcome.within[budgets[2]];
    case 'hit1':
    case 'hit5':
    case 'complete5':
    case 'resolved':
      return outcome[metric];
  }
}

export type Figure = Interval & { readonly n: number };
export type Figures = Readonly<Partial<Record<Metric, Figure>>>;

/** Shares with Wilson's interval, means with that of the bootstrap (95 %). Metrics that no query has are left out. */
export function figuresOf(outcomes: readonly QueryOutcome[]): Figures {
  return Object.fromEntries(
    metrics.flatMap((metric) => {
      const values = outcomes.flatMap((outcome) => valueOf(outcome, metric) ?? []);
      return values.length === 0 ? [] : [[metric, { ...intervalOf(values), n: values.length }]];
    }),
  );
}

function intervalOf(values: readonly number[]): Interval {
  const isShare = values.every((value) => value === 0 || value === 1);
  return isShare ? wilsonInterval(values.filter((value) => value === 1).length, values.length) : bootstrapMean(values);
}

/** Mean of what each query got in all controls, and how far the controls themselves lie apart. */
export interface ControlFigure {
  readonly mean: number;
  /** Least and greatest of the controls. */
  readonly low: number;
  readonly high: number;
}
export type ControlFigures = Readonly<Partial<Record<Metric, ControlFigure>>>;

export function controlFigures(controls: readonly (readonly QueryOutcome[])[]): ControlFigures {
  return Object.fromEntries(
    metrics.flatMap((metric) => {
      const means = controls.flatMap((outcomes) => {
        const values = outcomes.flatMap((outcome) => valueOf(outcome, metric) ?? []);
        return values.length === 0 ? [] : [values.reduce((sum, value) => sum + value, 0) / values.length];
      });
      if (means.length === 0) return [];
      const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
      return [[metric, { mean, low: Math.min(...means), high: Math.max(...means) }]];
    }),
  );
}

/** What is gained over the mean of all controls: query by query, with the interval of the bootstrap. */
export function gainOf(after: readonly QueryOutcome[], controls: readonly (readonly QueryOutcome[])[]): Figures {
  return Object.fromEntries(
    metrics.flatMap((metric) => {
      const gains = after.flatMap((outcome, at) => {
        const value = valueOf(outcome, metric);
        if (value === undefined || controls.length === 0) return [];
        const others = controls.map((outcomes) => valueOf(outcomes[at]!, metric) ?? 0);
        return [value - others.reduce((sum, other) => sum + other, 0) / others.length];
      });
      return gains.length === 0 ? [] : [[metric, { ...bootstrapMean(gains), n: gains.length }]];
    }),
  );
}
