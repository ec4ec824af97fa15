import type { Check } from '../../parity/goldenForm';

/** A value in which we differ from the reference on purpose: compared with what the correction has to give. */
export interface CorrectedCheck extends Check {
  /** What the reference does wrong. */
  readonly corrected: string;
}
