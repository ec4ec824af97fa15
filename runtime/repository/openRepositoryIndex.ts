import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { ParsePool } from './parsing/parsePool';
import { StoredRepositoryIndex } from './repositoryIndex';
import { RepositoryError } from './repositoryError';
import { openIndexStore } from './store/openIndexStore';
import type { IndexProgress, RepositoryIndex } from './types';

export interface OpenRepositoryOptions {
  /** The repository's folder. */
  readonly root: string;
  /** Where indexes are kept, those of all repositories. Made when it is missing. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: IndexProgress) => void) | undefined;
  /** false: open what is there, without looking at the files. */
  readonly refresh?: boolean | undefined;
}

/**
 * The index of a repository, brought up to date.
 * @throws RepositoryError no-folder, cancelled; RuntimeError of the database; GrammarsMissingError
 */
export async function openRepositoryIndex(options: OpenRepositoryOptions): Promise<RepositoryIndex> {
  const root = folderOf(options.root);
  const store = await openIndexStore(options.folder, root);
  const index = new StoredRepositoryIndex(root, store, new ParsePool());
  try {
    if (options.refresh !== false) await index.refresh({ signal: options.signal, onProgress: options.onProgress });
  } catch (error) {
    await index.close();
    throw error;
  }
  return index;
}

/** The folder's own path, so that it has one index however it is reached. */
function folderOf(root: string): string {
  const absolute = path.resolve(root);
  try {
    if (statSync(absolute).isDirectory()) return realpathSync(absolute);
  } catch (error) {
    throw new RepositoryError('no-folder', `${absolute} does not exist or cannot be read.`, { cause: error });
  }
  throw new RepositoryError('no-folder', `${absolute} is a file. Name the folder of a repository.`);
}
