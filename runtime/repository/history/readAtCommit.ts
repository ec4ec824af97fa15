import type { FileAtCommit } from '../types';
import { CommitReader } from './commitReader';

/** What `CommitReader.read` gives, by a process for this alone. */
export async function readAtCommit(
  folder: string,
  files: readonly FileAtCommit[],
  signal?: AbortSignal,
): Promise<readonly (Buffer | undefined)[]> {
  const reader = new CommitReader(folder);
  try {
    return await reader.read(files, signal);
  } finally {
    await reader.close();
  }
}
