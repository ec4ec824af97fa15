import type { ArgumentMap, LibraryItem, NeededCall, Equivalence } from './types';

type Values = Readonly<Record<string, unknown>>;

/**
 * A call of an old tool as a call of the one that stands for it.
 * @returns undefined where an argument would be lost
 */
export function mapped(values: Values, map: ArgumentMap): Values | undefined {
  const used = new Set<string>();
  const result: Record<string, unknown> = {};
  for (const [parameter, source] of Object.entries(map)) {
    if ('value' in source) result[parameter] = source.value;
    else if (Object.hasOwn(values, source.from)) {
      result[parameter] = values[source.from];
      used.add(source.from);
    }
  }
  return Object.keys(values).every((name) => used.has(name)) ? result : undefined;
}

/** Whether values can be given to a function: no unknown name, nothing required left out. */
function accepts({ parameters }: Pick<LibraryItem, 'parameters'>, values: Values): boolean {
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const open = parameters.some(({ passing }) => passing === 'keywordRest');
  return (
    Object.keys(values).every((name) => open || known.has(name)) &&
    parameters.every(
      ({ name, required, passing }) =>
        !required || passing === 'rest' || passing === 'keywordRest' || Object.hasOwn(values, name),
    )
  );
}

/**
 * Whether a tool that was found gives what a call of an original tool would give: it stands for that tool (or one that does the same), and all arguments
 * of the call reach it.
 */
export function resolves(item: LibraryItem, call: NeededCall, equivalence?: Equivalence): boolean {
  return call.tools.some((tool) =>
    [...(equivalence?.classOf(tool) ?? [tool])].some((other) => {
      const map = item.covers.get(other);
      if (map === undefined) return false;
      const values = other === tool ? call.arguments : equivalence?.translated(tool, other, call.arguments);
      const given = values === undefined ? undefined : mapped(values, map);
      return given !== undefined && accepts(item, given);
    }),
  );
}
