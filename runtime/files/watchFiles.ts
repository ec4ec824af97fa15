/** Tells of files that change, appear or go. */
import { unwatchFile, watchFile, type Stats } from 'node:fs';

/** People wait for what they save, and a look costs some microseconds. */
const LOOK_MS = 1_000;

/**
 * By looking, as neither the file nor its folder need exist, and editors put a new file in the place of the old one.
 * @returns what ends it
 */
export function watchFiles(files: readonly string[], changed: () => void): () => void {
  const listener = (now: Stats, before: Stats) => {
    if (now.mtimeMs !== before.mtimeMs || now.size !== before.size) changed();
  };
  for (const file of files) watchFile(file, { interval: LOOK_MS, persistent: false }, listener);
  return () => {
    for (const file of files) unwatchFile(file, listener);
  };
}
