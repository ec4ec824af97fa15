import type { CutGroups } from '../grouping';
import type { Refactoring } from '../merging';
import type { Fingerprint, ToolCollection, ToolRecord } from '../types';

/** What finding is measured on. */
export interface MeasuredLibrary {
  /** Absolute path of a file of questions with the tools that answer them. */
  readonly queries: string;
  readonly collection: ToolCollection;
  readonly groups: CutGroups;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  /** What was merged, and all tools as they would be then, adapters among them; undefined: nothing was merged yet. */
  readonly merged: { readonly refactoring: Refactoring; readonly after: readonly ToolRecord[] } | undefined;
  readonly signal: AbortSignal;
}
