import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { RuntimeError } from '../../runtimeError';

/**
 * Absolute path of a file of a checkpoint folder. A link may lead to another file of the folder, or, in the cache of the
 * Hugging Face hub, to where that cache keeps the content (models--X/snapshots/REVISION -> models--X/blobs): a
 * conversion copies and reads only what belongs to the checkpoint, whatever somebody packed into a downloaded folder.
 * @returns undefined when there is no such file
 * @throws RuntimeError model-corrupt when it is no plain file or lies outside
 */
export async function checkpointFile(folder: string, name: string): Promise<string | undefined> {
  const file = path.join(folder, name);
  let target: string;
  let home: string;
  try {
    [target, home] = await Promise.all([realpath(file), realpath(folder)]);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unreadable(file, error);
  }
  if (!roots(home).some((root) => target.startsWith(root + path.sep))) {
    throw new RuntimeError(
      'model-corrupt',
      `${file} is a link to ${target}, outside the checkpoint.`,
      'Put a copy of the file into the folder, or download the checkpoint again.',
    );
  }
  if (!(await stat(target)).isFile()) {
    throw new RuntimeError('model-corrupt', `${file} is no plain file.`, 'Download the checkpoint again.');
  }
  return file;
}

function roots(folder: string): readonly string[] {
  const snapshots = path.dirname(folder);
  const repository = path.dirname(snapshots);
  const isCache = path.basename(snapshots) === 'snapshots' && path.basename(repository).startsWith('models--');
  return isCache ? [folder, path.join(repository, 'blobs')] : [folder];
}

export function unreadable(file: string, cause: unknown): RuntimeError {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new RuntimeError(
    'model-missing',
    `${file} cannot be read${code}.`,
    'Check that it may be read by this user.',
    {
      cause,
    },
  );
}
