import { isJsonArray, isJsonObject } from '../../functionCalling';
import type { Json, JsonSchema } from '../../gateway/types';
import { shortened } from './shortened';

export interface CompressOptions {
  /** Characters of the description of an argument at most. */
  readonly description: number;
}

/** Keywords whose value is a schema, a list of schemas, and an object of schemas. */
const single = new Set([
  'items',
  'additionalItems',
  'additionalProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contains',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
]);
const lists = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems', 'items']);
const maps = new Set(['properties', 'patternProperties', 'dependentSchemas', 'dependencies']);
/** What says nothing about values, or only to people. `default` and `format` stay: models make use of them. */
const dropped = new Set([
  '$schema',
  '$id',
  'id',
  '$comment',
  '$anchor',
  'title',
  'example',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'markdownDescription',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'contentMediaType',
  'contentEncoding',
]);

/** A definition that is used more than once is put in place while its text is at most this long; then one copy is cheaper. */
const inlined = 400;
const deepest = 32;
/** Definitions put in place at most: short ones that use each other twice grow without end. */
const mostInlined = 200;

/**
 * The same schema in fewer words, for models with a short context: local references are put in place where that does not repeat long
 * ones, what is only for people goes, descriptions are cut. It accepts exactly the values that the schema accepts.
 */
export function compressSchema(schema: JsonSchema, { description }: CompressOptions): JsonSchema {
  const uses = countUses(schema);
  // References by anchors and addresses are left to those who know them.
  if ([...uses.keys()].some((reference) => !/^#(\/|$)/.test(reference))) return schema;
  let left = mostInlined;
  const kept = new Map<string, Json>();

  const visit = (value: Json, inside: readonly string[]): Json => {
    if (!isJsonObject(value) || inside.length > deepest) return value;
    const { $ref: reference, ...others } = value;
    if (typeof reference === 'string') {
      const target = inside.includes(reference) ? undefined : definitionOf(schema, reference);
      const words = JSON.stringify(target ?? '');
      // One that holds itself would only be written twice.
      const recursive = words.includes(JSON.stringify(reference));
      const small = !recursive && ((uses.get(reference) ?? 0) <= 1 || words.length <= inlined);
      // Beside a reference other keywords count too, so only notes may be joined with what it stands for.
      if (isJsonObject(target) && small && left > 0 && Object.keys(others).every(isNote)) {
        left--;
        return visit({ ...target, ...others }, [...inside, reference]);
      }
      const definition = definitionOf(schema, reference);
      if (definition !== undefined && !kept.has(reference)) {
        kept.set(reference, definition);
        kept.set(reference, visit(definition, [reference]));
      }
    }
    const entries = Object.entries(value).flatMap(([keyword, member]): [string, Json][] => {
      if (dropped.has(keyword) || keyword.startsWith('x-')) return [];
      if (keyword === '$defs' || keyword === 'definitions') return [];
      if (keyword === 'description' && typeof member === 'string') {
        const text = shortened(member, description);
        return text === '' ? [] : [[keyword, text]];
      }
      if (maps.has(keyword) && isJsonObject(member)) {
        return [
          [keyword, Object.fromEntries(Object.entries(member).map(([name, each]) => [name, visit(each, inside)]))],
        ];
      }
      if (lists.has(keyword) && isJsonArray(member)) return [[keyword, member.map((each) => visit(each, inside))]];
      if (single.has(keyword)) return [[keyword, visit(member, inside)]];
      return [[keyword, member]];
    });
    return Object.fromEntries(entries);
  };

  const compressed = visit(schema, []);
  if (!isJsonObject(compressed)) return schema;
  // What holds others comes before them.
  const definitions = [...kept].sort(([a], [b]) => a.split('/').length - b.split('/').length);
  const whole = definitions.reduce((at, [reference, definition]) => placed(at, reference, definition), compressed);
  const broken = [...countUses(whole).keys()].some(
    (reference) => reference !== '#' && definitionOf(whole, reference) === undefined,
  );
  return broken ? schema : whole;
}

function isNote(keyword: string): boolean {
  return dropped.has(keyword) || keyword === 'description' || keyword === 'default' || keyword.startsWith('x-');
}

/** How often each reference is written. */
function countUses(schema: Json, uses = new Map<string, number>()): ReadonlyMap<string, number> {
  if (isJsonArray(schema)) for (const each of schema) countUses(each, uses);
  else if (isJsonObject(schema)) {
    const { $ref: reference } = schema;
    if (typeof reference === 'string') uses.set(reference, (uses.get(reference) ?? 0) + 1);
    for (const each of Object.values(schema)) countUses(each, uses);
  }
  return uses;
}

function namesIn(reference: string): readonly string[] | undefined {
  if (!reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .map((name) => decoded(name).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a local reference points to; undefined for others and for those that lead nowhere. */
function definitionOf(schema: JsonSchema, reference: string): Json | undefined {
  return namesIn(reference)?.reduce<Json | undefined>((at, name) => {
    if (isJsonArray(at)) return at[Number(name)];
    return isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }, schema);
}

/** Puts a definition back where its reference looks for it. */
function placed(schema: JsonSchema, reference: string, definition: Json): JsonSchema {
  const put = (at: Json | undefined, names: readonly string[]): Json => {
    const [name, ...rest] = names;
    if (name === undefined) return at === undefined ? definition : at;
    const object = isJsonObject(at) ? at : {};
    return { ...object, [name]: put(object[name], rest) };
  };
  const names = namesIn(reference) ?? [];
  const [group] = names;
  // Only groups of definitions were taken away; what stands elsewhere is still there.
  if (group !== '$defs' && group !== 'definitions') return schema;
  const whole = put(schema, names);
  return isJsonObject(whole) ? whole : schema;
}
