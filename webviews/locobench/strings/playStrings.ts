/** Texts of "Play". */
export interface PlayStrings {
  readonly title: string;
  readonly text: string;
  readonly set: string;
  readonly seed: string;
  readonly begin: string;
  readonly another: string;
  readonly noSetTitle: string;
  readonly noSetText: string;
  readonly toSets: string;
  readonly instructions: string;
  readonly does: string;
  readonly says: string;
  readonly send: string;
  readonly keys: string;
  /** Turn {0}: {1} */
  readonly announce: string;
  readonly over: string;
}
