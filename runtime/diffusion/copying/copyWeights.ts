import type { CopyWeights } from './copyMixture';

/** Fitted by fit/fitCopyWeights.ts with whetstone-nano: 600 tasks, 5984 tokens. */
export const copyWeights: CopyWeights = {
  length: [-3.856, -3.051, -2.906, -2.372, -1.79, -1.266, -0.701, 0.201, 0.855],
  origin: [-1.378, -1.59, -1.803],
  joins: 0.736,
  count: 0.526,
  purity: 2.272,
  end: [-0.41, 0.004, 2.974, -3.718, 0.534, 5.82],
  certainty: 0.375,
};
