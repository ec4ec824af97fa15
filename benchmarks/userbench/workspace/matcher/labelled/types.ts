/** Utterances with what a person says they are. Types only. */
import type { UserPreference, UtteranceType } from '../types';

export interface LabelledUtterance {
  readonly text: string;
  readonly type: UtteranceType;
  /** Of type 2: ids any of which is right; several where several questions are asked at once. */
  readonly preferences?: readonly string[] | undefined;
  /** Ids that were told before. */
  readonly revealed?: readonly string[] | undefined;
}

export interface LabelledSet {
  readonly name: string;
  readonly aspects: readonly string[];
  readonly preferences: readonly UserPreference[];
  /** Rules may be tuned on these. */
  readonly tuning: readonly LabelledUtterance[];
  /** Never looked at while tuning. */
  readonly heldOut: readonly LabelledUtterance[];
}
