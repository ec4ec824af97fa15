/** Schemas of zod as JSON Schema, read from the source: nothing is run. */
import { isJson, isPlainObject, type Literal } from '../literal';
import { anything, enumOf, nullSchema, unionOf } from '../schemas';
import type { JsonSchema } from '../../types';
import type { SyntaxNode } from '../syntaxNode';
import { enumValues } from './enumValues';
import { bare, keyOf, scriptLiteral } from './scriptLiteral';
import type { ScriptModule } from './scriptModule';
import { zodMethod } from './zodMethods';

export interface ZodSchema {
  readonly schema: JsonSchema;
  /** The key may be left out, because it is optional or has a default. */
  readonly optional: boolean;
}

/** Levels that are followed. */
const deepest = 24;

/** @returns undefined for what is no schema of zod */
export function zodSchema(given: SyntaxNode | undefined, module: ScriptModule, depth = 0): ZodSchema | undefined {
  const node = bare(given);
  if (node === undefined || depth > deepest) return undefined;
  switch (node.type) {
    case 'identifier': {
      const found = module.find(node.text);
      return found?.definition.kind === 'value' ? zodSchema(found.definition.node, found.module, depth + 1) : undefined;
    }
    case 'member_expression':
      return member(node, module, depth);
    case 'call_expression':
      return call(node, module, depth);
    default:
      return undefined;
  }
}

/** A bare shape, `{ a: z.string() }`, or a whole schema. @returns undefined for what is neither */
export function zodShape(given: SyntaxNode | undefined, module: ScriptModule, depth = 0): JsonSchema | undefined {
  const node = bare(given);
  if (node?.type === 'object') return shape(node, module, depth + 1);
  if (node?.type === 'identifier') {
    const found = module.find(node.text);
    const value = found?.definition.kind === 'value' ? bare(found.definition.node) : undefined;
    if (found !== undefined && value?.type === 'object') return shape(value, found.module, depth + 1);
  }
  return zodSchema(node, module, depth)?.schema;
}

function shape(node: SyntaxNode, module: ScriptModule, depth: number): JsonSchema | undefined {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const part of node.named) {
    if (part.type === 'spread_element') {
      const more = zodShape(part.named[0], module, depth);
      if (more === undefined) return undefined;
      Object.assign(properties, more.properties);
      required.push(...(Array.isArray(more.required) ? (more.required as readonly string[]) : []));
      continue;
    }
    const isShort = part.type === 'shorthand_property_identifier';
    const key = isShort ? part.text : keyOf(part.child('key'), module.lookUp);
    const value = isShort ? shorthand(part, module, depth) : zodSchema(part.child('value'), module, depth + 1);
    if (key === undefined || value === undefined) return undefined;
    properties[key] = value.schema;
    if (!value.optional) required.push(key);
  }
  return { type: 'object', properties, required };
}

function shorthand(part: SyntaxNode, module: ScriptModule, depth: number): ZodSchema | undefined {
  const found = module.find(part.text);
  return found?.definition.kind === 'value' ? zodSchema(found.definition.node, found.module, depth + 1) : undefined;
}

/** `Schema.shape.field`, and an enumeration's `.enum`. */
function member(node: SyntaxNode, module: ScriptModule, depth: number): ZodSchema | undefined {
  const object = node.child('object');
  const key = node.child('property')?.text ?? '';
  if (key === 'shape') return zodSchema(object, module, depth + 1);
  if (object?.type !== 'member_expression') return undefined;
  const whole = member(object, module, depth + 1)?.schema;
  const properties = isPlainObject(whole?.properties) ? whole.properties : {};
  const found = properties[key];
  if (!isPlainObject(found)) return undefined;
  return { schema: found, optional: !(Array.isArray(whole?.required) && whole.required.includes(key)) };
}

const packages = /^(zod|zod\/.*|@hono\/zod-openapi|astro\/zod|@modelcontextprotocol\/sdk\/zod.*)$/;

/** Whether a name is zod itself. */
function isZod(name: string, module: ScriptModule): boolean {
  const imported = module.imports.get(name);
  if (imported !== undefined) return packages.test(imported.module);
  return name === 'z' && !module.definitions.has('z');
}

function call(node: SyntaxNode, module: ScriptModule, depth: number): ZodSchema | undefined {
  const callee = bare(node.child('function'));
  if (callee?.type !== 'member_expression') return undefined;
  const object = bare(callee.child('object'));
  const name = callee.child('property')?.text ?? '';
  const given = node.child('arguments')?.named ?? [];
  if (object?.type === 'identifier' && isZod(object.text, module)) {
    const schema = constructed(name, given, module, depth);
    return schema === undefined
      ? undefined
      : { schema, optional: name === 'optional' || name === 'nullish' || name === '_default' };
  }
  if (object?.type === 'member_expression') {
    const [base = '', kind = ''] = object.text.split('.');
    if (isZod(base, module) && kind === 'coerce') {
      const schema = constructed(name, given, module, depth);
      return schema === undefined ? undefined : { schema, optional: false };
    }
    if (isZod(base, module) && kind === 'iso')
      return { schema: { type: 'string', format: isoFormats[name] ?? name }, optional: false };
  }
  const before = zodSchema(object, module, depth + 1);
  if (before === undefined) return undefined;
  return zodMethod(before, name, given, {
    literal: (each) => scriptLiteral(each, module.lookUp),
    schema: (each) => zodSchema(each, module, depth + 1),
    shape: (each) => zodShape(each, module, depth + 1),
  });
}

