/** One tool of a list, in any of the forms that lists have. */
import type { ToolDraft } from '../draft';
import { isPlainObject } from '../literal';
import { objectOf, parametersOfSchema } from '../schemas';
import type { JsonSchema } from '../../types';

export type ListedTool = Pick<ToolDraft, 'name' | 'description' | 'parameters' | 'returns' | 'provenance'>;

export type ToolEntry =
  | { readonly outcome: 'tool'; readonly tool: ListedTool }
  /** It looks like one, and is not; `isTool`: it was meant as one, whatever stands beside it. */
  | { readonly outcome: 'problem'; readonly problem: string; readonly isTool?: true };

/** @returns undefined for what is no tool at all */
export function readToolEntry(value: unknown): ToolEntry | undefined {
  if (!isPlainObject(value)) return undefined;
  const inner = value.function ?? value.toolSpec;
  if (isPlainObject(inner) && (inner.name !== undefined || value.type === 'function')) {
    return read(inner, value.toolSpec === undefined ? 'openai' : 'bedrock');
  }
  return read(value, undefined);
}

/** Where forms keep the schema of the arguments. */
const places: readonly (readonly [string, string])[] = [
  ['inputSchema', 'mcp'],
  ['input_schema', 'anthropic'],
  ['parameters', 'openai'],
  ['args_schema', 'plain'],
  ['arguments', 'plain'],
  ['args', 'plain'],
];

function read(value: Readonly<Record<string, unknown>>, form: string | undefined): ToolEntry | undefined {
  const place = places.find(([key]) => value[key] !== undefined);
  const name = value.name ?? value.api_name ?? value.tool_name;
  if (place === undefined && form === undefined) return undefined;
  if (name === undefined && !isSchema(place === undefined ? undefined : value[place[0]])) return undefined;
  // A call of a tool has arguments too: values, and no types.
  if (
    place !== undefined &&
    place[0].startsWith('arg') &&
    place[0] !== 'args_schema' &&
    !isDeclaration(value, value[place[0]])
  )
    return undefined;
  if (typeof name !== 'string' || name.trim() === '') {
    return { outcome: 'problem', problem: 'a tool has no name. Give it "name" with a text.' };
  }
  const [key, found = 'plain'] = place ?? ['', form];
  const placed = value[key];
  // Bedrock puts the schema one level deeper.
  const given = isPlainObject(placed) && isPlainObject(placed.json) ? placed.json : placed;
  const schema = given === undefined ? {} : schemaOf(given);
  if (schema === undefined) {
    const problem = `the tool “${name}” has "${key}" that is no JSON Schema of an object. Give it "type": "object" with "properties".`;
    return { outcome: 'problem', problem };
  }
  const text = value.description ?? value.api_description ?? value.summary ?? '';
  const result = value.outputSchema ?? value.output_schema ?? value.returns;
  const returns = isPlainObject(result)
    ? { schema: result }
    : typeof result === 'string'
      ? { description: result }
      : undefined;
  // Without `type` it is OpenAI's form of responses, or somebody's own: told by what stands beside the parameters.
  const isOpenAi = found !== 'openai' || form === 'openai' || value.type === 'function' || isSchema(given);
  const tool: ListedTool = {
    name,
    description: typeof text === 'string' ? text.trim() : '',
    parameters: parametersOfSchema(schema),
    returns,
    provenance: isOpenAi ? (form ?? found) : 'plain',
  };
  return { outcome: 'tool', tool };
}

function isDeclaration(tool: Readonly<Record<string, unknown>>, given: unknown): boolean {
  const isTyped = (each: unknown): boolean =>
    isPlainObject(each) && (typeof each.type === 'string' || typeof each.description === 'string');
  const entries = Array.isArray(given)
    ? (given as readonly unknown[])
    : isPlainObject(given)
      ? Object.values(given)
      : [];
  const described = tool.description ?? tool.api_description;
  return isSchema(given) || (typeof described === 'string' && entries.length > 0 && entries.every(isTyped));
}

function isSchema(value: unknown): boolean {
  return isPlainObject(value) && (isPlainObject(value.properties) || value.type === 'object' || value.type === 'dict');
}

/** Types that lists use for what JSON Schema calls otherwise. */
const types: Readonly<Record<string, string>> = {
  ...{
    dict: 'object',
    str: 'string',
    text: 'string',
    int: 'integer',
    long: 'integer',
    float: 'number',
    double: 'number',
  },
  ...{ bool: 'boolean', list: 'array', tuple: 'array', null: 'null', none: 'null' },
  ...{ object: 'object', string: 'string', integer: 'integer', number: 'number', boolean: 'boolean', array: 'array' },
};

/** @returns undefined for what cannot be read as one */
function schemaOf(value: unknown): JsonSchema | undefined {
  if (Array.isArray(value)) return ofArray(value);
  if (!isPlainObject(value)) return undefined;
  if (isSchema(value)) {
    if (value.properties !== undefined && !isPlainObject(value.properties)) return undefined;
    const properties = Object.entries(value.properties ?? {});
    if (!properties.every(([, each]) => isPlainObject(each))) return undefined;
    return {
      ...value,
      type: 'object',
      properties: Object.fromEntries(properties.map(([name, each]) => [name, plain(each)])),
    };
  }
  if (value.type !== undefined && !isPlainObject(value.type)) return undefined;
  // Plain form: name → schema, or name → type.
  const entries = Object.entries(value);
  if (!entries.every(([, each]) => isPlainObject(each) || typeof each === 'string')) return undefined;
  const required = entries.flatMap(([name, each]) =>
    isPlainObject(each) && (each.required === false || each.default !== undefined) ? [] : [name],
  );
  return objectOf(Object.fromEntries(entries.map(([name, each]) => [name, plain(each)])), required);
}

function ofArray(value: readonly unknown[]): JsonSchema | undefined {
  const named = value.filter((each) => isPlainObject(each) && typeof each.name === 'string') as readonly Readonly<
    Record<string, unknown>
  >[];
  if (named.length !== value.length) return undefined;
  const required = named.flatMap(({ name, required: needed, optional }) =>
    needed === false || optional === true ? [] : [name as string],
  );
  return objectOf(Object.fromEntries(named.map(({ name, ...rest }) => [name as string, plain(rest)])), required);
}

function plain(value: unknown): JsonSchema {
  if (typeof value === 'string') {
    const type = jsonType(value);
    return type === undefined ? { description: value } : { type };
  }
  if (!isPlainObject(value)) return {};
  const { required, schema, ...rest } = value;
  const kept = Array.isArray(required) ? { ...rest, required } : rest;
  return withJsonTypes(isPlainObject(schema) ? { ...kept, ...schema } : kept, 0);
}

function jsonType(written: string): string | undefined {
  const key = written.toLowerCase();
  return Object.hasOwn(types, key) ? types[key] : undefined;
}

/** Levels of a schema whose types are put right. */
const deepest = 12;

/** `dict`, `float`, `tuple`, … are what JSON Schema calls otherwise. */
function withJsonTypes(schema: JsonSchema, depth: number): JsonSchema {
  if (depth > deepest) return schema;
  const type = typeof schema.type === 'string' ? jsonType(schema.type) : undefined;
  const inner = (value: unknown): unknown => (isPlainObject(value) ? withJsonTypes(value, depth + 1) : value);
  const { properties, items } = schema;
  return {
    ...schema,
    ...(type === undefined ? {} : { type }),
    ...(isPlainObject(properties)
      ? { properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, inner(each)])) }
      : {}),
    ...(isPlainObject(items) ? { items: inner(items) } : {}),
  };
}
