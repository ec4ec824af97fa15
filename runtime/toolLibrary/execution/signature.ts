/** What two functions must have in common to be tried with the same arguments: their parameters' types, whatever their names and order. */
import type { JsonSchema, ToolParameter } from '../types';
import { asSchema } from './jobRequest';

export interface Signature {
  /** Equal for functions whose parameters have equal types. */
  readonly key: string;
  /** Schemas in the order in which arguments are made; equal ones stand together. */
  readonly slots: readonly { readonly schema: JsonSchema; readonly required: boolean }[];
  /** slot -> index of the declared parameter. */
  readonly declared: readonly number[];
  /** Ways to hand the slots' arguments to slots of the same type: `way[slot]` is the slot whose argument it gets. The first is as it is. */
  readonly ways: readonly (readonly number[])[];
}

/** More ways to give the arguments would cost more calls than they find duplicates. */
const MOST_ALIKE = 3;
const MOST_WAYS = 6;

/** Words about a type that do not change which values it has. */
const ABOUT = new Set([
  'title',
  'description',
  'default',
  'examples',
  'example',
  '$schema',
  '$comment',
  'deprecated',
  'readOnly',
]);

export function signatureOf(parameters: readonly ToolParameter[]): Signature {
  const keyed = parameters
    .map((parameter, index) => ({ index, parameter, key: parameterKey(parameter) }))
    .filter(({ parameter }) => parameter.passing !== 'keywordRest')
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index));
  return {
    key: keyed.map(({ key }) => key).join('|'),
    slots: keyed.map(({ parameter: { schema, required } }) => ({ schema, required })),
    declared: keyed.map(({ index }) => index),
    ways: waysOf(keyed.map(({ key }) => key)),
  };
}

function parameterKey({ schema, required, passing }: ToolParameter): string {
  return `${plainSchema(schema)}${required ? '' : '?'}${passing === 'rest' ? '*' : ''}`;
}

/** A schema's text without what is only about it, its keys sorted. */
export function plainSchema(schema: JsonSchema): string {
  return JSON.stringify(schema, (key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    // Names of properties are no words about a type.
    const names = key === 'properties' || key === '$defs';
    const kept = Object.entries(value).filter(([name]) => names || !ABOUT.has(name));
    return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function waysOf(keys: readonly string[]): readonly (readonly number[])[] {
  const identity = keys.map((_, index) => index);
  const groups = [...new Set(keys)].map((key) => identity.filter((index) => keys[index] === key));
  let ways: number[][] = [identity];
  for (const group of groups) {
    if (group.length < 2 || group.length > MOST_ALIKE) continue;
    const next = ways.flatMap((way) =>
      permutations(group).map((order) => {
        const changed = [...way];
        group.forEach((slot, at) => (changed[slot] = order[at] ?? slot));
        return changed;
      }),
    );
    if (next.length <= MOST_WAYS) ways = next;
  }
  return ways;
}

function permutations(items: readonly number[]): number[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest]),
  );
}

/** The declared schema with local references put in their places; a reference elsewhere says nothing. */
export function withoutReferences(schema: JsonSchema, root: JsonSchema = schema, depth = 0): JsonSchema {
  const resolved = typeof schema.$ref === 'string' ? target(schema.$ref, root) : schema;
  if (depth > 6) return {};
  const inner = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inner);
    return typeof value === 'object' && value !== null ? withoutReferences(asSchema(value), root, depth + 1) : value;
  };
  return Object.fromEntries(
    Object.entries(resolved)
      .filter(([name]) => name !== '$defs' && name !== 'definitions')
      .map(([name, value]) => [name, name === 'enum' || name === 'const' ? value : inner(value)]),
  );
}

function target(reference: string, root: JsonSchema): JsonSchema {
  if (!reference.startsWith('#/')) return {};
  return reference
    .slice(2)
    .split('/')
    .reduce<JsonSchema>((at, part) => asSchema(at[part.replace(/~1/g, '/').replace(/~0/g, '~')]), root);
}
