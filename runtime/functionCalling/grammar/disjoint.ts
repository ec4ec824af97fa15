import type { Json } from '../../gateway/types';
import { isJsonArray, isJsonObject } from '../json/exactJson';

/**
 * Whether no value can satisfy both schemas, as far as that is easily seen: other types, other constants, objects that
 * another constant of the same required member tells apart, or a required member that the other does not allow.
 * `oneOf` wants exactly one, and a grammar can only say "any of these".
 */
export function areDisjoint(a: Json, b: Json): boolean {
  if (!isJsonObject(a) || !isJsonObject(b)) return a === false || b === false;
  const values = [constantsOf(a), constantsOf(b)] as const;
  if (values[0] && values[1]) return !values[0].some((value) => values[1]?.includes(value));
  const types = [typesOf(a), typesOf(b)] as const;
  if (types[0] && types[1] && !types[0].some((type) => types[1]?.includes(type))) return true;
  if (!(types[0]?.length === 1 && types[0][0] === 'object') || !(types[1]?.length === 1 && types[1][0] === 'object')) {
    return false;
  }
  const shared = requiredOf(a).filter((name) => requiredOf(b).includes(name));
  return shared.some((name) => areDisjoint(memberOf(a, name), memberOf(b, name))) || forbids(a, b) || forbids(b, a);
}

/** Whether `a` allows no members but its own, and `b` requires one that is not among them. */
function forbids(a: Readonly<Record<string, Json>>, b: Readonly<Record<string, Json>>): boolean {
  const { properties } = a;
  if (a.additionalProperties !== false || a.patternProperties !== undefined) return false;
  return requiredOf(b).some((name) => !isJsonObject(properties) || properties[name] === undefined);
}

function constantsOf(schema: Readonly<Record<string, Json>>): readonly string[] | undefined {
  if (schema.const !== undefined) return [JSON.stringify(schema.const)];
  return isJsonArray(schema.enum) ? schema.enum.map((value) => JSON.stringify(value)) : undefined;
}

/** An integer is a number, too. */
function typesOf(schema: Readonly<Record<string, Json>>): readonly Json[] | undefined {
  const { type } = schema;
  const types = isJsonArray(type) ? type : type === undefined ? typesOfConstants(schema) : [type];
  const all = schema.nullable === true ? [...(types ?? []), 'null'] : types;
  return all?.map((each) => (each === 'integer' ? 'number' : each));
}

function typesOfConstants(schema: Readonly<Record<string, Json>>): readonly Json[] | undefined {
  const values = constantsOf(schema)?.map((text): Json => JSON.parse(text) as Json);
  return values?.map((value) =>
    value === null ? 'null' : isJsonArray(value) ? 'array' : typeof value === 'object' ? 'object' : typeof value,
  );
}

function requiredOf(schema: Readonly<Record<string, Json>>): readonly string[] {
  return isJsonArray(schema.required) ? schema.required.filter((each) => typeof each === 'string') : [];
}

function memberOf(schema: Readonly<Record<string, Json>>, name: string): Json {
  return (isJsonObject(schema.properties) ? schema.properties[name] : undefined) ?? true;
}
