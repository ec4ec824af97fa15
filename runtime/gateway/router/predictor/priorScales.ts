/**
 * How large the weights of the features may become: variances of their Gaussian priors, in logits. N-grams of a request
 * have length 1 together, shape features have variance 1 each.
 */
export interface PriorScales {
  readonly ngrams: number;
  readonly shape: number;
}

/** Before there are labels enough to choose by. */
export const DEFAULT_SCALES: PriorScales = { ngrams: 1, shape: 0.02 };

/**
 * Part of a feature's variance that all models have in common: what makes a request hard makes it hard for all of them,
 * more or less.
 */
export const SHARED_PART = 0.2;

/** What is tried where there are labels enough: from next to nothing of a group of features to plenty. */
export const SCALE_GRID: readonly PriorScales[] = [0.25, 1, 4].flatMap((ngrams) =>
  [0.005, 0.03].map((shape) => ({ ngrams, shape })),
);
