import { ownName } from '../../runtime/toolLibrary/merging/coverage/coverageMap';
import { inputSchema } from '../../runtime/toolLibrary/merging/library/toolList';
import { toolText } from '../../runtime/toolLibrary/retrieval';
import type { CoverageMap, ToolRecord } from '../../runtime/toolLibrary/types';
import type { ArgumentMap, LibraryItem } from './types';

/** `path#access`; for tools that are known by their schema alone where they come from, and their name. */
export const placeOf = ownName;

/** A tool as a model is shown it. */
export const shownText = (tool: ToolRecord): string =>
  JSON.stringify({ name: tool.name, description: tool.description, parameters: inputSchema(tool) });

/** Every argument under its own name. */
const itself = ({ parameters }: ToolRecord): ArgumentMap =>
  Object.fromEntries(parameters.map(({ name }) => [name, { from: name }]));

function itemOf(tool: ToolRecord, covers: LibraryItem['covers'], others: readonly ToolRecord[] = []): LibraryItem {
  const { id, name, description, parameters } = tool;
  const aliases = others.map(toolText).join(' ');
  return { id, name, description, parameters, aliases, shown: shownText(tool), covers };
}

/** The collection as it is: each tool stands for itself. */
export function itemsOfTools(tools: readonly ToolRecord[]): readonly LibraryItem[] {
  return tools.map((tool) => itemOf(tool, new Map([[tool.id, itself(tool)]])));
}

/**
 * A refactored library: what a model is offered of it are tools that are not deprecated, and each stands for what the coverage map says.
 * @param after tools of the library, adapters among them
 * @param before tools of the collection
 */
export function itemsOfLibrary(
  after: readonly ToolRecord[],
  before: readonly ToolRecord[],
  coverage: CoverageMap,
): readonly LibraryItem[] {
  const old = new Map(before.map((tool) => [tool.id, tool]));
  const covered = new Map<string, Map<string, ArgumentMap>>();
  for (const { tool, into, arguments: map } of coverage.entries) {
    covered.set(into, (covered.get(into) ?? new Map<string, ArgumentMap>()).set(tool, map));
  }
  return after
    .filter(({ deprecated }) => deprecated !== true)
    .map((tool) => {
      const covers = covered.get(placeOf(tool)) ?? new Map<string, ArgumentMap>();
      const others = [...covers.keys()]
        .flatMap((id) => old.get(id) ?? [])
        .filter((each) => placeOf(each) !== placeOf(tool));
      return itemOf(tool, covers, others);
    });
}

/** How one entry is made of a group: all texts one after the other, or the member with the shortest description in the place of all. */
export type MergePolicy = 'concatenated' | 'representative';

/** Groups as one entry each. Only the representative's own calls can be made: nothing was rewritten. */
export function itemsOfGroups(groups: readonly (readonly ToolRecord[])[], policy: MergePolicy): readonly LibraryItem[] {
  return groups.map((group) => {
    const [first] = group;
    if (first === undefined) throw new RangeError('A group has no members.');
    if (group.length === 1) return itemOf(first, new Map([[first.id, itself(first)]]));
    const chosen = group.reduce((best, tool) => (tool.description.length < best.description.length ? tool : best));
    const covers = new Map(group.map((tool) => [tool.id, tool === chosen ? itself(tool) : undefined]));
    if (policy === 'representative')
      return itemOf(
        chosen,
        covers,
        group.filter((tool) => tool !== chosen),
      );
    const names = new Set<string>();
    return {
      ...itemOf(chosen, covers),
      name: group.map(({ name }) => name).join(' '),
      description: group.map(({ description }) => description).join(' '),
      parameters: group.flatMap(({ parameters }) => parameters.filter(({ name }) => names.size < names.add(name).size)),
      shown: group.map(shownText).join('\n'),
    };
  });
}
