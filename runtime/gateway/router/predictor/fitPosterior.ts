import { LENGTH_FEATURE } from '../features/featuresOf';
import { NGRAM_BUCKETS, SHAPE_FEATURES } from '../features/promptFeatures';
import { DENSE, denseRow, FIRST_SHAPE, headVariances, SHARED, sharedVariances } from './design';
import { invertSymmetric } from './invertSymmetric';
import { logitOf, sigmoid, type PriorOf } from './modelPrior';
import { TASK_TYPES, type Observation } from './observation';
import { Posterior } from './posterior';
import type { PriorScales } from './priorScales';
import { fitStandardiser, standardised } from './standardiser';

const NEWTON_STEPS = 8;
const CONJUGATE_STEPS = 20;
/** Norm of the gradient, in whitened weights, at which the mode is found. */
const TOLERANCE = 0.02;

/**
 * Belief after all observations at once: the mode of the posterior by Newton's method with conjugate gradients, in weights
 * that are scaled to prior variance 1, and Laplace's approximation at it. Unlike the same observations one after
 * another, their order does not matter.
 *
 * It yields between passes over the data (milliseconds each), so that a caller can let other work in between.
 */
export function* fitPosterior(
  observations: readonly Observation[],
  priorOf: PriorOf,
  scales: PriorScales,
): Generator<undefined, Posterior> {
  const standardiser = fitStandardiser([...new Set(observations.map(({ features }) => features))]);
  const posterior = new Posterior(priorOf, scales, standardiser);
  if (observations.length === 0) return posterior;
  const problem = new Problem(observations, posterior);
  const weights = new Float64Array(problem.size);
  let logits = problem.logits(weights);
  let loss = problem.loss(weights, logits);
  for (let newton = 0; newton < NEWTON_STEPS; newton++) {
    const gradient = problem.gradient(weights, logits);
    const norm = Math.sqrt(dot(gradient, gradient));
    yield;
    if (norm < TOLERANCE) break;
    const curvatures = problem.curvatures(logits);
    const direction = yield* conjugateGradients(problem, curvatures, gradient, Math.min(0.1, norm) * norm);
    let scale = 1;
    for (; scale > 1e-4; scale /= 2) {
      const tried = weights.map((weight, i) => weight - scale * direction[i]!);
      const triedLogits = problem.logits(tried);
      const triedLoss = problem.loss(tried, triedLogits);
      if (triedLoss > loss) continue;
      weights.set(tried);
      logits = triedLogits;
      loss = triedLoss;
      break;
    }
    yield;
    if (scale <= 1e-4) break;
  }
  problem.store(weights, problem.curvatures(logits));
  return posterior;
}

/** Solves (identity + X' C X) direction = gradient until the residual is below `tolerance`. */
function* conjugateGradients(
  problem: Problem,
  curvatures: Float64Array,
  gradient: Float64Array,
  tolerance: number,
): Generator<undefined, Float64Array> {
  const solution = new Float64Array(gradient.length);
  const residual = gradient.slice();
  const search = residual.slice();
  let squares = dot(residual, residual);
  for (let i = 0; i < CONJUGATE_STEPS && Math.sqrt(squares) > tolerance; i++) {
    const product = problem.hessianProduct(search, curvatures);
    const along = squares / dot(search, product);
    for (let k = 0; k < solution.length; k++) {
      solution[k]! += along * search[k]!;
      residual[k]! -= along * product[k]!;
    }
    const next = dot(residual, residual);
    const keep = next / squares;
    squares = next;
    for (let k = 0; k < search.length; k++) search[k] = residual[k]! + keep * search[k]!;
    yield;
  }
  return solution;
}

/** The observations in whitened weights: shared ones first, then n-grams and dense weights of each model. */
class Problem {
  readonly size: number;
  private readonly models: readonly string[];
  private readonly rows: readonly { readonly model: number; readonly dense: Float64Array; readonly prior: number }[];
  private readonly sharedDeviations;
  private readonly headDeviations: readonly { readonly ngrams: number; readonly dense: Float64Array }[];

  constructor(
    private readonly observations: readonly Observation[],
    private readonly posterior: Posterior,
  ) {
    this.models = [...new Set(observations.map(({ model }) => model))];
    const { priorOf, scales, standardiser } = posterior;
    const index = new Map(this.models.map((model, i) => [model, i]));
    this.rows = observations.map(({ model, taskType, features }) => {
      const dense = denseRow(TASK_TYPES.indexOf(taskType), standardised(features.shape, standardiser));
      const { success, lengthSlope } = priorOf(model);
      const prior = logitOf(success[taskType]) - lengthSlope * dense[FIRST_SHAPE + LENGTH_FEATURE]!;
      return { model: index.get(model)!, dense, prior };
    });
    const shared = sharedVariances(scales);
    this.sharedDeviations = { ngrams: Math.sqrt(shared.ngrams), shape: Math.sqrt(shared.shape) };
    this.headDeviations = this.models.map((model) => {
      const { ngrams, dense } = headVariances(scales, priorOf(model));
      return { ngrams: Math.sqrt(ngrams), dense: dense.map(Math.sqrt) };
    });
    this.size = SHARED + this.models.length * (NGRAM_BUCKETS + DENSE);
  }

