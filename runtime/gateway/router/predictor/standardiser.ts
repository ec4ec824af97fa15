import { SHAPE_FEATURES, type PromptFeatures } from '../features/promptFeatures';

/** Brings shape features to mean 0 and variance 1, so that one prior suits all of them. */
export interface Standardiser {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

/** Of requests of an editor, roughly: used until there are requests to measure. In the order of featuresOf. */
export const EDITOR_STANDARDISER: Standardiser = {
  means: [5.3, 0.9, 2, 1, 0.4, 1, 0.7, 0.4, 1, 0.2, 5.8, 0.8, 0.03, 0.01, 6.5, 0.4, 1.5, 1.5, 0.1, 0.05],
  deviations: [1.2, 0.8, 2, 0.7, 0.4, 0.8, 1, 0.5, 1.2, 0.4, 1.2, 0.15, 0.04, 0.05, 1.8, 0.9, 2.5, 0.8, 0.3, 0.25],
};

/** Requests that EDITOR_STANDARDISER counts as beside the measured ones. */
const PSEUDO_REQUESTS = 5;
/** A request further out than this many deviations counts as if it were there. */
const LIMIT = 4;

export function fitStandardiser(requests: readonly PromptFeatures[]): Standardiser {
  const n = requests.length + PSEUDO_REQUESTS;
  const means = EDITOR_STANDARDISER.means.map(
    (mean, i) => (requests.reduce((sum, { shape }) => sum + shape[i]!, 0) + PSEUDO_REQUESTS * mean) / n,
  );
  const deviations = EDITOR_STANDARDISER.deviations.map((deviation, i) => {
    const squares = requests.reduce((sum, { shape }) => sum + (shape[i]! - means[i]!) ** 2, 0);
    return Math.sqrt((squares + PSEUDO_REQUESTS * deviation ** 2) / n);
  });
  return { means, deviations };
}

export function standardised(shape: Float64Array, { means, deviations }: Standardiser): Float64Array {
  const result = new Float64Array(SHAPE_FEATURES);
  for (let i = 0; i < SHAPE_FEATURES; i++) {
    result[i] = Math.min(LIMIT, Math.max(-LIMIT, (shape[i]! - means[i]!) / deviations[i]!));
  }
  return result;
}
