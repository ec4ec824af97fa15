/**
 * What the editor asks the tool library's process about functions that double others. Nothing of the workspace is run, except by `planMerge`, which needs
 * `LibraryConfig.mayExecute`.
 */
import { RequestType } from 'vscode-jsonrpc';
import type { RuntimeErrorData } from '../../protocol';
import type { LibraryEdit } from '../protocol';
import type { Duplicate, DuplicateFinding } from './types';

export type * from './types';

/** A document that somebody looks at. */
export interface OpenFile {
  /** From the root, with slashes. */
  readonly path: string;
  /** What is not saved yet; undefined: as on the disk. */
  readonly text: string | undefined;
}

export interface DuplicatesQuery {
  readonly open: readonly OpenFile[];
  /** Files or folders that were changed, made or deleted on the disk since the last query. */
  readonly touched: readonly string[];
  /** Whether all of the folder are wanted, not those of open files alone. */
  readonly all: boolean;
}

export interface FindingsOfFile {
  readonly path: string;
  readonly findings: readonly DuplicateFinding[];
}

export interface DuplicatesAnswer {
  /** One for each open file. */
  readonly files: readonly FindingsOfFile[];
  /** Empty unless they were wanted. */
  readonly all: readonly Duplicate[];
  readonly tools: number;
}

export interface MergeQuery {
  /** Ids of tools that shall become one, as they are on the disk. */
  readonly tools: readonly string[];
  readonly seed: number;
}

/** Functions that double others, in the files as they are now. The first one of a process reads the whole folder. */
export const findDuplicates = new RequestType<DuplicatesQuery, DuplicatesAnswer, RuntimeErrorData>(
  'toolLibrary/duplicates',
);
/** Runs some tools in the sandbox, and plans their merge where it is proved. */
export const planMerge = new RequestType<MergeQuery, LibraryEdit, RuntimeErrorData>('toolLibrary/planMerge');
