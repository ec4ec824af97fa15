import type { CopyWeights } from './copyMixture';

/** Fitted by fit/fitCopyWeights.ts with whetstone-nano: 525 tasks, 5041 tokens. */
export const copyWeights: CopyWeights = {
  length: [-3.718, -2.959, -2.767, -2.211, -1.619, -1.21, -0.569, 0.044, 0.968],
  origin: [-0.939, -1.218, -1.496],
  joins: 0.605,
  count: 0.579,
  purity: 2.197,
  end: [1.636, 0.66, 5.304, -2.661, 0.578, 5.045],
  certainty: 0.246,
};
