/** Calls without a model: arguments from schemas, from what is there, and from what earlier calls answered. */
import type { Json, JsonSchema } from '../../../runtime/gateway/types';
import { argumentKind, innerSchema } from '../aligned';
import type { ToolCall } from '../rows/toolCall';
import type { CallRecord } from '../servers/callRecord';
import type { TaskServers, TaskTool } from '../servers/taskServers';
import { jsonLeaves, leavesOf } from './leaves';
import type { Draw, SeedState } from './seedState';

/** Where an argument's value comes from: said by the task, or by an earlier call. */
export interface ChainStep {
  readonly tool: TaskTool;
  readonly call: ToolCall;
  /** Leaves of the input that earlier steps answered: name of the argument, number of the step (from 1), its name there. */
  readonly chained: readonly {
    readonly argument: string;
    readonly value: string | number;
    readonly step: number;
    readonly key: string;
  }[];
}

interface PoolValue {
  readonly key: string;
  readonly value: string | number;
  /** 0: it was there from the beginning. */
  readonly step: number;
}

const MOST_TRIES = 25;
/** Of two: how often an optional argument is given, and a value of an earlier call is taken where one fits. */
const HALF = 2;

/**
 * @param onCall is told each call that was made, also such as are no step
 * @returns as many steps as could be made, at most `length`
 */
export async function makeChain(
  servers: TaskServers,
  state: SeedState,
  length: number,
  draw: Draw,
  signal: AbortSignal,
  onCall?: (record: CallRecord) => void,
): Promise<readonly ChainStep[]> {
  const pool = poolOf(state);
  const steps: ChainStep[] = [];
  let tools = servers.tools.filter(({ name }) => !/(^|[-_])env|long.?running|sampling|elicit|roots/i.test(name));
  for (let tries = 0; tries < MOST_TRIES && steps.length < length && tools.length > 0; tries++) {
    const tool = draw.one(tools);
    const input = inputOf(tool.inputSchema, pool, draw);
    const record = await servers.call(tool.name, input, signal);
    onCall?.(record);
    if (record.failure !== undefined) tools = tools.filter((each) => each !== tool);
    if (record.isError) continue;
    const call = { tool_name: tool.name, tool_parameters: input };
    // One call after the other with the same input tells nothing.
    if (steps.some((each) => JSON.stringify(each.call) === JSON.stringify(call))) continue;
    steps.push({ tool, call, chained: chainedInputs(call, pool) });
    pool.push(...harvest(record, steps.length));
  }
  return steps;
}

function poolOf({ files, stateFiles }: SeedState): PoolValue[] {
  const paths = Object.keys(files);
  const folders = [...new Set(paths.map((file) => file.split('/')[0] ?? file))];
  const lines = Object.values(stateFiles).flatMap((text) => text.split('\n'));
  const known = lines.flatMap((line) => jsonLeaves('', JSON.parse(line) as Json)).filter(({ key }) => key !== 'type');
  return [
    ...[...paths, ...folders].map((value) => ({ key: 'path', value, step: 0 })),
    ...known.map((leaf) => ({ ...leaf, step: 0 })),
  ];
}

function harvest(record: CallRecord, step: number): readonly PoolValue[] {
  return leavesOf(record)
    .filter(({ key, value }) => key !== '' && String(value).length <= 80)
    .slice(0, 40)
    .map((leaf) => ({ ...leaf, step }));
}

function inputOf(schema: JsonSchema, pool: readonly PoolValue[], draw: Draw): Record<string, Json> {
  const required = Array.isArray(schema.required) ? (schema.required as readonly Json[]) : [];
  const names = Object.keys(typeof schema.properties === 'object' ? (schema.properties ?? {}) : {});
  const given = names.filter((name) => required.includes(name) || draw.number(HALF * 2) === 0);
  return Object.fromEntries(given.map((name) => [name, valueOf(name, innerSchema(schema, name) ?? {}, pool, draw)]));
}

function valueOf(name: string, schema: JsonSchema, pool: readonly PoolValue[], draw: Draw): Json {
  const [alternative] = [schema.anyOf, schema.oneOf].flatMap((each) =>
    Array.isArray(each) ? (each as readonly Json[]) : [],
  );
  if (typeof alternative === 'object' && alternative !== null && !Array.isArray(alternative)) {
    return valueOf(name, alternative as JsonSchema, pool, draw);
  }
  if (Array.isArray(schema.enum)) return draw.one(schema.enum as readonly Json[]);
  if (schema.const !== undefined) return schema.const;
  const bound = (key: string, otherwise: number) => (typeof schema[key] === 'number' ? schema[key] : otherwise);
  // Of several types the first: it is what a server means.
  const type = Array.isArray(schema.type) ? (schema.type as readonly Json[])[0] : schema.type;
  switch (type) {
    case 'boolean':
      return draw.number(HALF) === 0;
    case 'integer':
    case 'number': {
      const low = bound('minimum', 1);
      return low + draw.number(Math.max(1, Math.min(bound('maximum', low + 40), low + 40) - low + 1));
    }
    case 'array': {
      const item = innerSchema(schema, undefined) ?? { type: 'string' };
      return Array.from({ length: 1 + draw.number(HALF) }, () => valueOf(name, item, pool, draw));
    }
    case 'object':
      return inputOf(schema, pool, draw);
    default:
      return textOf(name, schema, pool, draw);
  }
}

/** A value with the argument's name, of a call before where there is one; else words that are nowhere else. */
function textOf(name: string, schema: JsonSchema, pool: readonly PoolValue[], draw: Draw): string {
  const kind = argumentKind(name, schema);
  const word = last(name);
  const fits = pool.filter(
    ({ key, value }) => typeof value === 'string' && (last(key) === word || (kind === 'path' && last(key) === 'path')),
  );
  const later = fits.filter(({ step }) => step > 0);
  if (fits.length > 0 && draw.number(HALF * 2) > 0)
    return String(draw.one(later.length > 0 && draw.number(HALF) === 0 ? later : fits).value);
  if (kind === 'path') return `notes/${draw.word()}.txt`;
  return /^(from|to|query|names?)$/.test(word) && pool.some(({ key }) => key === 'name') && draw.number(HALF * 2) > 0
    ? String(draw.one(pool.filter(({ key }) => key === 'name')).value)
    : draw.word();
}

const last = (name: string): string =>
  (
    name
      .split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/)
      .filter((part) => part !== '')
      .at(-1) ?? name
  ).toLowerCase();

/** Only what nothing but the earlier call says: what was there from the beginning is named by the task itself. */
function chainedInputs({ tool_parameters: input }: ToolCall, pool: readonly PoolValue[]): ChainStep['chained'] {
  return jsonLeaves('', input).flatMap(({ key: argument, value }) => {
    const from = pool.find((each) => each.step > 0 && each.value === value);
    const unique =
      from !== undefined && pool.filter((each) => each.step === from.step && each.key === from.key).length === 1;
    return unique && String(value).length > 2 ? [{ argument, value, step: from.step, key: from.key }] : [];
  });
}
