import { randomUUID } from 'node:crypto';
import { access, chmod, constants, link, lstat, mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { ToolError } from '../toolError';
import type { FileEdit, WorkspaceHost } from '../types';
import { decodeText, encodeText } from './files/textFile';
import { WorkspacePaths } from './files/workspacePaths';

export interface FileHostOptions {
  readonly trusted: boolean;
  /** Globs of files that are never written. */
  readonly excluded?: readonly string[] | undefined;
}

/** One edit, ready to be done. */
interface Staged {
  readonly edit: FileEdit;
  readonly file: string;
  /** undefined: there was none. */
  readonly original: Buffer | undefined;
  readonly mode: number | undefined;
  /** The new content beside the file; undefined: it is deleted. */
  readonly temporary: string | undefined;
  /** Folders that were made for it, outermost first. */
  readonly made: readonly string[];
}

/** The workspace of the command line: files on the disk, nothing unsaved, no diagnostics. */
export function fileWorkspaceHost(
  roots: readonly string[],
  { trusted, excluded = [] }: FileHostOptions,
): WorkspaceHost {
  const absolute = roots.map((root) => path.resolve(root));
  const paths = new WorkspacePaths(absolute, excluded);
  let last: Promise<void> = Promise.resolve();
  return {
    roots: absolute,
    trusted,
    unsaved: async () => undefined,
    diagnostics: async () => [],
    apply: (edits, signal) => {
      // One after another: what the second was made from may be what the first changes.
      const mine = last.then(() => applyEdits(paths, edits, signal));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

/**
 * All or none: everything is written beside the files first, then put in place by renaming; when that fails half-way, what was done is
 * undone. Each file is whole at any moment. (A process that is killed between two renames leaves the later files as they were.)
 */
async function applyEdits(paths: WorkspacePaths, edits: readonly FileEdit[], signal: AbortSignal): Promise<void> {
  const staged: Staged[] = [];
  const done: Staged[] = [];
  try {
    for (const edit of edits) {
      signal.throwIfAborted();
      staged.push(await stage(paths, edit, staged));
    }
    signal.throwIfAborted();
    for (const each of staged) {
      await commit(each);
      done.push(each);
    }
  } catch (error) {
    for (const each of done.reverse()) await undo(each);
    for (const { temporary } of staged) if (temporary !== undefined) await rm(temporary, { force: true });
    // A folder that another has put something into meanwhile stays.
    for (const folder of staged.flatMap(({ made }) => made).reverse()) await rmdir(folder).catch(() => undefined);
    throw asToolError(error);
  }
}

async function stage(paths: WorkspacePaths, edit: FileEdit, earlier: readonly Staged[]): Promise<Staged> {
  const { file } = await paths.writable(edit.path);
  if (earlier.some((each) => each.file === file)) throw new ToolError(`${edit.path} is changed twice at once.`);
  const found = await lstat(file).catch(() => undefined);
  if (found !== undefined && !found.isFile()) throw new ToolError(`${edit.path} is not a file.`);
  const original = found === undefined ? undefined : await readFile(file);
  const decoded = original === undefined ? undefined : decodeText(original);
  if (original !== undefined && decoded === undefined) throw new ToolError(`${edit.path} is binary.`);
  if (decoded?.text !== edit.before) {
    const what =
      edit.before === undefined ? 'exists already' : found === undefined ? 'is gone' : 'has changed since it was read';
    throw new ToolError(`${edit.path} ${what}. Read it again, and make the change anew.`);
  }
  if (found !== undefined) {
    // Renaming would get around a file's own protection.
    await access(file, constants.W_OK).catch(() => {
      throw new ToolError(`${edit.path} is write-protected. Ask the user.`);
    });
  }
  const mode = found === undefined ? undefined : found.mode & 0o7777;
  if (edit.after === undefined) return { edit, file, original, mode, temporary: undefined, made: [] };
  const bytes = encodeText({ text: edit.after, encoding: decoded?.encoding ?? 'utf-8' }, edit.path);
  const made = await makeFolder(path.dirname(file));
  const temporary = path.join(path.dirname(file), `.whetstone-${randomUUID()}.tmp`);
  try {
    await writeDurably(temporary, bytes, mode);
  } catch (error) {
    await rm(temporary, { force: true });
    for (const folder of [...made].reverse()) await rmdir(folder).catch(() => undefined);
    throw error;
  }
  return { edit, file, original, mode, temporary, made };
}

async function commit({ file, temporary, edit, original }: Staged): Promise<void> {
  if (edit.before !== undefined) {
    // Somebody may have saved it since it was compared.
    const now = await readFile(file).catch(() => undefined);
    if (now === undefined || original === undefined || !now.equals(original)) {
      throw new ToolError(`${edit.path} has changed since it was read. Read it again, and make the change anew.`);
    }
  }
  if (temporary === undefined) await rm(file);
  else if (edit.before === undefined) await renameToNew(temporary, file, edit.path);
  else await rename(temporary, file);
}

/** Unlike renaming, linking does not replace a file that somebody has made meanwhile. */
async function renameToNew(temporary: string, file: string, shown: string): Promise<void> {
  try {
    await link(temporary, file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new ToolError(`${shown} exists already. Read it, and change it with edit_file.`);
    }
    // A disk without hard links.
    return rename(temporary, file);
  }
  await rm(temporary);
}

async function undo({ file, original, mode }: Staged): Promise<void> {
  if (original === undefined) return rm(file, { force: true });
  const temporary = path.join(path.dirname(file), `.whetstone-${randomUUID()}.tmp`);
  await writeDurably(temporary, original, mode);
  await rename(temporary, file);
}

async function writeDurably(file: string, bytes: Buffer, mode: number | undefined): Promise<void> {
  const handle = await open(file, 'wx', mode ?? 0o666);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // The mask of the process takes bits away when a file is made.
  if (mode !== undefined) await chmod(file, mode);
}

/** @returns the folders that were not there */
async function makeFolder(folder: string): Promise<readonly string[]> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return [];
  const made = [folder];
  while (made[0] !== first && made[0] !== path.dirname(made[0]!)) made.unshift(path.dirname(made[0]!));
  return made;
}

function asToolError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ToolError || error.name === 'AbortError') return error;
  return new ToolError(`The files could not be written, and are as they were: ${error.message}`);
}
