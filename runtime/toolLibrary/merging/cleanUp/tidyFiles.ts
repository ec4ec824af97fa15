import { applyReplacements } from '../plan/applyReplacements';
import { childrenOf } from '../declarations/nodes';
import type { CollectionFiles } from '../imports/collectionFiles';
import { namesOf } from '../scopes/namesOf';
import { combineImports } from './combineImports';
import { unusedSince } from './unusedSince';

/** Helpers of helpers; deeper ones stay. */
const MOST_ROUNDS = 6;

/**
 * Files after a change without what the change left over: imports of one module are joined, and imports and private helpers that lost their last use go.
 *
 * @param before the collection as it was
 * @param changed new text by path
 */
export async function tidyFiles(
  before: CollectionFiles,
  changed: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const tidied = new Map(changed);
  let open = [...changed.keys()];
  for (let round = 0; round < MOST_ROUNDS && open.length > 0; round += 1) {
    const now = await before.with(tidied);
    try {
      open = open.filter((path) => {
        const [old, file] = [before.get(path), now.get(path)];
        if (old === undefined || file === undefined || file.facts.broken) return false;
        const known = new Set(childrenOf(old.tree.rootNode).map(({ text }) => text));
        const joined = round === 0 ? combineImports(file.tree, file.text, known) : [];
        const edits =
          joined.length > 0
            ? joined
            : unusedSince({ file: old, names: namesOf(old) }, { file, names: namesOf(file) }, now);
        if (edits.length > 0) tidied.set(path, applyReplacements(file.text, edits));
        return edits.length > 0 || round === 0;
      });
    } finally {
      now.disposeOwn(before);
    }
  }
  return tidied;
}
