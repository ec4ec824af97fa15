import type { CutGroups } from '../grouping';
import { flattenMerges, planDuplicates, type Merge, type Refactoring } from '../merging';
import type { Fingerprint, ToolCollection, ToolGroup } from '../types';

export interface AcceptedMerges {
  readonly merges: readonly Merge[];
  /** Text by path of files that they bring. */
  readonly created: ReadonlyMap<string, string>;
}

export interface AcceptedOptions {
  readonly collection: ToolCollection;
  readonly texts: ReadonlyMap<string, string>;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly groups: CutGroups;
  readonly refactoring: Refactoring | undefined;
  /** Ids of groups, of either list. */
  readonly accepted: ReadonlySet<string>;
}

/**
 * The merges of the groups that were accepted, and of no others. Accepting a group of related tools accepts the duplicates in it. What a model wrote
 * is taken from the merge that was made; it is not asked again.
 */
export function acceptedMerges(options: AcceptedOptions): AcceptedMerges {
  const { collection, texts, fingerprints, groups, refactoring, accepted } = options;
  const chosen = [...groups.equal, ...groups.groups].filter(({ id }) => accepted.has(id));
  const members = new Set(chosen.flatMap((group) => group.members));
  const inside = ({ members: own }: ToolGroup) => own.every((id) => members.has(id));
  const tools = new Map(collection.tools.map((tool) => [tool.id, tool]));
  const duplicates = planDuplicates(groups.equal.filter(inside), tools, fingerprints);
  const written = (refactoring?.merges ?? []).flatMap((merge) => {
    const own = merge.members.filter(({ tool }) => members.has(tool.id));
    return texts.has(merge.target.path) || own.length === 0 ? [] : [{ ...merge, members: own }];
  });
  const joined = new Set(written.flatMap((merge) => merge.members.map(({ tool }) => tool.id)));
  const left = duplicates
    .map((merge) => ({ ...merge, members: merge.members.filter(({ tool }) => !joined.has(tool.id)) }))
    .filter((merge) => merge.members.length > 0);
  const created = new Map(
    written.flatMap(({ target }) => {
      const text = refactoring?.texts.get(target.path);
      return text === undefined ? [] : [[target.path, text] as const];
    }),
  );
  return { merges: flattenMerges([...left, ...written]), created };
}
