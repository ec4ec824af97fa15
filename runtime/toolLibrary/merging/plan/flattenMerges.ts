import type { CoverageEntry } from '../../types';
import { functionName, type Merge, type MergedTool } from './merge';

type Arguments = CoverageEntry['arguments'];

interface Step {
  readonly merge: Merge;
  readonly values: Arguments;
}

/**
 * Merges in which no target is itself merged: who called a function that another one answers for now calls that one.
 *
 * @param merges in the order in which they were found; a later one may merge the target of an earlier one
 */
export function flattenMerges(merges: readonly Merge[]): readonly Merge[] {
  const moved = new Map<string, Step>();
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
      const last = follow({ merge, values: member.arguments }, moved);
      members.get(last.merge)?.push({ tool: member.tool, arguments: last.values });
    }
  }
  return merges
    .map((merge) => ({ ...merge, members: members.get(merge) ?? [] }))
    .filter((each) => each.members.length > 0);
}

/** Goes from a function to what answers for it, as long as that is merged too. */
function follow(first: Step, moved: ReadonlyMap<string, Step>): Step {
  let at = first;
  for (let steps = 0; steps <= moved.size; steps += 1) {
    const next = moved.get(functionName(at.merge.target));
    if (next === undefined) return at;
    const values = composeArguments(next.values, at.values);
    // Not to be told by the map alone: it goes on by way of the adapter.
    if (values === undefined) return at;
    at = { merge: next.merge, values };
  }
  // They answer for each other in a circle.
  return first;
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
