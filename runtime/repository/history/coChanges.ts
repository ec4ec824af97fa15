import type { CoChange, Commit } from '../types';

/** Commits that change more files than this say nothing of which belong together: formatting, moves, imports of code. */
const mostFiles = 50;

/**
 * Files that often change with one, most often first; names before renames count for the file of today.
 * @param commits newest first
 */
export function coChangesOf(commits: readonly Commit[], path: string, limit = 20): readonly CoChange[] {
  /** Name then -> name now, as the walk goes back in time. */
  const now = new Map<string, string>();
  const together = new Map<string, number>();
  let own = 0;
  for (const { files } of commits) {
    const names = new Set(files.map((file) => now.get(file.path) ?? file.path));
    if (names.has(path) && files.length <= mostFiles) {
      own++;
      for (const name of names) if (name !== path) together.set(name, (together.get(name) ?? 0) + 1);
    }
    for (const file of files) {
      if (file.change === 'renamed' && file.before !== undefined) now.set(file.before, now.get(file.path) ?? file.path);
    }
  }
  return [...together]
    .map(([name, count]) => ({ path: name, commits: count, share: count / own }))
    .sort((a, b) => b.commits - a.commits || (a.path < b.path ? -1 : 1))
    .slice(0, limit);
}
