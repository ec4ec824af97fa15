import type { RateName } from '../../../benchmarks/host/protocol';

/** Texts of what a run says of asking. */
export interface AskingStrings {
  readonly title: string;
  readonly text: string;
  /** {0} scored samples hold no episode, and are left out here. */
  readonly unread: string;
  readonly chance: string;
  /** {0} [{1}–{2}] */
  readonly figure: string;
  /** {0} (interval not known) */
  readonly noInterval: string;
  /** n {0} */
  readonly n: string;
  readonly model: string;
  readonly timing: {
    readonly title: string;
    readonly show: string;
    readonly hows: { readonly all: string; readonly active: string; readonly passive: string };
    /** By the last turn: {0}. */
    readonly summary: string;
    /** {0} {1} %, half of it by turn {2} */
    readonly ofModel: string;
    /** {0} {1} % */
    readonly ofModelNone: string;
    readonly axis: string;
    readonly turnAxis: string;
    readonly turn: string;
    readonly none: string;
  };
  readonly settings: {
    readonly title: string;
    readonly names: { readonly full: string; readonly interaction: string; readonly hidden: string };
    /** Gain by asking: {0}. */
    readonly summary: string;
    readonly told: string;
    /** {0} could not be told: {1} */
    readonly noGain: string;
  };
  readonly rates: {
    readonly title: string;
    readonly summary: string;
    readonly tableTitle: string;
    readonly tableText: string;
    readonly column: string;
    readonly nothing: string;
    readonly names: Readonly<Record<RateName, string>>;
    readonly details: Readonly<Record<RateName, string>>;
  };
  readonly judge: {
    readonly title: string;
    readonly text: string;
    readonly kappa: string;
    readonly columns: {
      readonly kappa: string;
      readonly observed: string;
      readonly expected: string;
      readonly utterances: string;
    };
    readonly undefinedKappa: string;
    /** {0}: how the user took it (rows), how the rules take it (columns) */
    readonly tableTitle: string;
    readonly rows: string;
  };
  readonly pairs: {
    readonly title: string;
    readonly text: string;
    readonly first: string;
    readonly second: string;
    readonly same: string;
    readonly columns: {
      readonly figure: string;
      readonly difference: string;
      readonly p: string;
      readonly n: string;
      readonly says: string;
    };
    readonly score: string;
    /** Aspects right in {0} alone / in {1} alone, of {2} */
    readonly aspects: string;
    readonly better: string;
    readonly worse: string;
    readonly differs: string;
    readonly close: string;
    readonly unknown: string;
  };
}
