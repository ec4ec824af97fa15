/** Which tools of a collection are offered, under which names, and how each is called. */
import { z } from 'zod';
import type { JsonSchema } from '../../gateway/types';
import { schemaProblem } from '../../tools/functions';
import { calleeOf, notCallable, type CallableTool } from '../execution';
import { inputSchema, namedTools, ownName } from '../merging';
import type { CoverageEntry, ToolCollection, ToolRecord } from '../types';

export interface ServedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** The tool under an earlier name. */
  readonly deprecated: boolean;
  /** Whether it may do more than compute. */
  readonly impure: boolean;
  readonly callee: CallableTool;
  /** Arguments of the offered tool as its function takes them. */
  readonly given: (values: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

export interface ServedTools {
  readonly tools: readonly ServedTool[];
  /** Why others are not offered, by name. */
  readonly left: ReadonlyMap<string, string>;
}

export interface ServedOptions {
  readonly collection: ToolCollection;
  /** Of a library: the collection that it was made of, and what became of each of its tools. */
  readonly made?: { readonly before: ToolCollection; readonly coverage: readonly CoverageEntry[] } | undefined;
  /** Also offer tools that do more than compute. */
  readonly impure: boolean;
  /** Also answer under names of tools that were merged. */
  readonly oldNames: boolean;
}

/** Names stay those that tools had before they were refactored, so that what calls them goes on working. */
export function servedTools({ collection, made, impure, oldNames }: ServedOptions): ServedTools {
  const earlier = made === undefined ? [] : namedTools(made.before.tools);
  const kept = new Map(earlier.map(({ name, tool }) => [ownName(tool), name]));
  const tools: ServedTool[] = [];
  const left = new Map<string, string>();
  const byPlace = new Map<string, ServedTool>();
  for (const { name, tool } of namedTools(collection.tools, kept)) {
    const served = servedTool(name, tool, collection.root);
    if (typeof served === 'string') left.set(name, served);
    else {
      byPlace.set(ownName(tool), served);
      if (!served.impure || impure) tools.push(served);
      else
        left.set(
          name,
          `it may do more than compute (${tool.effects.join(', ')}). Start the server with --impure to offer such tools: they work on a copy, without network`,
        );
    }
  }
  const taken = new Set(tools.map(({ name }) => name));
  const entries = new Map(made?.coverage.map((entry) => [entry.tool, entry]));
  for (const { name, tool } of earlier) {
    const entry = entries.get(tool.id);
    const target = entry === undefined ? undefined : byPlace.get(entry.into);
    if (entry?.outcome !== 'merged' || target === undefined || taken.has(name)) continue;
    if (target.impure && !impure) continue;
    left.delete(name);
    const old = oldNames ? underOldName(name, tool, entry, target) : undefined;
    if (old !== undefined) tools.push(old);
    else
      left.set(
        name,
        `it was merged into ${target.name}. Call ${callText(target, entry)}, or start the server with --old-names`,
      );
  }
  return { tools, left };
}

/** @returns why it is not offered */
function servedTool(name: string, tool: ToolRecord, root: string): ServedTool | string {
  const callee = calleeOf(tool, root);
  // Effects are looked at apart.
  const reason = notCallable({ ...tool, effects: [] });
  if (callee === undefined || reason !== undefined) return reason ?? 'it cannot be called';
  const schema = argumentSchema(callee, tool);
  if (schema === undefined)
    return 'its schema holds what JSON does not have (a default that is no number, for example)';
  const broken = schemaProblem(schema);
  if (broken !== undefined) return `its schema is not valid: ${broken}`;
  return {
    ...{ name, description: tool.description, inputSchema: schema, deprecated: false },
    ...{ impure: tool.effects.length > 0, callee, given: (values) => values },
  };
}

/** As models are shown it, and arguments without end as lists; names that it does not have are told instead of being ignored. */
function argumentSchema({ parameters }: CallableTool, tool: ToolRecord): JsonSchema | undefined {
  const shown = inputSchema({ ...tool, parameters });
  const rest = parameters.filter(({ passing }) => passing === 'rest');
  const open = parameters.filter(({ passing }) => passing === 'keywordRest');
  const properties = typeof shown.properties === 'object' ? shown.properties : {};
  const more = [
    ...rest.map(({ name, schema }) => [name, schema] as const),
    ...open.map(({ name }) => [name, { type: 'object', description: 'Any other arguments by name.' }] as const),
  ];
  return asJson({ ...shown, properties: { ...properties, ...Object.fromEntries(more) }, additionalProperties: false });
}

const jsonForm = z.record(z.string(), z.json());

function asJson(schema: object): JsonSchema | undefined {
  return jsonForm.safeParse(schema).data;
}

function underOldName(
  name: string,
  tool: ToolRecord,
  entry: CoverageEntry,
  target: ServedTool,
): ServedTool | undefined {
  const schema = asJson({ ...inputSchema(tool), additionalProperties: false });
  if (schema === undefined) return undefined;
  const defaults = new Map(tool.parameters.map((each) => [each.name, each.default]));
  const sources = Object.entries(entry.arguments);
  return {
    ...target,
    name,
    description: `Use ${target.name} instead. ${tool.description}`,
    inputSchema: schema,
    deprecated: true,
    given: (values) =>
      target.given(
        Object.fromEntries(
          sources.flatMap(([parameter, source]) => {
            if ('value' in source) return [[parameter, source.value]];
            if (source.from in values) return [[parameter, values[source.from]]];
            // Left out: the old default holds, not the new one.
            const fallback = defaults.get(source.from);
            return fallback === undefined ? [] : [[parameter, fallback]];
          }),
        ),
      ),
  };
}

/** `slug({"text": <title>, "separator": "-"})` */
function callText({ name }: ServedTool, entry: CoverageEntry): string {
  const parts = Object.entries(entry.arguments).map(
    ([parameter, source]) =>
      `${JSON.stringify(parameter)}: ${'from' in source ? `<${source.from}>` : JSON.stringify(source.value)}`,
  );
  return `${name}({${parts.join(', ')}})`;
}
