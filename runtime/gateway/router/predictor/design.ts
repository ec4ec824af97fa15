import { NGRAM_BUCKETS, SHAPE_FEATURES } from '../features/promptFeatures';
import { offsetVariances, type ModelPrior } from './modelPrior';
import { TASK_TYPES } from './observation';
import { SHARED_PART, type PriorScales } from './priorScales';

/** Dense covariates of a model's own head: 1, the kinds of task, the shape features. */
export const DENSE = 1 + TASK_TYPES.length + SHAPE_FEATURES;
export const FIRST_TASK = 1;
export const FIRST_SHAPE = 1 + TASK_TYPES.length;

/** Weights that all models share: n-grams, then shape features. */
export const SHARED = NGRAM_BUCKETS + SHAPE_FEATURES;

export interface SharedVariances {
  readonly ngrams: number;
  readonly shape: number;
}

export function sharedVariances(scales: PriorScales): SharedVariances {
  return { ngrams: scales.ngrams * SHARED_PART, shape: scales.shape * SHARED_PART };
}

export interface HeadVariances {
  readonly ngrams: number;
  /** One for each dense covariate. */
  readonly dense: Float64Array;
}

export function headVariances(scales: PriorScales, prior: ModelPrior): HeadVariances {
  const own = 1 - SHARED_PART;
  const dense = new Float64Array(DENSE).fill(scales.shape * own);
  let bias = 0;
  TASK_TYPES.forEach((taskType, i) => {
    const variances = offsetVariances(prior, taskType);
    bias += variances.bias / TASK_TYPES.length;
    dense[FIRST_TASK + i] = variances.task;
  });
  dense[0] = bias;
  return { ngrams: scales.ngrams * own, dense };
}

/** Row of dense covariates of a request. */
export function denseRow(taskIndex: number, shape: Float64Array): Float64Array {
  const row = new Float64Array(DENSE);
  row[0] = 1;
  row[FIRST_TASK + taskIndex] = 1;
  row.set(shape, FIRST_SHAPE);
  return row;
}
