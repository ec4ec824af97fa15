/** What is verified, and with what. Types only. */
import type { CommandSandbox } from '../../tools/sandbox';
import type { CoverageEntry, ToolCollection, ToolRecord, Verification } from '../types';
import type { CallLimits, CaseArguments, PythonInterpreter, Runners } from '../execution';

/** The files after the refactoring. */
export interface CandidateFiles {
  /** Folder that they lie in; default: the collection's root. */
  readonly root?: string | undefined;
  /** Texts that stand for files of that folder, or are new, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface ReviewRequest {
  readonly tool: ToolRecord;
  readonly entry: CoverageEntry;
  /** Text of the file of the function that stands for the tool now. */
  readonly newText: string;
  /** Cases with their canonical results, those that fewest faults are noticed by first. */
  readonly cases: readonly { readonly arguments: Readonly<Record<string, unknown>>; readonly result: string }[];
  /** What the earlier steps found. */
  readonly found: Verification;
}

export interface Review {
  readonly decision: 'pass' | 'patch';
  readonly missing: readonly string[];
  readonly changes: readonly string[];
}

/** Reads old and new code in a context of its own. It is asked only when nothing before failed, and cannot mend what did. */
export type Reviewer = (request: ReviewRequest, signal: AbortSignal) => Promise<Review>;

export type Approver = (found: Verification, signal: AbortSignal) => Promise<boolean>;

export interface VerifyOptions {
  readonly collection: Pick<ToolCollection, 'root' | 'tools'>;
  readonly candidate: CandidateFiles;
  /** Of merged tools. */
  readonly entries: readonly CoverageEntry[];
  /** Of all tools of the collection, where the candidate is a whole library: every id must be in it exactly once. */
  readonly coverage?: readonly CoverageEntry[] | undefined;
  /** Tools of the candidate by `path#access`: how they are called is then known and not looked up. */
  readonly library?: ReadonlyMap<string, ToolRecord> | undefined;
  readonly seed: number;
  /** Made-up cases of each tool; default and least for a verdict: 200. */
  readonly cases?: number | undefined;
  /** Whether the old names must still be there. */
  readonly adapters?: 'required' | 'optional' | undefined;
  /** Things that run more than the tools themselves, each only where the user agreed. */
  readonly consent?: { readonly types?: boolean | undefined; readonly tests?: boolean | undefined } | undefined;
  readonly reviewer?: Reviewer | undefined;
  readonly approve?: Approver | undefined;
  /** Faults that are tried on each tool's replacement; 0 leaves the check out. */
  readonly mutants?: number | undefined;
  /** Faults of each tool as it was that cases are added for until they are noticed; 0 adds none. Default: 32. */
  readonly strength?: number | undefined;
  /** Keeps such cases by tool, for whoever verifies the same tools again; filled here. */
  readonly strongerCases?: Map<string, readonly CaseArguments[]> | undefined;
  readonly sandbox?: CommandSandbox | undefined;
  /** Default: `python3` of PATH. */
  readonly python?: PythonInterpreter | undefined;
  /** Runners that go on living; default: own ones, closed at the end. */
  readonly runners?: Runners | undefined;
  readonly limits?: Partial<CallLimits> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: string) => void) | undefined;
}
