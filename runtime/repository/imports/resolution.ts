import type { RawImport, RepositoryView } from '../extraction/types';
import type { ImportEdge } from '../types';

export type Resolution = ImportEdge['resolution'];

/** Resolves the imports of some languages. Made anew for each refresh, so it may keep what it worked out. */
export interface LanguageResolver {
  resolve(from: string, raw: RawImport): Resolution;
}

export type OpenLanguageResolver = (view: RepositoryView) => LanguageResolver;

export const file = (path: string): Resolution => ({ kind: 'file', path });
export const packageOf = (name: string): Resolution => ({ kind: 'package', name });
export const builtin: Resolution = { kind: 'builtin' };
export const unresolved = (reason: string): Resolution => ({ kind: 'unresolved', reason });

/** One file, several, or undefined for none. */
export function filesOf(paths: readonly string[]): Resolution | undefined {
  const [first, second] = paths;
  if (first === undefined) return undefined;
  return second === undefined ? file(first) : { kind: 'files', paths };
}

/** Paths by a key of theirs, each list sorted. */
export function groupPaths(
  paths: Iterable<string>,
  keysOf: (path: string) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    for (const key of keysOf(path)) {
      const group = groups.get(key);
      if (group) group.push(path);
      else groups.set(key, [path]);
    }
  }
  for (const group of groups.values()) group.sort();
  return groups;
}
