import type { Json, JsonSchema } from '../../gateway/types';
import { isJsonArray, isJsonObject } from '../json/exactJson';
import { Inexpressible, Unsatisfiable } from './inexpressible';

/** Keywords that say nothing about values. */
const notes = new Set([
  'title',
  'description',
  'default',
  'examples',
  'example',
  'deprecated',
  'readOnly',
  'writeOnly',
  'format',
  'contentEncoding',
  'contentMediaType',
  '$schema',
  '$id',
  '$comment',
  '$defs',
  'definitions',
]);

export function isNote(keyword: string): boolean {
  return notes.has(keyword) || keyword.startsWith('x-');
}

/**
 * One schema that says what both say.
 * @throws Inexpressible when their keywords cannot be joined; Unsatisfiable when they contradict each other
 */
export function mergeSchemas(a: JsonSchema, b: JsonSchema, path: string): JsonSchema {
  checkClosed(a, b, path);
  checkClosed(b, a, path);
  const merged: Record<string, Json> = { ...a };
  for (const [keyword, value] of Object.entries(b)) {
    const own = merged[keyword];
    merged[keyword] = own === undefined || isNote(keyword) ? value : joined(keyword, own, value, path);
  }
  return merged;
}

/** `additionalProperties` is about the members that its own schema describes, not those of the other. */
function checkClosed(a: JsonSchema, b: JsonSchema, path: string): void {
  if (a.additionalProperties === undefined || a.additionalProperties === true || !isJsonObject(b.properties)) return;
  const own = isJsonObject(a.properties) ? a.properties : {};
  const foreign = Object.keys(b.properties).find((name) => own[name] === undefined);
  if (foreign === undefined) return;
  const reason = `cannot be said by a grammar beside a schema that describes ${foreign}`;
  throw new Inexpressible('structure', path, 'additionalProperties', reason);
}

function joined(keyword: string, a: Json, b: Json, path: string): Json {
  if (JSON.stringify(a) === JSON.stringify(b)) return a;
  switch (keyword) {
    case 'type':
      return commonTypes(listOf(a), listOf(b));
    case 'enum':
      return listOf(a).filter((value) => listOf(b).some((each) => JSON.stringify(each) === JSON.stringify(value)));
    case 'required':
      return [...new Set([...listOf(a), ...listOf(b)])];
    case 'properties':
      if (isJsonObject(a) && isJsonObject(b)) return joinedProperties(a, b, path);
      break;
    case 'minimum':
    case 'minLength':
    case 'minItems':
    case 'exclusiveMinimum':
      if (typeof a === 'number' && typeof b === 'number') return Math.max(a, b);
      break;
    case 'maximum':
    case 'maxLength':
    case 'maxItems':
    case 'exclusiveMaximum':
      if (typeof a === 'number' && typeof b === 'number') return Math.min(a, b);
      break;
    case 'additionalProperties':
      if (a === true) return b;
      if (b === true) return a;
      break;
  }
  throw new Inexpressible('structure', path, keyword, 'is said twice, and the two cannot be joined');
}

function joinedProperties(a: JsonSchema, b: JsonSchema, path: string): Json {
  const merged: Record<string, Json> = { ...a };
  for (const [name, schema] of Object.entries(b)) {
    const own = merged[name];
    const both = isJsonObject(own) && isJsonObject(schema);
    merged[name] = both
      ? mergeSchemas(own, schema, `${path}.${name}`)
      : own === undefined || own === true
        ? schema
        : own;
  }
  return merged;
}

function commonTypes(a: readonly Json[], b: readonly Json[]): readonly Json[] {
  const has = (types: readonly Json[], type: Json) =>
    types.includes(type) || (type === 'integer' && types.includes('number'));
  const common = [...new Set([...a, ...b])].filter((type) => has(a, type) && has(b, type));
  if (common.length === 0) throw new Unsatisfiable('no type is left');
  return common;
}

function listOf(value: Json): readonly Json[] {
  return isJsonArray(value) ? value : [value];
}
