import type { TaskType } from '../../types';

/** What is believed of a model before anything was seen of it. */
export interface ModelPrior {
  /** Chance of success at a kind of task. */
  readonly success: Readonly<Record<TaskType, number>>;
  /** Observations that the belief is worth. */
  readonly pseudoCount: number;
  /** Logits that a request loses for each standard deviation of its log length. */
  readonly lengthSlope: number;
  /** Where the figures come from. */
  readonly source: string;
}

/** Gives every model a prior; one that nobody knows gets a careful one. */
export type PriorOf = (model: string) => ModelPrior;

export function logitOf(probability: number): number {
  const clipped = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return Math.log(clipped / (1 - clipped));
}

export function sigmoid(logit: number): number {
  return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit));
}

/**
 * Prior variances of a model's bias and of its offset at one kind of task. Together they are worth `pseudoCount`
 * observations: an observation at chance p has information p (1 - p).
 */
export function offsetVariances(
  prior: ModelPrior,
  taskType: TaskType,
): { readonly bias: number; readonly task: number } {
  const p = Math.min(0.95, Math.max(0.05, prior.success[taskType]));
  const total = 1 / (prior.pseudoCount * p * (1 - p));
  return { bias: total * 0.6, task: total * 0.4 };
}
