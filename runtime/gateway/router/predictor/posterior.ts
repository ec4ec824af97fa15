import { LENGTH_FEATURE } from '../features/featuresOf';
import { NGRAM_BUCKETS, SHAPE_FEATURES, type PromptFeatures } from '../features/promptFeatures';
import type { TaskType } from '../../types';
import { DENSE, denseRow, FIRST_SHAPE, headVariances, SHARED, sharedVariances } from './design';
import { logitOf, sigmoid, type PriorOf } from './modelPrior';
import { TASK_TYPES, type Observation } from './observation';
import type { PriorScales } from './priorScales';
import { EDITOR_STANDARDISER, standardised, type Standardiser } from './standardiser';

/** A model's own weights. */
export interface Head {
  readonly ngramMeans: Float32Array;
  readonly ngramVariances: Float32Array;
  readonly denseMeans: Float64Array;
  /** DENSE x DENSE, row-major. */
  readonly denseCovariance: Float64Array;
}

/** Logit of success: what the model and the kind of task bring, and what the features bring. */
export interface LogitParts {
  readonly offset: number;
  readonly features: number;
  readonly variance: number;
}

/**
 * Gaussian belief about the weights of a logistic model of success:
 *
 *     logit = prior(model, task) + bias + offset(task) + shape . (d0 + d_model) + ngrams . (g0 + g_model)
 *
 * Weights with 0 are shared by all models. The belief is a full Gaussian in each model's bias, offsets and shape
 * weights, and has independent variances in the n-gram weights and the shared weights.
 */
export class Posterior {
  readonly sharedMeans = new Float64Array(SHARED);
  readonly sharedVariances = new Float64Array(SHARED);
  private readonly heads = new Map<string, Head>();
  private lastShared:
    { readonly features: PromptFeatures; readonly mean: number; readonly variance: number } | undefined;

  constructor(
    readonly priorOf: PriorOf,
    readonly scales: PriorScales,
    readonly standardiser: Standardiser = EDITOR_STANDARDISER,
  ) {
    const { ngrams, shape } = sharedVariances(scales);
    this.sharedVariances.fill(ngrams, 0, NGRAM_BUCKETS).fill(shape, NGRAM_BUCKETS);
  }

  head(model: string): Head {
    let head = this.heads.get(model);
    if (head === undefined) {
      const variances = headVariances(this.scales, this.priorOf(model));
      const denseCovariance = new Float64Array(DENSE * DENSE);
      for (let i = 0; i < DENSE; i++) denseCovariance[i * DENSE + i] = variances.dense[i]!;
      head = {
        ngramMeans: new Float32Array(NGRAM_BUCKETS),
        ngramVariances: new Float32Array(NGRAM_BUCKETS).fill(variances.ngrams),
        denseMeans: new Float64Array(DENSE),
        denseCovariance,
      };
      this.heads.set(model, head);
    }
    return head;
  }

  predict(model: string, taskType: TaskType, features: PromptFeatures): LogitParts {
    const head = this.head(model);
    const row = this.row(taskType, features);
    const prior = this.priorOf(model);
    let offset = logitOf(prior.success[taskType]);
    for (let i = 0; i < FIRST_SHAPE; i++) offset += row[i]! * head.denseMeans[i]!;
    let fromFeatures = -prior.lengthSlope * row[FIRST_SHAPE + LENGTH_FEATURE]!;
    let variance = quadratic(head.denseCovariance, row);
    for (let i = FIRST_SHAPE; i < DENSE; i++) fromFeatures += row[i]! * head.denseMeans[i]!;
    const { indices, values } = features;
    const { ngramMeans, ngramVariances } = head;
    for (let i = 0; i < indices.length; i++) {
      const bucket = indices[i]!;
      const value = values[i]!;
      fromFeatures += value * ngramMeans[bucket]!;
      variance += value * value * ngramVariances[bucket]!;
    }
    const shared = this.sharedPart(features, row);
    return { offset, features: fromFeatures + shared.mean, variance: variance + shared.variance };
  }

