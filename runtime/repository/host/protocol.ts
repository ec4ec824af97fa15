/** What the extension host and the process that keeps indexes of repositories say to each other. */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { RuntimeErrorData } from '../../protocol';

export interface RepositoryHostConfig {
  /** Folders of the workspace, absolute. Nothing else is read. */
  readonly roots: readonly string[];
  readonly trusted: boolean;
}

/** A place in a document. */
export interface PiecesParams {
  /** One of the workspace's folders. */
  readonly root: string;
  /** Relative to it, with slashes. */
  readonly path: string;
  readonly languageId: string;
  /** Text around the cursor, LF line ends. */
  readonly before: string;
  readonly after: string;
  /** Most UTF-16 units of all pieces. */
  readonly budget: number;
}

/** A declaration of another file, or the signatures of several. */
export interface RepositoryPiece {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly relation: 'used' | 'mentioned' | 'similar' | 'outline' | 'usage';
  /** How much it promises to help, 0 to 1. */
  readonly score: number;
  /** First line in its file, from 0. */
  readonly line: number;
}

/**
 * 'building': the files are being read for the first time, and what is known so far is answered from. 'too-large': more files than are read
 * for suggestions. 'broken': the index cannot be used now; it is tried again later.
 */
export type RepositoryState = 'ready' | 'building' | 'too-large' | 'broken';

export interface PiecesResult {
  readonly state: RepositoryState;
  /** Least promising first. */
  readonly pieces: readonly RepositoryPiece[];
  /** Milliseconds that it took. */
  readonly ms: number;
}

export const configureRepositories = new RequestType<RepositoryHostConfig, null, RuntimeErrorData>(
  'repositories/configure',
);
/** Answers at once with what is known; opens the index first where it has to. Cancelled by its token. */
export const repositoryPieces = new RequestType<PiecesParams, PiecesResult, RuntimeErrorData>('repositories/pieces');
/** Files were saved, came or went. */
export const repositoryChanged = new NotificationType<{
  readonly root: string;
  /** Relative to the root, with slashes. */
  readonly paths: readonly string[];
}>('repositories/changed');
