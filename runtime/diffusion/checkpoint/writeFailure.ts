import { RuntimeError } from '../../runtimeError';

const full = new Set(['ENOSPC', 'EDQUOT']);
const forbidden = new Set(['EROFS', 'EACCES', 'EPERM']);

/**
 * What went wrong when a folder could not be written, in words for the user; anything else is given back as it is.
 * @param error as thrown by the file system
 * @param folder absolute path of the folder that was to be written
 */
export function writeFailure(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (full.has(code)) {
    const action =
      `Make room on that disk and call again: it goes on where it stopped. Or remove ${folder}.partial and choose a ` +
      'folder on another disk.';
    return new RuntimeError('disk-full', `There is no room on the disk for ${folder}.`, action, { cause: error });
  }
  if (forbidden.has(code)) {
    const action = 'Choose a folder in which you may write.';
    return new RuntimeError('unavailable', `${folder} cannot be written (${code}).`, action, { cause: error });
  }
  return error;
}
