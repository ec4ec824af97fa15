import type { CutGroups } from '../grouping';
import { flattenMerges, planDuplicates, writeFamilies, type Family, type Merge, type Refactoring } from '../merging';
import type { Fingerprint, ToolCollection, ToolGroup } from '../types';
import { familyGroups } from './familyGroups';

export interface AcceptedMerges {
  readonly merges: readonly Merge[];
  /** Text by path of files that they bring, and of those that hold a function for a family. */
  readonly created: ReadonlyMap<string, string>;
}

export interface AcceptedOptions {
  readonly collection: ToolCollection;
  readonly texts: ReadonlyMap<string, string>;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly groups: CutGroups;
  readonly refactoring: Refactoring | undefined;
  /** Ids of groups, of any list. */
  readonly accepted: ReadonlySet<string>;
  /** Ids of families that are left as they are all the same. */
  readonly without?: ReadonlySet<string>;
}

/**
 * The merges of the groups that were accepted, and of no others. Accepting a group of related tools accepts the duplicates in it, and those that
 * differ in constants alone. What a model wrote is taken from the merge that was made; it is not asked again.
 */
export async function acceptedMerges(options: AcceptedOptions): Promise<AcceptedMerges> {
  const { collection, texts, fingerprints, groups, refactoring, accepted, without } = options;
  const chosen = [...groups.equal, ...familyGroups(refactoring), ...groups.groups].filter(({ id }) => accepted.has(id));
  const members = new Set(chosen.flatMap((group) => group.members));
  const inside = ({ members: own }: ToolGroup) => own.every((id) => members.has(id));
  const tools = new Map(collection.tools.map((tool) => [tool.id, tool]));
  const duplicates = planDuplicates(groups.equal.filter(inside), tools, fingerprints);
  const merged = refactoring?.merges ?? [];
  const families = (refactoring?.families ?? []).filter(
    ({ id, members: own }) => own.every(({ tool }) => members.has(tool.id)) && without?.has(id) !== true,
  );
  const alike = await mergedFamilies(collection, texts, families, merged);
  const byModel = merged.flatMap((merge) => {
    const own = merge.members.filter(({ tool }) => members.has(tool.id));
    return texts.has(merge.target.path) || own.length === 0 ? [] : [{ ...merge, members: own }];
  });
  const joined = new Set([...alike.merges, ...byModel].flatMap((merge) => merge.members.map(({ tool }) => tool.id)));
  const left = duplicates
    .map((merge) => ({ ...merge, members: merge.members.filter(({ tool }) => !joined.has(tool.id)) }))
    .filter((merge) => merge.members.length > 0);
  const created = byModel.flatMap(({ target }) => {
    const text = refactoring?.texts.get(target.path);
    return text === undefined ? [] : [[target.path, text] as const];
  });
  return {
    merges: flattenMerges([...left, ...alike.merges, ...byModel]),
    created: new Map([...alike.created, ...created]),
  };
}

/** Of families of which something passed: the members that did. */
async function mergedFamilies(
  collection: ToolCollection,
  texts: ReadonlyMap<string, string>,
  families: readonly Family[],
  merged: readonly Merge[],
): Promise<AcceptedMerges> {
  const passed = new Map(merged.map(({ group, members }) => [group, new Set(members.map(({ tool }) => tool.id))]));
  const written = await writeFamilies(
    collection,
    texts,
    families.filter(({ id }) => passed.has(id)),
  );
  const merges = written.merges.map((merge) => ({
    ...merge,
    members: merge.members.filter(({ tool }) => passed.get(merge.group)?.has(tool.id)),
  }));
  return { merges, created: written.texts };
}
