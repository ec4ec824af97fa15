/** A call that goes to the library function now. */
export interface InlinedCall {
  readonly path: string;
  /** From 1, in the file as it was when the call was rewritten. */
  readonly line: number;
  /** Text of the call before and after. */
  readonly from: string;
  readonly to: string;
}

/** A use of an adapter that stays, and why, for people. */
export interface LeftUse {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The adapter's name. */
  readonly name: string;
  readonly reason: string;
}

/** An adapter, as `path` and name. */
export interface NamedAdapter {
  readonly path: string;
  readonly name: string;
}

export interface Inlining {
  /** New text by path of the files that change. */
  readonly texts: ReadonlyMap<string, string>;
  readonly inlined: readonly InlinedCall[];
  readonly left: readonly LeftUse[];
  readonly removed: readonly NamedAdapter[];
  /** Adapters that stand as before, and why. */
  readonly kept: readonly (NamedAdapter & { readonly reason: string })[];
}

export interface InlineOptions {
  /** Absolute, for the resolution of imports. */
  readonly root: string;
  /** Text by path from the root of all source files of the workspace, tests included. */
  readonly texts: ReadonlyMap<string, string>;
  /** Names of adapters as `path#name`; default: every function that is marked as deprecated and only calls another one. */
  readonly adapters?: ReadonlySet<string>;
  /** Whether adapters that nothing in the workspace uses are removed although others could use them. */
  readonly removeUnused?: boolean;
  /** Texts of other files (settings, notebooks, pages) in which a name of an adapter counts as its use. */
  readonly others?: ReadonlyMap<string, string>;
  /** Calls that are to stay, and why: `path#name` of the declaration at the top of a file that they stand in, `path#*` for all of a file. */
  readonly keep?: ReadonlyMap<string, string>;
  readonly signal?: AbortSignal;
}
