/**
 * Values of a JSON Schema for trying functions out: small numbers, short texts and lists, boundaries, and words that the tools themselves
 * name. By fast-check, so that each value is known by its seed and shrinks to a simple one.
 */
import fc from 'fast-check';
import type { JsonSchema } from '../types';
import { asSchema } from './jobRequest';
import { focusedDictionary, focusedNumbers, focusedTexts } from './focusedValues';
import { formattedText } from './formattedText';
import type { Literals } from './literals';

type Value = fc.Arbitrary<unknown>;

const DEEPEST = 5;
const WORDS = [
  '',
  'a',
  'abc',
  'hello',
  'Hello World',
  'foo bar baz',
  'level',
  'A-b_c',
  'camelCaseName',
  ' padded ',
  'x,y;z',
  '12',
  '3.5',
  '-7',
  'one\ntwo',
  'caf\u00e9',
  'a.b@example.com',
  'https://example.com/a?b=1',
  '2024-03-15',
  'The quick brown fox, twice.',
  'aabbcc',
  'Was it a car or a cat I saw?',
  '{"a": 1}',
];
const LETTERS = 'a b c d e X Y Z 0 1 - _ .'.split(' ').concat(' ');
const KEYS = ['a', 'b', 'c', 'id', 'name', 'value'];

export function valueArbitrary(schema: JsonSchema, literals: Literals, depth = 0): Value {
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum) && schema.enum.length > 0)
    return fc.constantFrom<unknown>(...(schema.enum as unknown[]));
  const arms = [schema.anyOf, schema.oneOf].find(Array.isArray);
  if (arms !== undefined && arms.length > 0) {
    return fc.oneof(...arms.map((arm) => valueArbitrary(asSchema(arm), literals, depth)));
  }
  if (Array.isArray(schema.allOf)) {
    const { allOf, ...own } = schema;
    return valueArbitrary(allOf.map(asSchema).reduce(both, own), literals, depth);
  }
  const { type } = schema;
  if (Array.isArray(type) && type.length > 0) {
    return fc.oneof(...type.map((each: unknown) => valueArbitrary({ ...schema, type: each }, literals, depth)));
  }
  switch (type ?? impliedType(schema)) {
    case 'integer':
      return integers(schema, literals);
    case 'number':
      return numbers(schema, literals);
    case 'string':
      return texts(schema, literals);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return lists(schema, literals, depth);
    case 'object':
      return objects(schema, literals, depth);
    default:
      return anything(literals, depth);
  }
}

function impliedType(schema: JsonSchema): string | undefined {
  if ('properties' in schema || 'additionalProperties' in schema) return 'object';
  return 'items' in schema || 'prefixItems' in schema ? 'array' : undefined;
}

function both(a: JsonSchema, b: JsonSchema): JsonSchema {
  const properties = { ...asSchema(a.properties), ...asSchema(b.properties) };
  const required = [a.required, b.required].flatMap((each) => (Array.isArray(each) ? (each as unknown[]) : []));
  return { ...a, ...b, ...(Object.keys(properties).length === 0 ? {} : { properties, required }) };
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

function bounds(schema: JsonSchema, step: number): Bounds {
  const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
  const above = number(schema.exclusiveMinimum);
  const below = number(schema.exclusiveMaximum);
  return {
    min: number(schema.minimum) ?? (above === undefined ? -Infinity : above + step),
    max: number(schema.maximum) ?? (below === undefined ? Infinity : below - step),
  };
}

function integers(schema: JsonSchema, literals: Literals): Value {
  const { min, max } = bounds(schema, 1);
  const inside = (value: number) => value >= min && value <= max;
  const low = Math.ceil(Number.isFinite(min) ? min : Math.min(-3, max - 15));
  const high = Math.max(low, Math.floor(Math.min(max, Math.max(12, low + 15))));
  const whole = (values: readonly number[]) =>
    [...new Set(values)].filter((each) => Number.isSafeInteger(each) && inside(each));
  return fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: low, max: high }) },
    { weight: 1, arbitrary: fc.integer({ min: low, max: Math.max(high, Math.min(max, low + 34)) }) },
    ...oneOf(1, whole([0, 1, -1, 2, 10, 100, min, max])),
    // What a function compares with, what lies beside it, and where it is met for the second time.
    ...namedFirst(literals.numbers, (each) => whole([each, each + 1, each - 1, 2 * each])),
    ...focused(whole(focusedNumbers(literals.focus, 1))),
  );
}

/** Hundredths, most of them above 0: many functions divide, take roots or logarithms. */
function numbers(schema: JsonSchema, literals: Literals): Value {
  const { min, max } = bounds(schema, 0.01);
  const inside = (value: number) => value >= min && value <= max;
  const low = Math.ceil((Number.isFinite(min) ? min : Math.min(0.25, max - 10)) * 100);
  const high = Math.max(low, Math.floor(Math.min(max, Math.max(12, low / 100 + 12)) * 100));
  const hundredths = fc.integer({ min: low, max: high }).map((each) => each / 100);
  const fitting = (values: readonly number[]) =>
    [...new Set(values)].filter((each) => Number.isFinite(each) && inside(each));
  const wider = fc.integer({ min: low, max: Math.max(high, Math.floor(Math.min(max, low / 100 + 120) * 100)) });
  return fc.oneof(
    { weight: 4, arbitrary: hundredths },
    { weight: 2, arbitrary: wider.map((each) => each / 100) },
    ...oneOf(1, fitting([0, 1, -1, -2.5, 0.5, 100, 1000.25, min, max])),
    ...namedFirst(literals.numbers, (each) => fitting([each, each + 0.5, 2 * each])),
    ...focused(fitting(focusedNumbers(literals.focus, 0.5))),
  );
}

