import { existsSync, renameSync } from 'node:fs';

/**
 * Puts a database out of the way, so that a new one can begin. Only ever called because a user said so; nothing is deleted.
 * @param file absolute path; nobody may have it open
 * @returns the new path of the database; its journal goes with it
 */
export function moveAside(file: string, now = new Date()): string {
  const stamp = now.toISOString().replaceAll(':', '-');
  const target = `${file}.${stamp}`;
  // The journal first: without it the database is older, but a journal without its database is nothing.
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  }
  return target;
}
