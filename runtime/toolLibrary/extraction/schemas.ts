/** JSON Schemas put together. */
import type { JsonSchema, ToolParameter } from '../types';
import { isPlainObject } from './literal';

/** Nothing is known. */
export const anything: JsonSchema = {};

export const nullSchema: JsonSchema = { type: 'null' };

/** One of several, in the shortest form. */
export function unionOf(parts: readonly JsonSchema[]): JsonSchema {
  const flat = parts.flatMap((each) => (isAnyOf(each) ? each.anyOf : [each]));
  const distinct = [...new Map(flat.map((each) => [JSON.stringify(each), each])).values()];
  const [only] = distinct;
  if (only === undefined) return anything;
  if (distinct.length === 1) return only;
  if (distinct.some((each) => Object.keys(each).length === 0)) return anything;
  if (distinct.every(isEnum)) return enumOf(distinct.flatMap((each) => each.enum));
  const types = distinct.map(plainTypes);
  if (types.every((each) => each !== undefined)) return { type: [...new Set(types.flat())] };
  return { anyOf: distinct };
}

/** Values that are allowed; the type is said where they share one. */
export function enumOf(values: readonly unknown[]): JsonSchema {
  const distinct = [...new Set(values)];
  const types = new Set(distinct.map((each) => (each === null ? 'null' : typeof each)));
  const [type] = types;
  const known = types.size === 1 && (type === 'string' || type === 'number' || type === 'boolean');
  return known ? { type, enum: distinct } : { enum: distinct };
}

export function objectOf(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
  title?: string,
): JsonSchema {
  return { type: 'object', ...(title === undefined ? {} : { title }), properties, required };
}

/** Adds what is said beside a type; an empty text says nothing. */
export function described(schema: JsonSchema, description: string | undefined): JsonSchema {
  return description === undefined || description === '' ? schema : { ...schema, description };
}

function isAnyOf(schema: JsonSchema): schema is JsonSchema & { readonly anyOf: readonly JsonSchema[] } {
  return Object.keys(schema).length === 1 && Array.isArray(schema.anyOf);
}

function isEnum(schema: JsonSchema): schema is JsonSchema & { readonly enum: readonly unknown[] } {
  return Array.isArray(schema.enum) && Object.keys(schema).every((key) => key === 'enum' || key === 'type');
}

/** The types of a schema that says nothing else. */
function plainTypes(schema: JsonSchema): readonly unknown[] | undefined {
  const { type } = schema;
  if (Object.keys(schema).length !== 1) return undefined;
  return typeof type === 'string' ? [type] : Array.isArray(type) ? (type as readonly unknown[]) : undefined;
}

/** Fields of a schema of an object as parameters: what a class for arguments declares. Of a field that says nothing that can be read the name is known. */
export function parametersOfSchema(
  schema: Readonly<Record<string, unknown>>,
  passing?: ToolParameter['passing'],
): readonly ToolParameter[] {
  const properties = isPlainObject(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? (schema.required as readonly unknown[]) : []);
  return Object.entries(properties).map(([name, property]) => {
    const { description, default: value, ...rest } = isPlainObject(property) ? property : {};
    return {
      name,
      schema: rest,
      required: required.has(name),
      ...(value === undefined ? {} : { default: value }),
      ...(typeof description === 'string' ? { description } : {}),
      ...(passing === undefined ? {} : { passing }),
    };
  });
}
