import type { CoverageEntry } from '../../types';
import { functionName, type Merge, type MergedTool } from './merge';

type Arguments = CoverageEntry['arguments'];

/**
 * Merges in which no target is itself merged: who called a function that another one answers for now calls that one.
 *
 * @param merges in the order in which they were found; a later one may merge the target of an earlier one
 */
export function flattenMerges(merges: readonly Merge[]): readonly Merge[] {
  const moved = new Map<string, { readonly merge: Merge; readonly values: Arguments }>();
  for (const merge of merges) {
    for (const { tool, arguments: values } of merge.members) {
      const { source } = tool;
      if (source?.access === undefined) continue;
      moved.set(functionName({ path: source.path, access: source.access }), { merge, values });
    }
  }
  const members = new Map<Merge, MergedTool[]>(merges.map((merge) => [merge, []]));
  for (const merge of merges) {
    for (const member of merge.members) {
      let home = merge;
      let values: Arguments | undefined = member.arguments;
      const seen = new Set<Merge>([merge]);
      for (;;) {
        const next = moved.get(functionName(home.target));
        if (next === undefined || seen.has(next.merge)) break;
        const composed: Arguments | undefined =
          values === undefined ? undefined : composeArguments(next.values, values);
        // Not to be told by the map alone: it goes on by way of the adapter.
        if (composed === undefined) break;
        values = composed;
        home = next.merge;
        seen.add(home);
      }
      members.get(home)?.push({ tool: member.tool, arguments: values ?? member.arguments });
    }
  }
  return merges
    .map((merge) => ({ ...merge, members: members.get(merge) ?? [] }))
    .filter((each) => each.members.length > 0);
}

/**
 * @param outer what each parameter of the last function gets of the one between
 * @param inner what each parameter of the one between gets of the first
 * @returns undefined where one between is left to its default
 */
export function composeArguments(outer: Arguments, inner: Arguments): Arguments | undefined {
  const composed: Record<string, Arguments[string]> = {};
  for (const [name, value] of Object.entries(outer)) {
    const through = 'from' in value ? inner[value.from] : value;
    if (through === undefined) return undefined;
    composed[name] = through;
  }
  return composed;
}
