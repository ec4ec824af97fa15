import { mean } from '../core/statistics';

export interface MeanAndDeviation {
  readonly mean: number;
  /** Standard deviation over runs (n - 1 in the denominator); 0 for one run. */
  readonly deviation: number;
}

export function meanAndDeviation(values: readonly number[]): MeanAndDeviation {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return { mean: centre, deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}
