/** Schemas of objects: their fields, several at once, some of their fields. */
import { isPlainObject } from './literal';
import { anything } from './schemas';
import type { JsonSchema } from '../types';

export function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return isPlainObject(schema.properties) ? (schema.properties as Readonly<Record<string, JsonSchema>>) : {};
}

export function requiredOf(schema: JsonSchema): readonly string[] {
  return Array.isArray(schema.required) ? (schema.required as readonly string[]) : [];
}

/** All of several object types at once. */
export function mergedObjects(parts: readonly JsonSchema[]): JsonSchema {
  const known = parts.filter((each) => Object.keys(each).length > 0);
  const [only] = known;
  if (only === undefined) return anything;
  if (known.length === 1) return only;
  // A string with a brand is a string.
  if (only.type !== 'object') return only;
  const { title: _, ...first } = only;
  return known.slice(1).reduce<JsonSchema>(
    (all, each) => ({
      ...all,
      ...(each.additionalProperties === undefined ? {} : { additionalProperties: each.additionalProperties }),
      properties: { ...propertiesOf(all), ...propertiesOf(each) },
      required: [...new Set([...requiredOf(all).filter((name) => !(name in propertiesOf(each))), ...requiredOf(each)])],
    }),
    first,
  );
}

export function recordOf(keys: JsonSchema, values: JsonSchema): JsonSchema {
  if (Array.isArray(keys.enum)) {
    const names = keys.enum.map(String);
    return { type: 'object', properties: Object.fromEntries(names.map((name) => [name, values])), required: names };
  }
  return Object.keys(values).length === 0 ? { type: 'object' } : { type: 'object', additionalProperties: values };
}

/** Only some fields, or all but some. */
export function pickedFields(schema: JsonSchema, keys: readonly string[], isKept: boolean): JsonSchema {
  const names = new Set(keys);
  const { title: _, ...rest } = schema;
  return {
    ...rest,
    properties: Object.fromEntries(Object.entries(propertiesOf(schema)).filter(([name]) => names.has(name) === isKept)),
    required: requiredOf(schema).filter((name) => names.has(name) === isKept),
  };
}
