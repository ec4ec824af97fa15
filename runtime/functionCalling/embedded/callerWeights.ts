import type { FeatureWeights } from './logLinear';

export interface CallerWeights {
  /** Of the features of a slot's values. */
  readonly slots: FeatureWeights;
  /** Of the same features: whether the value that was chosen is what the slot is about. */
  readonly presence: FeatureWeights;
  /** Of the evidence for a tool, and its bias. */
  readonly tool: Readonly<Record<string, number>>;
  /** The least confidence at which a call is made. */
  readonly threshold: number;
}
