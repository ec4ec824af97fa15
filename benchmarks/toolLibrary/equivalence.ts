import { isDeepStrictEqual } from 'node:util';
import type { CoverageMap } from '../../runtime/toolLibrary/types';
import type { ArgumentMap, Equivalence } from './types';

type Values = Readonly<Record<string, unknown>>;

/** Tools that one function answers now do the same, it among them; calls are written anew over that function. */
export function equivalenceOfCoverage({ entries }: CoverageMap): Equivalence {
  const maps = new Map(entries.map(({ tool, arguments: map }) => [tool, map]));
  const byTarget = new Map<string, Set<string>>();
  for (const { tool, into } of entries) byTarget.set(into, (byTarget.get(into) ?? new Set<string>()).add(tool));
  const classes = new Map<string, ReadonlySet<string>>();
  for (const members of byTarget.values()) for (const tool of members) classes.set(tool, members);
  return {
    classOf: (tool) => classes.get(tool) ?? new Set([tool]),
    translated: (from, to, given) => {
      const [one, other] = [maps.get(from), maps.get(to)];
      return one === undefined || other === undefined ? undefined : translated(given, one, other);
    },
  };
}

/** Lists of tools that do the same, known from elsewhere; how their parameters answer to each other is not told. */
export function equivalenceOfGroups(groups: readonly (readonly string[])[]): Equivalence {
  const classes = new Map<string, ReadonlySet<string>>();
  for (const group of groups) {
    const members = new Set(group);
    for (const tool of group) classes.set(tool, members);
  }
  return { classOf: (tool) => classes.get(tool) ?? new Set([tool]), translated: () => undefined };
}

/** From the values of one tool over the function that both became to those of the other. */
function translated(given: Values, one: ArgumentMap, other: ArgumentMap): Values | undefined {
  const result: Record<string, unknown> = {};
  const used = new Set<string>();
  for (const [parameter, target] of Object.entries(other)) {
    const source = one[parameter];
    if (source === undefined) continue;
    const isGiven = 'value' in source || Object.hasOwn(given, source.from);
    const value = 'value' in source ? source.value : given[source.from];
    if ('from' in source) used.add(source.from);
    if ('from' in target && isGiven) result[target.from] = value;
    // What the other tool always has must be what this call has.
    else if ('value' in target && !(isGiven && isDeepStrictEqual(value, target.value))) return undefined;
  }
  return Object.keys(given).every((name) => used.has(name)) ? result : undefined;
}