  /** What all models have in common at a request: the same for each of a decision's models, so it is added up once. */
  private sharedPart(
    features: PromptFeatures,
    row: Float64Array,
  ): { readonly mean: number; readonly variance: number } {
    if (this.lastShared?.features === features) return this.lastShared;
    let mean = 0;
    let variance = 0;
    for (let i = 0; i < SHAPE_FEATURES; i++) {
      const value = row[FIRST_SHAPE + i]!;
      mean += value * this.sharedMeans[NGRAM_BUCKETS + i]!;
      variance += value * value * this.sharedVariances[NGRAM_BUCKETS + i]!;
    }
    const { indices, values } = features;
    for (let i = 0; i < indices.length; i++) {
      const value = values[i]!;
      mean += value * this.sharedMeans[indices[i]!]!;
      variance += value * value * this.sharedVariances[indices[i]!]!;
    }
    this.lastShared = { features, mean, variance };
    return this.lastShared;
  }

  /**
   * Learns from one observation. The mode of the product of the Gaussian belief and one logistic likelihood lies on the
   * line covariance * x, so it is found exactly by a search in one dimension; the covariance shrinks by the curvature
   * there (Laplace), of which the belief keeps the blocks that it has.
   */
  update({ model, taskType, features, success, weight }: Observation): void {
    const head = this.head(model);
    const { offset, features: fromFeatures, variance } = this.predict(model, taskType, features);
    const step = modeStep(offset + fromFeatures, variance, success ? 1 : 0, weight);
    const chance = sigmoid(offset + fromFeatures + step * variance);
    const curvature = weight * chance * (1 - chance);
    this.lastShared = undefined;
    const row = this.row(taskType, features);
    const direction = multiply(head.denseCovariance, row);
    const rowVariance = row.reduce((sum, value, i) => sum + value * direction[i]!, 0);
    const shrink = curvature / (1 + curvature * rowVariance);
    for (let i = 0; i < DENSE; i++) {
      head.denseMeans[i]! += step * direction[i]!;
      for (let k = 0; k < DENSE; k++) head.denseCovariance[i * DENSE + k]! -= shrink * direction[i]! * direction[k]!;
    }
    for (let i = 0; i < SHAPE_FEATURES; i++) {
      learn(this.sharedMeans, this.sharedVariances, NGRAM_BUCKETS + i, row[FIRST_SHAPE + i]!, step, curvature);
    }
    const { indices, values } = features;
    for (let i = 0; i < indices.length; i++) {
      learn(this.sharedMeans, this.sharedVariances, indices[i]!, values[i]!, step, curvature);
      learn(head.ngramMeans, head.ngramVariances, indices[i]!, values[i]!, step, curvature);
    }
  }

  private row(taskType: TaskType, features: PromptFeatures): Float64Array {
    return denseRow(TASK_TYPES.indexOf(taskType), standardised(features.shape, this.standardiser));
  }
}

function learn(
  means: Float32Array | Float64Array,
  variances: Float32Array | Float64Array,
  index: number,
  value: number,
  step: number,
  curvature: number,
): void {
  const variance = variances[index]!;
  means[index]! += step * variance * value;
  variances[index] = variance / (1 + curvature * value * value * variance);
}

/**
 * Solves step = weight (y - sigmoid(logit + step * variance)): the mode along the direction of the update. The right side
 * falls as `step` grows, so the root is bracketed and Newton's steps are kept inside.
 */
function modeStep(logit: number, variance: number, y: number, weight: number): number {
  let low = -weight;
  let high = weight;
  let step = weight * (y - sigmoid(logit));
  for (let i = 0; i < 30; i++) {
    const chance = sigmoid(logit + step * variance);
    const excess = step - weight * (y - chance);
    if (Math.abs(excess) < 1e-10) break;
    if (excess > 0) high = step;
    else low = step;
    const next = step - excess / (1 + weight * variance * chance * (1 - chance));
    step = next > low && next < high ? next : (low + high) / 2;
  }
  return step;
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const result = new Float64Array(DENSE);
  for (let i = 0; i < DENSE; i++) {
    let sum = 0;
    for (let k = 0; k < DENSE; k++) sum += matrix[i * DENSE + k]! * vector[k]!;
    result[i] = sum;
  }
  return result;
}

function quadratic(matrix: Float64Array, vector: Float64Array): number {
  const product = multiply(matrix, vector);
  return vector.reduce((sum, value, i) => sum + value * product[i]!, 0);
}
