import type { Json, JsonSchema } from '../../gateway/types';
import { isJsonArray, isJsonObject } from '../json/exactJson';

/** A value that was turned into the type that the schema wants, without losing or inventing anything. */
export interface Coercion {
  /** Where, e.g. `items[0].count`. */
  readonly path: string;
  readonly kind: 'text to number' | 'text to truth' | 'text to JSON' | 'number to text' | 'null left out';
}

/**
 * `"3"` for an integer, `"true"` for a boolean, JSON written as text for an object or a list, `12` for a text, and `null`
 * for an argument that may be left out and may not be null. Anything else stays, and is for the validator to refuse.
 */
export function coerceArguments(
  schema: JsonSchema,
  value: Readonly<Record<string, Json>>,
): { readonly value: Readonly<Record<string, Json>>; readonly coercions: readonly Coercion[] } {
  const coercions: Coercion[] = [];
  const coerced = coerceObject(schema, value, '', coercions);
  return { value: coerced, coercions };
}

function coerceObject(
  schema: JsonSchema,
  value: Readonly<Record<string, Json>>,
  path: string,
  coercions: Coercion[],
): Readonly<Record<string, Json>> {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = isJsonArray(schema.required) ? schema.required : [];
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]): [string, Json][] => {
      const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (!isJsonObject(own)) return [[name, member]];
      const place = path === '' ? name : `${path}.${name}`;
      if (member === null && !required.includes(name) && forbidsNull(own)) {
        coercions.push({ path: place, kind: 'null left out' });
        return [];
      }
      return [[name, coerce(own, member, place, coercions)]];
    }),
  );
}

function coerce(schema: JsonSchema, value: Json, path: string, coercions: Coercion[]): Json {
  const types = typesOf(schema);
  const done = (kind: Coercion['kind'], coerced: Json) => {
    coercions.push({ path, kind });
    return coerced;
  };
  if (isJsonObject(value)) return coerceObject(schema, value, path, coercions);
  if (isJsonArray(value)) {
    const { items } = schema;
    return isJsonObject(items)
      ? value.map((item, index) => coerce(items, item, `${path}[${index}]`, coercions))
      : value;
  }
  if (types.length !== 1) return value;
  const [type] = types;
  if (typeof value === 'number' && type === 'string') return done('number to text', String(value));
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return done('text to number', Number(text));
  if (type === 'number' && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return done('text to number', Number(text));
  if (type === 'boolean' && /^(true|false)$/i.test(text)) return done('text to truth', text.toLowerCase() === 'true');
  if ((type === 'array' && text.startsWith('[')) || (type === 'object' && text.startsWith('{'))) {
    const parsed = parsedJson(text);
    if (parsed !== undefined) return coerce(schema, done('text to JSON', parsed), path, coercions);
  }
  return value;
}

function typesOf({ type }: JsonSchema): readonly Json[] {
  return isJsonArray(type) ? type.filter((each) => each !== 'null') : type === undefined ? [] : [type];
}

function forbidsNull(schema: JsonSchema): boolean {
  if (schema.type === undefined || schema.nullable === true) return false;
  return isJsonArray(schema.type) ? !schema.type.includes('null') : schema.type !== 'null';
}

function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
