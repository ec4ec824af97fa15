/** References inside a document, `#/components/schemas/Pet`. Those to other files are not followed. */
import { isPlainObject } from '../../extraction';
import type { JsonSchema } from '../../types';

export interface References {
  /** What a reference means, or the value itself. */
  resolve(value: unknown): unknown;
  /** A schema without references; one that holds itself ends as `{}` with the name of what it is. */
  inlined(schema: unknown): JsonSchema;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return isPlainObject(value);
}

/** References of references that are followed. */
const longestChain = 20;
/** Levels of a schema. */
const deepest = 12;
/** Values of one schema in all: a few references can say more than fits into memory. */
const largest = 20_000;

export function referencesOf(document: Readonly<Record<string, unknown>>): References {
  const find = (reference: string): unknown => {
    if (!reference.startsWith('#/')) throw new Error(`it refers to “${reference}”, which is not in the document.`);
    let at: unknown = document;
    for (const part of reference.slice(2).split('/')) {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      at =
        isRecord(at) && Object.hasOwn(at, key)
          ? at[key]
          : Array.isArray(at)
            ? (at as readonly unknown[])[Number(key)]
            : undefined;
    }
    if (at === undefined) throw new Error(`it refers to “${reference}”, which is not there.`);
    return at;
  };
  const resolve = (value: unknown): unknown => {
    let at = value;
    for (let left = longestChain; isRecord(at) && typeof at.$ref === 'string'; left--) {
      if (left === 0) throw new Error(`“${at.$ref}” goes round in a circle.`);
      at = find(at.$ref);
    }
    return at;
  };
  const inlined = (schema: unknown): JsonSchema => {
    let left = largest;
    const inline = (value: unknown, within: readonly string[], depth: number): unknown => {
      if (left-- <= 0) throw new Error('a schema of it is too large.');
      if (Array.isArray(value)) return value.map((each: unknown) => inline(each, within, depth + 1));
      if (!isRecord(value)) return value;
      if (typeof value.$ref === 'string') {
        const name = value.$ref.slice(value.$ref.lastIndexOf('/') + 1);
        if (within.includes(value.$ref) || depth > deepest) return { title: name };
        return inline(resolve(value), [...within, value.$ref], depth + 1);
      }
      if (depth > deepest) return {};
      return Object.fromEntries(
        Object.entries(nullable(value)).map(([key, each]) => [key, inline(each, within, depth + 1)]),
      );
    };
    const result = inline(schema ?? {}, [], 0);
    return isRecord(result) ? flat(result) : {};
  };
  return { resolve, inlined };
}

/** `nullable: true` of version 3.0 is a type in 3.1. */
function nullable({
  nullable: isNullable,
  ...schema
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (isNullable === undefined || isRecord(isNullable))
    return isNullable === undefined ? schema : { nullable: isNullable, ...schema };
  return isNullable === true && typeof schema.type === 'string' ? { ...schema, type: [schema.type, 'null'] } : schema;
}

/** `allOf` of objects is one object. */
function flat(schema: JsonSchema): JsonSchema {
  const { allOf, ...rest } = schema;
  if (!Array.isArray(allOf)) return schema;
  const parts = [rest, ...(allOf as readonly unknown[]).filter(isRecord).map(flat)];
  if (!parts.every((each) => isRecord(each.properties) || each === rest)) return schema;
  const properties = Object.assign({}, ...parts.map((each) => each.properties ?? {})) as Readonly<
    Record<string, unknown>
  >;
  const required = [
    ...new Set(parts.flatMap((each) => (Array.isArray(each.required) ? (each.required as readonly unknown[]) : []))),
  ];
  return { ...rest, type: 'object', properties, required };
}