function texts(schema: JsonSchema, literals: Literals): Value {
  const formatted = formattedText(schema);
  if (formatted !== undefined) return formatted;
  const min = typeof schema.minLength === 'number' ? schema.minLength : 0;
  const max = typeof schema.maxLength === 'number' ? schema.maxLength : Math.max(12, min);
  const fits = (text: string) => text.length >= min && text.length <= (schema.maxLength === undefined ? Infinity : max);
  const letters = fc.string({
    unit: fc.constantFrom(...LETTERS),
    ...{ minLength: min, maxLength: Math.min(max, Math.max(min, 12)) },
  });
  return fc.oneof(
    { weight: 2, arbitrary: letters },
    ...oneOf(3, WORDS.filter(fits)),
    ...namedFirst(literals.strings, (each) => (fits(each) ? [each] : [])),
    ...focusedTexts(literals.focus, letters).map((arbitrary) => ({
      weight: FOCUSED,
      arbitrary: arbitrary.filter(fits),
    })),
  );
}

function lists(schema: JsonSchema, literals: Literals, depth: number): Value {
  if (Array.isArray(schema.prefixItems)) {
    return fc.tuple(...schema.prefixItems.map((each) => valueArbitrary(asSchema(each), literals, depth + 1)));
  }
  const min = typeof schema.minItems === 'number' ? schema.minItems : 0;
  const max = typeof schema.maxItems === 'number' ? schema.maxItems : Math.max(min, depth === 0 ? 6 : 4);
  const limits = { minLength: Math.min(min, 20), maxLength: Math.min(Math.max(min, max), 20) };
  const listOf = (items: Value): Value =>
    schema.uniqueItems === true
      ? fc.uniqueArray(items, { ...limits, selector: (each) => JSON.stringify(each) })
      : fc.array(items, limits);
  if (depth > DEEPEST) return fc.constant([]);
  const items = asSchema(schema.items);
  if (Object.keys(items).length > 0) return listOf(valueArbitrary(items, literals, depth + 1));
  // Lists of one kind: most functions add, sort or join what is in them.
  return fc.oneof(
    ...['integer', 'number', 'string'].map((type) => listOf(valueArbitrary({ type }, literals, depth + 1))),
  );
}

function objects(schema: JsonSchema, literals: Literals, depth: number): Value {
  if (depth > DEEPEST) return fc.constant({});
  const properties = Object.entries(asSchema(schema.properties));
  const required = new Set(Array.isArray(schema.required) ? (schema.required as unknown[]) : []);
  if (properties.length > 0) {
    const model = Object.fromEntries(
      properties.map(([name, each]) => [name, valueArbitrary(asSchema(each), literals, depth + 1)]),
    );
    const always = properties.map(([name]) => name).filter((name) => required.has(name));
    return fc.record(model, { requiredKeys: always, noNullPrototype: true });
  }
  const values = asSchema(schema.additionalProperties);
  const of = Object.keys(values).length > 0 ? values : undefined;
  const named = [...literals.strings, ...(literals.focus?.keys ?? [])].filter((each) => /^\w{1,16}$/.test(each));
  const keys = fc.constantFrom(...new Set([...KEYS, ...named]));
  const dictionary = (each: JsonSchema) =>
    fc.dictionary(keys, valueArbitrary(each, literals, depth + 1), { maxKeys: 4, noNullPrototype: true });
  return of === undefined
    ? fc.oneof(...['integer', 'string', 'number'].map((type) => dictionary({ type })))
    : dictionary(of);
}

/** Where nothing is declared: mostly numbers and texts. */
function anything(literals: Literals, depth: number): Value {
  const simple = ['number', 'integer', 'string'].map((type) => ({
    weight: 3,
    arbitrary: valueArbitrary({ type }, literals),
  }));
  if (depth > 1) return fc.oneof(...simple);
  const compound = ['array', 'object', 'boolean'].map((type) => ({
    weight: 1,
    arbitrary: valueArbitrary({ type }, literals, depth + 2),
  }));
  const looked = focusedDictionary(literals.focus, valueArbitrary({ type: ['number', 'integer', 'string'] }, literals));
  return fc.oneof(...simple, ...compound, ...looked.map((arbitrary) => ({ weight: FOCUSED, arbitrary })));
}

/** As much as all other arms together. */
const FOCUSED = 8;

const focused = (values: readonly number[]): ReturnType<typeof oneOf> => oneOf(FOCUSED, values);

/** So many words are the function's own, or of all its kind those that are named first. */
const FIRST = 12;

function namedFirst<Word>(words: readonly Word[], values: (word: Word) => readonly Word[]): ReturnType<typeof oneOf> {
  return [...oneOf(2, words.slice(0, FIRST).flatMap(values)), ...oneOf(1, words.slice(FIRST).flatMap(values))];
}

function oneOf(weight: number, values: readonly unknown[]): { readonly weight: number; readonly arbitrary: Value }[] {
  return values.length === 0 ? [] : [{ weight, arbitrary: fc.constantFrom(...values) }];
}
