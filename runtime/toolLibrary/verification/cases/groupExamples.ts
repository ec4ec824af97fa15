/** Examples of the tools that one function answers for now, as arguments of each of them. */
import type { CaseArguments } from '../../execution';
import type { CoverageEntry, ToolRecord } from '../../types';

interface Member {
  readonly tool: ToolRecord;
  readonly entry: CoverageEntry;
}

const MOST = 40;

/**
 * @param members tools with the same `into`
 * @param target the function itself, where it is a tool of the collection
 */
export function groupExamples(
  { tool, entry }: Member,
  members: readonly Member[],
  target: ToolRecord | undefined,
): CaseArguments[] {
  const given = [
    ...(target?.examples ?? []).map(({ arguments: values }) => values),
    ...members
      .filter((each) => each.tool.id !== tool.id)
      .flatMap((each) => each.tool.examples.map(({ arguments: values }) => forward(each.entry, values))),
  ];
  const needed = tool.parameters.filter(({ required }) => required).map(({ name }) => name);
  return given
    .map((values) => backward(entry, values))
    .filter((values) => needed.every((name) => name in values))
    .slice(0, MOST);
}

function forward(entry: CoverageEntry, values: CaseArguments): CaseArguments {
  return Object.fromEntries(
    Object.entries(entry.arguments).flatMap(([name, source]) => {
      if ('value' in source) return [[name, source.value]];
      return source.from in values ? [[name, values[source.from]]] : [];
    }),
  );
}

function backward(entry: CoverageEntry, values: CaseArguments): CaseArguments {
  return Object.fromEntries(
    Object.entries(entry.arguments).flatMap(([name, source]) =>
      'from' in source && name in values ? [[source.from, values[name]]] : [],
    ),
  );
}
