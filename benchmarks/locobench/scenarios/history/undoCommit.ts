/** The present repository without what one commit did to its sources; tests and all else stay as they are now. */
import { fileKind, type Commit, type CommitFile, type RepositoryIndex } from '../../../../runtime/repository';
import type { FileChange } from '../types';
import { undoEdits, type UndoneEdit } from './undoEdits';

export interface UndoneCommit {
  readonly kind: 'undone';
  readonly files: readonly UndoneFile[];
  /** What makes the present repository one without the commit's source part. */
  readonly base: readonly FileChange[];
  /** The same files as they are now. */
  readonly reference: readonly FileChange[];
}

export interface UndoneFile {
  readonly path: string;
  readonly change: 'modified' | 'added' | 'deleted';
  /** undefined: it is not there now, because the commit deleted it. */
  readonly now: string | undefined;
  /** undefined: the commit added it. */
  readonly without: string | undefined;
  /** Of a modified file, in order of place; ranges of lines in `now` and in `without`. */
  readonly edits: readonly UndoneEdit[];
}

export interface NotUndone {
  readonly kind: 'refused';
  /** 'history': there is nothing to go back to. 'moved': it renames files. 'changed': its text stands there no longer. */
  readonly reason: 'history' | 'no-sources' | 'moved' | 'changed' | 'unreadable';
  /** For people. */
  readonly detail: string;
}

/**
 * All or nothing: a file is undone where it is now as the commit left it, or where each changed stretch still stands in it exactly once.
 * @param commit of `index.commits()`
 */
export async function undoCommit(
  index: RepositoryIndex,
  { hash, parents, files }: Commit,
  signal?: AbortSignal,
): Promise<UndoneCommit | NotUndone> {
  if (parents.length !== 1) return refused('history', 'a first commit or a merge');
  const sources = files.filter((each) => isSource(index, each));
  if (sources.length === 0) return refused('no-sources', 'it changes no source that is still there');
  const moved = files.find(({ change }) => change === 'renamed' || change === 'copied');
  if (moved !== undefined) return refused('moved', `it moves ${moved.before ?? moved.path}`);
  const versions = await index.filesAt(
    sources.flatMap(({ path }) => [
      { commit: `${hash}^`, path },
      { commit: hash, path },
    ]),
    signal,
  );
  const undone: UndoneFile[] = [];
  for (const [at, source] of sources.entries()) {
    const before = decoded(versions[2 * at]);
    const after = decoded(versions[2 * at + 1]);
    const file = undoFile(index, source, before, after);
    if ('kind' in file) return file;
    undone.push(file);
  }
  return {
    kind: 'undone',
    files: undone,
    base: undone.map(({ path, without }) => ({ path, content: without ?? null })),
    reference: undone.map(({ path, now }) => ({ path, content: now ?? null })),
  };
}

/** A deleted file has no kind any more: its name decides. */
function isSource(index: RepositoryIndex, { path, change }: CommitFile): boolean {
  if (change !== 'deleted') return index.file(path)?.kind === 'source';
  return index.file(path) === undefined && fileKind(path, '') === 'source';
}

function undoFile(
  index: RepositoryIndex,
  { path, change }: CommitFile,
  before: string | undefined,
  after: string | undefined,
): UndoneFile | NotUndone {
  if (change === 'deleted') {
    if (before === undefined) return refused('unreadable', `${path} cannot be read as it was`);
    return { path, change, now: undefined, without: before, edits: [] };
  }
  const now = index.text(path);
  if (after === undefined) return refused('unreadable', `${path} cannot be read as it was`);
  if (change === 'added') {
    if (now !== after) return refused('changed', `${path} was changed since`);
    return { path, change, now, without: undefined, edits: [] };
  }
  if (before === undefined) return refused('unreadable', `${path} cannot be read as it was`);
  const edits = undoEdits({ before, after, now });
  if (edits === undefined) return refused('changed', `${path} was changed since, where the commit changed it`);
  return { path, change: 'modified', now, without: edits.text, edits: edits.edits };
}

function decoded(bytes: Buffer | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  try {
    // As the index reads texts.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function refused(reason: NotUndone['reason'], detail: string): NotUndone {
  return { kind: 'refused', reason, detail };
}
