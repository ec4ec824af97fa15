import { renderMerges, writeFamilies, type Refactoring } from '../merging';
import type { ChangedFile, GroupDetail, ListedGroup } from '../protocol';
import type { Fingerprint, ToolCollection } from '../types';
import { listTools } from './listing';

export interface GroupDetailOptions {
  readonly root: string;
  readonly group: ListedGroup;
  readonly collection: ToolCollection;
  readonly texts: ReadonlyMap<string, string>;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly refactoring: Refactoring | undefined;
}

/** One group: its tools with the proof, and the files that it alone changes. */
export async function groupDetail(options: GroupDetailOptions): Promise<GroupDetail> {
  const { group, collection, texts, fingerprints, refactoring } = options;
  const own = new Set(group.members);
  const tools = collection.tools.filter((tool) => own.has(tool.id));
  const listed = listTools(tools, texts, fingerprints);
  return {
    group,
    members: tools.map((tool, at) => ({
      tool: listed[at]!,
      text: tool.source?.text ?? '',
      coverage: refactoring?.coverage.entries.find((each) => each.tool === tool.id),
      verification: refactoring?.verifications.get(tool.id),
    })),
    files: refactoring === undefined ? [] : await filesOf(own, refactoring, options),
  };
}

async function filesOf(
  members: ReadonlySet<string>,
  { merges: all, texts: written, families = [] }: Refactoring,
  { root, texts, collection }: GroupDetailOptions,
): Promise<readonly ChangedFile[]> {
  const found = all.filter((merge) => merge.members.some(({ tool }) => members.has(tool.id)));
  if (found.length === 0) return [];
  const groups = new Set(found.map(({ group }) => group));
  const alike = await writeFamilies(
    collection,
    texts,
    families.filter(({ id }) => groups.has(id)),
  );
  // Names may be free that were taken where all families were written.
  const targets = new Map(alike.merges.map(({ group, target }) => [group, target]));
  const merges = found.map((merge) => ({ ...merge, target: targets.get(merge.group) ?? merge.target }));
  const created = new Map([
    ...alike.texts,
    ...merges.flatMap(({ target }) => {
      const text = texts.has(target.path) ? undefined : written.get(target.path);
      return text === undefined ? [] : [[target.path, text] as const];
    }),
  ]);
  const rendered = await renderMerges(root, texts, merges, created);
  return [...rendered.texts].map(([file, after]) => ({ path: file, before: texts.get(file), after }));
}
