import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { RepositoryView } from '../extraction/types';
import type { StoredFile } from '../store/fileRow';

/** Configuration files larger than this say nothing. Bytes. */
const largest = 1 << 20;

/** @param files sorted by path */
export function repositoryView(root: string, files: readonly StoredFile[]): RepositoryView {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return {
    root,
    paths: files.map((file) => file.path),
    has: (relative) => byPath.has(relative),
    language: (relative) => byPath.get(relative)?.language,
    namespaces: (relative) => byPath.get(relative)?.namespaces ?? [],
    read: (relative) => {
      const file = path.join(root, relative);
      // Only what the scan took in: no link that leads out of the repository.
      if (byPath.get(relative)?.skipped !== undefined || !byPath.has(relative)) return undefined;
      try {
        return statSync(file).size > largest ? undefined : readFileSync(file, 'utf8');
      } catch {
        return undefined;
      }
    },
  };
}
