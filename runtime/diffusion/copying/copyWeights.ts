import type { CopyWeights } from './copyMixture';

/** Fitted by fit/fitCopyWeights.ts with whetstone-nano: 600 tasks, 5984 tokens. */
export const copyWeights: CopyWeights = {
  length: [-3.971, -3.175, -3.32, -2.552, -1.871, -1.277, -0.79, 0.129, 0.773],
  origin: [-2.016, -2.148, -2.28],
  joins: 0.792,
  count: 0.568,
  purity: 2.472,
  end: [-0.433, -0.246, 2.604, -4.17, 0.93, 6.296],
  certainty: 0.561,
};
