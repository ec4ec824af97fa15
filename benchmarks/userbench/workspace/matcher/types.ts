/** What the simulated user of a workspace task knows and says. Types only. */

/** 1 ordinary talk, 2 a question about a preference that is not told yet, 3 about one that there is not or that was told, 4 too vague. */
export type UtteranceType = 1 | 2 | 3 | 4;

/** A preference as the simulated user has it. */
export interface UserPreference {
  readonly id: string;
  /** Key of its aspect, e.g. `errors`. */
  readonly aspect: string;
  /** R: what the repository shows is wanted, so that a question about it is needless. */
  readonly kind?: 'R' | 'H' | 'C' | undefined;
  readonly topic: string;
  /** Words that say the topic. */
  readonly terms: readonly string[];
  /** Words beside the usual ones that say the aspect. */
  readonly aspectTerms?: readonly string[] | undefined;
  /** What the user wants, as its value's name. */
  readonly value: string;
  /** In plain words. */
  readonly explicit?: string | undefined;
  /** Names of all values that there could be. */
  readonly admissible: readonly string[];
  /** Other names of values, by their name. */
  readonly valueTerms?: Readonly<Record<string, readonly string[]>> | undefined;
}

export interface Classified {
  readonly type: UtteranceType;
  /** Of type 2. */
  readonly preference?: string | undefined;
}
