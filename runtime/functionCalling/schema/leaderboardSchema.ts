import type { Json, JsonSchema } from '../../gateway/types';
import { isJsonArray, isJsonObject } from '../json/exactJson';

/** Names of types that descriptions of functions use instead of JSON Schema's own. */
const types: ReadonlyMap<string, string> = new Map([
  ['dict', 'object'],
  ['HashMap', 'object'],
  ['Hashtable', 'object'],
  ['float', 'number'],
  ['double', 'number'],
  ['tuple', 'array'],
  ['list', 'array'],
  ['Array', 'array'],
  ['ArrayList', 'array'],
  ['Queue', 'array'],
  ['Stack', 'array'],
  ['Set', 'array'],
  ['any', 'string'],
  ['Any', 'string'],
  ['String', 'string'],
  ['char', 'string'],
  ['byte', 'integer'],
  ['short', 'integer'],
  ['long', 'integer'],
  ['Bigint', 'integer'],
  ['Boolean', 'boolean'],
  ['bool', 'boolean'],
]);

/** Members that hold schemas by name, and those that hold one or a list of them. */
const named = new Set(['properties', '$defs', 'definitions', 'patternProperties']);
const nested = new Set(['items', 'additionalProperties', 'anyOf', 'oneOf', 'allOf', 'not']);

/**
 * JSON Schema of parameters as the Berkeley Function-Calling Leaderboard and xLAM describe them (`dict`, `float`,
 * `tuple`, types of Java and JavaScript). What is JSON Schema already stays as it is.
 */
export function leaderboardSchema(parameters: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([key, value]): [string, Json][] => {
      if (key === 'type') return value === '' ? [] : [[key, typeName(value)]];
      // A flag of single properties there, a list of names in JSON Schema.
      if ((key === 'required' && !isJsonArray(value)) || key === 'optional') return [];
      if (named.has(key) && isJsonObject(value)) {
        return [[key, Object.fromEntries(Object.entries(value).map(([name, each]) => [name, schemaOf(each)]))]];
      }
      return [[key, nested.has(key) ? (isJsonArray(value) ? value.map(schemaOf) : schemaOf(value)) : value]];
    }),
  );
}

function schemaOf(value: Json): Json {
  return isJsonObject(value) ? leaderboardSchema(value) : value;
}

function typeName(value: Json): Json {
  if (isJsonArray(value)) return value.map(typeName);
  return typeof value === 'string' ? (types.get(value) ?? value) : value;
}
