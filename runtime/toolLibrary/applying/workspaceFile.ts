import { lstat, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { ApplyError } from './applyError';

/** One file of a change. */
export interface FileChange {
  /** From the root, with `/`. */
  readonly path: string;
  /** undefined: it is not there. */
  readonly before: string | undefined;
  /** undefined: it goes. */
  readonly after: string | undefined;
}

/** What is known of a file's place once it was looked at. */
export interface CheckedFile extends FileChange {
  /** Absolute. */
  readonly place: string;
  /** Rights of the file; undefined where it is made. */
  readonly mode: number | undefined;
}

/**
 * Looks whether a change of a file may be made: it lies in the workspace, no link leads out, it holds the very bytes that are expected, and may be written.
 * @throws ApplyError refused, with the file's name
 */
export async function checkedFile(root: string, change: FileChange): Promise<CheckedFile> {
  const { path: file, before } = change;
  const place = path.resolve(root, file);
  if (path.isAbsolute(file) || !place.startsWith(root + path.sep)) {
    throw new ApplyError('refused', `${file} lies outside of ${root}, and nothing is written there.`);
  }
  await checkFolders(root, file);
  const status = await lstat(place).catch(missing);
  if (status === undefined) {
    if (before === undefined) return { ...change, place, mode: undefined };
    throw new ApplyError('refused', `${file} is not there any more. ${again}`);
  }
  if (status.isSymbolicLink()) {
    throw new ApplyError(
      'refused',
      `${file} is a symbolic link, and links are not written through. Put the file itself there.`,
    );
  }
  if (!status.isFile()) throw new ApplyError('refused', `${file} is no file.`);
  if (before === undefined)
    throw new ApplyError('refused', `${file} is there already, and would be overwritten. Move it away.`);
  if (!(await readFile(place)).equals(Buffer.from(before, 'utf8'))) {
    throw new ApplyError('refused', `${file} was changed since, and is not overwritten. ${again}`);
  }
  // The super-user may write everywhere; that the file says otherwise counts all the same.
  if ((status.mode & 0o222) === 0)
    throw new ApplyError('refused', `${file} is read-only. Make it writable, then call again.`);
  return { ...change, place, mode: status.mode & 0o7777 };
}

const again = 'Put it back by your version control, or make the library again from the files as they are.';

/** No folder on the way to a file leads out of the workspace. */
async function checkFolders(root: string, file: string): Promise<void> {
  const home = await realpath(root);
  const parts = file.split('/').slice(0, -1);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const folder = path.join(root, ...parts.slice(0, depth));
    const real = await realpath(folder).catch(missing);
    if (real === undefined) return;
    if (real !== home && !real.startsWith(home + path.sep)) {
      throw new ApplyError(
        'refused',
        `${file} lies behind a link that leads out of ${root}, and nothing is written there.`,
      );
    }
  }
}

export function missing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
    return undefined;
  throw error;
}