  /** X * weights, without the prior's logits. */
  private products(weights: Float64Array): Float64Array {
    const combined = this.models.map((_, model) => {
      const { ngrams } = this.headDeviations[model]!;
      const start = this.start(model);
      const sum = new Float64Array(NGRAM_BUCKETS);
      for (let i = 0; i < NGRAM_BUCKETS; i++) {
        sum[i] = this.sharedDeviations.ngrams * weights[i]! + ngrams * weights[start + i]!;
      }
      return sum;
    });
    return Float64Array.from(this.rows, ({ model, dense }, n) => {
      const { indices, values } = this.observations[n]!.features;
      const ngrams = combined[model]!;
      let sum = 0;
      for (let i = 0; i < indices.length; i++) sum += values[i]! * ngrams[indices[i]!]!;
      const start = this.start(model) + NGRAM_BUCKETS;
      const deviations = this.headDeviations[model]!.dense;
      for (let i = 0; i < DENSE; i++) sum += dense[i]! * deviations[i]! * weights[start + i]!;
      for (let i = 0; i < SHAPE_FEATURES; i++) {
        sum += dense[FIRST_SHAPE + i]! * this.sharedDeviations.shape * weights[NGRAM_BUCKETS + i]!;
      }
      return sum;
    });
  }

  /** X' * residuals. */
  private transposed(residuals: Float64Array): Float64Array {
    const result = new Float64Array(this.size);
    this.rows.forEach(({ model, dense }, n) => {
      const residual = residuals[n]!;
      const start = this.start(model);
      const { indices, values } = this.observations[n]!.features;
      for (let i = 0; i < indices.length; i++) result[start + indices[i]!]! += values[i]! * residual;
      const deviations = this.headDeviations[model]!.dense;
      for (let i = 0; i < DENSE; i++) result[start + NGRAM_BUCKETS + i]! += dense[i]! * deviations[i]! * residual;
      for (let i = 0; i < SHAPE_FEATURES; i++) {
        result[NGRAM_BUCKETS + i]! += dense[FIRST_SHAPE + i]! * this.sharedDeviations.shape * residual;
      }
    });
    this.models.forEach((_, model) => {
      const start = this.start(model);
      const { ngrams } = this.headDeviations[model]!;
      for (let i = 0; i < NGRAM_BUCKETS; i++) {
        const sum = result[start + i]!;
        result[i]! += this.sharedDeviations.ngrams * sum;
        result[start + i] = ngrams * sum;
      }
    });
    return result;
  }

  logits(weights: Float64Array): Float64Array {
    return this.products(weights).map((product, n) => product + this.rows[n]!.prior);
  }

  loss(weights: Float64Array, logits: Float64Array): number {
    const fit = this.observations.reduce((sum, { success, weight }, n) => {
      const margin = success ? logits[n]! : -logits[n]!;
      return sum + weight * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin);
    }, 0);
    return fit + dot(weights, weights) / 2;
  }

  gradient(weights: Float64Array, logits: Float64Array): Float64Array {
    const residuals = logits.map((logit, n) => {
      const { success, weight } = this.observations[n]!;
      return weight * (sigmoid(logit) - (success ? 1 : 0));
    });
    return this.transposed(residuals).map((value, i) => value + weights[i]!);
  }

  curvatures(logits: Float64Array): Float64Array {
    return logits.map((logit, n) => this.observations[n]!.weight * sigmoid(logit) * sigmoid(-logit));
  }

  hessianProduct(vector: Float64Array, curvatures: Float64Array): Float64Array {
    const weighted = this.products(vector).map((product, n) => product * curvatures[n]!);
    return this.transposed(weighted).map((value, i) => value + vector[i]!);
  }

  /** Writes the mode and the blocks of Laplace's covariance into the posterior. */
  store(weights: Float64Array, curvatures: Float64Array): void {
    const { sharedMeans, sharedVariances: variances } = this.posterior;
    const heads = this.models.map((model) => this.posterior.head(model));
    const precisions = heads.map(({ denseCovariance }) =>
      denseCovariance.map((value) => (value === 0 ? 0 : 1 / value)),
    );
    this.rows.forEach(({ model, dense }, n) => {
      const curvature = curvatures[n]!;
      const { ngramVariances } = heads[model]!;
      const { indices, values } = this.observations[n]!.features;
      for (let i = 0; i < indices.length; i++) {
        const information = curvature * values[i]! * values[i]!;
        const bucket = indices[i]!;
        variances[bucket] = variances[bucket]! / (1 + information * variances[bucket]!);
        ngramVariances[bucket] = ngramVariances[bucket]! / (1 + information * ngramVariances[bucket]!);
      }
      for (let i = 0; i < SHAPE_FEATURES; i++) {
        const k = NGRAM_BUCKETS + i;
        variances[k] = variances[k]! / (1 + curvature * dense[FIRST_SHAPE + i]! ** 2 * variances[k]!);
      }
      const precision = precisions[model]!;
      for (let i = 0; i < DENSE; i++) {
        if (dense[i] === 0) continue;
        for (let k = 0; k < DENSE; k++) precision[i * DENSE + k]! += curvature * dense[i]! * dense[k]!;
      }
    });
    for (let i = 0; i < SHARED; i++) {
      sharedMeans[i] = weights[i]! * (i < NGRAM_BUCKETS ? this.sharedDeviations.ngrams : this.sharedDeviations.shape);
    }
    heads.forEach((head, model) => {
      const start = this.start(model);
      const deviations = this.headDeviations[model]!;
      for (let i = 0; i < NGRAM_BUCKETS; i++) head.ngramMeans[i] = weights[start + i]! * deviations.ngrams;
      for (let i = 0; i < DENSE; i++) head.denseMeans[i] = weights[start + NGRAM_BUCKETS + i]! * deviations.dense[i]!;
      head.denseCovariance.set(invertSymmetric(precisions[model]!, DENSE));
    });
  }

  private start(model: number): number {
    return SHARED + model * (NGRAM_BUCKETS + DENSE);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