const isoFormats: Readonly<Record<string, string>> = {
  datetime: 'date-time',
  date: 'date',
  time: 'time',
  duration: 'duration',
};

/** Formats that are constructors of their own since version 4. */
const formats: Readonly<Record<string, string>> = {
  ...{
    email: 'email',
    url: 'uri',
    uuid: 'uuid',
    guid: 'uuid',
    ipv4: 'ipv4',
    ipv6: 'ipv6',
    base64: 'base64',
    jwt: 'jwt',
  },
  ...{
    cuid: 'cuid',
    cuid2: 'cuid2',
    ulid: 'ulid',
    nanoid: 'nanoid',
    emoji: 'emoji',
    cidrv4: 'cidrv4',
    cidrv6: 'cidrv6',
  },
};

function constructed(
  name: string,
  given: readonly SyntaxNode[],
  module: ScriptModule,
  depth: number,
): JsonSchema | undefined {
  const inner = (node: SyntaxNode | undefined): JsonSchema => zodSchema(node, module, depth + 1)?.schema ?? anything;
  const [first, second] = given;
  switch (name) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type: name };
    case 'int':
    case 'int32':
    case 'uint32':
    case 'bigint':
      return { type: 'integer' };
    case 'float32':
    case 'float64':
      return { type: 'number' };
    case 'null':
      return nullSchema;
    case 'date':
      return { type: 'string', format: 'date-time' };
    case 'any':
    case 'unknown':
    case 'custom':
    case 'instanceof':
    case 'undefined':
    case 'void':
    case 'json':
      return anything;
    case 'object':
    case 'strictObject':
    case 'looseObject': {
      const schema =
        first === undefined ? { type: 'object', properties: {}, required: [] } : zodShape(first, module, depth);
      if (schema === undefined) return { type: 'object' };
      if (name === 'object') return schema;
      return { ...schema, additionalProperties: name === 'looseObject' };
    }
    case 'array':
      return { type: 'array', items: inner(first) };
    case 'set':
      return { type: 'array', items: inner(first), uniqueItems: true };
    case 'tuple': {
      const items = bare(first)?.named.map(inner) ?? [];
      return {
        type: 'array',
        prefixItems: items,
        minItems: items.length,
        ...(second === undefined ? { maxItems: items.length } : {}),
      };
    }
    case 'enum':
    case 'nativeEnum':
      return enumeration(first, module);
    case 'literal': {
      const known = scriptLiteral(first, module.lookUp);
      if (known === undefined || !isJson(known.value)) return anything;
      return enumOf(Array.isArray(known.value) ? (known.value as readonly Literal[]) : [known.value]);
    }
    case 'union':
    case 'discriminatedUnion': {
      const list = bare(name === 'union' ? first : second);
      return unionOf(list?.named.map(inner) ?? []);
    }
    case 'intersection':
      return { allOf: [inner(first), inner(second)] };
    case 'record':
    case 'partialRecord': {
      const values = second === undefined ? inner(first) : inner(second);
      return Object.keys(values).length === 0 ? { type: 'object' } : { type: 'object', additionalProperties: values };
    }
    case 'map':
      return anything;
    case 'optional':
    case '_default':
      return inner(first);
    case 'nullable':
    case 'nullish':
      return unionOf([inner(first), nullSchema]);
    case 'preprocess':
      return inner(second);
    case 'pipe':
      return inner(first);
    case 'lazy':
      return first?.type === 'arrow_function' ? inner(first.child('body')) : anything;
    case 'promise':
      return inner(first);
    default:
      return Object.hasOwn(formats, name) ? { type: 'string', format: formats[name]! } : undefined;
  }
}

function enumeration(node: SyntaxNode | undefined, module: ScriptModule): JsonSchema {
  const value = scriptLiteral(node, module.lookUp)?.value;
  if (Array.isArray(value) && isJson(value)) return enumOf(value);
  if (isPlainObject(value) && isJson(value)) return enumOf(Object.values(value));
  const found = node?.type === 'identifier' ? module.find(node.text) : undefined;
  const values = found?.definition.kind === 'enum' ? enumValues(found.definition.node, found.module.lookUp) : undefined;
  return values === undefined ? anything : enumOf([...values.values()]);
}
