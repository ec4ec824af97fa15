import type { CoverageEntry, ToolRecord } from '../../types';

/** Tools that one function answers for from now on. */
export interface Merge {
  /** Group that it came from. */
  readonly group: string;
  /** The function that answers: where it lives, in the collection as it is or in a new file. */
  readonly target: { readonly path: string; readonly access: string };
  /** Without the tool whose own function is the target. */
  readonly members: readonly MergedTool[];
}

export interface MergedTool {
  readonly tool: ToolRecord;
  readonly arguments: CoverageEntry['arguments'];
}

/** Name of a function in coverage maps. */
export function functionName({ path, access }: { readonly path: string; readonly access: string }): string {
  return `${path}#${access}`;
}
