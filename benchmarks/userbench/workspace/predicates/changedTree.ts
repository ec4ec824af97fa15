import { repositoryPath } from '../../../locobench/grading/state/repositoryPath';
import type { ChangedTree, FileChange } from '../types';

/**
 * A tree with changes over it. What leads outside, or into folders of tools, is no part of it; what is the same as before is no change.
 * @param base texts as they were; undefined: no such file, or no text
 */
export function changedTreeOf(
  base: { readonly paths: readonly string[]; readonly text: (path: string) => string | undefined },
  changes: readonly FileChange[],
): ChangedTree {
  const kept = new Map<string, string | null>();
  for (const { path, content } of changes) {
    if (repositoryPath(path) !== path) continue;
    const before = base.text(path);
    if (content === (before ?? null)) kept.delete(path);
    else kept.set(path, content);
  }
  return { paths: base.paths, base: base.text, changes: kept };
}
