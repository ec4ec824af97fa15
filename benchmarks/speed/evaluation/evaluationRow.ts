import { mean, percentile } from '../../core/statistics';

export interface EvaluationBenchRow {
  readonly what: string;
  readonly n: number;
  /** Milliseconds; of a sample, or of a page. */
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
}

export function evaluationRow(what: string, times: readonly number[]): EvaluationBenchRow {
  return { what, n: times.length, mean: mean(times), p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}
