import type { JsonSchema, ToolRecord } from '../../types';
import { ownName } from '../coverage/coverageMap';

/** A tool as a model is shown it. */
export interface ListedTool {
  /** Unique in the list: letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** `path#access` of the function that answers; missing for tools that are known by their schema alone. */
  readonly function?: string;
}

export interface NamedTool {
  readonly name: string;
  readonly tool: ToolRecord;
}

/** The tools of a collection for a model: without those that are deprecated, each name once. */
export function toolList(tools: readonly ToolRecord[]): readonly ListedTool[] {
  return namedTools(tools).map(({ name, tool }) => {
    const { description, source } = tool;
    const listed = { name, description, inputSchema: inputSchema(tool) };
    return source === undefined ? listed : { ...listed, function: ownName(tool) };
  });
}

/**
 * Tools that are not deprecated, under names that stand once.
 * @param kept names that are taken already, by `path#access` of the function that has it
 */
export function namedTools(
  tools: readonly ToolRecord[],
  kept: ReadonlyMap<string, string> = new Map(),
): readonly NamedTool[] {
  const names = new Set(kept.values());
  return tools.flatMap((tool): readonly NamedTool[] => {
    if (tool.deprecated === true) return [];
    const name = kept.get(ownName(tool)) ?? freeName(tool, names);
    names.add(name);
    return [{ name, tool }];
  });
}

/** Schema of the object whose properties are a tool's arguments by name. */
export function inputSchema({ parameters }: Pick<ToolRecord, 'parameters'>): JsonSchema {
  const named = parameters.filter(({ passing }) => passing !== 'rest' && passing !== 'keywordRest');
  const required = named.filter((each) => each.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(
      named.map(({ name, schema, description, default: value }) => [
        name,
        {
          ...schema,
          ...(description === undefined ? {} : { description }),
          ...(value === undefined ? {} : { default: value }),
        },
      ]),
    ),
    ...(required.length === 0 ? {} : { required }),
  };
}

function freeName({ name, source }: ToolRecord, names: ReadonlySet<string>): string {
  const plain = valid(name);
  if (!names.has(plain)) return plain;
  const stem = source?.path.replace(/\.[^./]+$/, '').replaceAll('/', '_') ?? 'other';
  const longer = valid(`${stem}_${name}`);
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? longer : `${longer.slice(0, 60)}_${String(number)}`;
    if (!names.has(candidate)) return candidate;
  }
}

function valid(name: string): string {
  const letters = name.replaceAll(/[^\w-]/g, '_').slice(0, 64);
  return /^[A-Za-z_]/.test(letters) ? letters : `_${letters}`.slice(0, 64);
}
