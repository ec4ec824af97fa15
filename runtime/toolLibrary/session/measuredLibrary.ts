import type { CutGroups } from '../grouping';
import type { Refactoring } from '../merging';
import type { Fingerprint, ToolCollection } from '../types';

/** What finding is measured on. */
export interface MeasuredLibrary {
  /** Absolute path of a file of questions with the tools that answer them. */
  readonly queries: string;
  readonly collection: ToolCollection;
  readonly groups: CutGroups;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  /** undefined: nothing was merged yet. */
  readonly refactoring: Refactoring | undefined;
  readonly signal: AbortSignal;
}
