import { isJson, isPlainObject, type Known } from '../literal';
import { pickedFields, propertiesOf, requiredOf } from '../objectSchemas';
import { nullSchema, unionOf } from '../schemas';
import type { JsonSchema } from '../../types';
import type { SyntaxNode } from '../syntaxNode';
import type { ZodSchema } from './zodSchema';

/** How a method's arguments are read. */
export interface ZodArguments {
  readonly literal: (node: SyntaxNode | undefined) => Known;
  readonly schema: (node: SyntaxNode | undefined) => ZodSchema | undefined;
  readonly shape: (node: SyntaxNode | undefined) => JsonSchema | undefined;
}

/** Methods that bound a value, by the keywords for texts, numbers and lists. */
const bounds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  min: { string: 'minLength', number: 'minimum', integer: 'minimum', array: 'minItems' },
  max: { string: 'maxLength', number: 'maximum', integer: 'maximum', array: 'maxItems' },
  gte: { number: 'minimum', integer: 'minimum' },
  lte: { number: 'maximum', integer: 'maximum' },
  gt: { number: 'exclusiveMinimum', integer: 'exclusiveMinimum' },
  lt: { number: 'exclusiveMaximum', integer: 'exclusiveMaximum' },
  multipleOf: { number: 'multipleOf', integer: 'multipleOf' },
  step: { number: 'multipleOf', integer: 'multipleOf' },
};

const fixed: Readonly<Record<string, JsonSchema>> = {
  int: { type: 'integer' },
  safe: {},
  finite: {},
  positive: { exclusiveMinimum: 0 },
  nonnegative: { minimum: 0 },
  negative: { exclusiveMaximum: 0 },
  nonpositive: { maximum: 0 },
  email: { format: 'email' },
  url: { format: 'uri' },
  uuid: { format: 'uuid' },
  datetime: { format: 'date-time' },
  date: { format: 'date' },
  time: { format: 'time' },
  duration: { format: 'duration' },
  ip: { format: 'ipv4' },
  base64: { contentEncoding: 'base64' },
  strict: { additionalProperties: false },
  passthrough: { additionalProperties: true },
  loose: { additionalProperties: true },
};

/** A schema after one of its methods; unknown methods (`refine`, `transform`, `brand`, …) change nothing about what may come in. */
export function zodMethod(
  before: ZodSchema,
  name: string,
  given: readonly SyntaxNode[],
  read: ZodArguments,
): ZodSchema {
  const { schema, optional } = before;
  const [first] = given;
  const value = read.literal(first)?.value;
  const type = typeof schema.type === 'string' ? schema.type : '';
  const bound = Object.hasOwn(bounds, name) ? bounds[name]?.[type] : undefined;
  if (bound !== undefined) {
    return typeof value === 'number' ? { schema: { ...schema, [bound]: value }, optional } : before;
  }
  if (Object.hasOwn(fixed, name)) return { schema: { ...schema, ...fixed[name] }, optional };
  switch (name) {
    case 'describe':
      return typeof value === 'string' ? { schema: { ...schema, description: value }, optional } : before;
    case 'meta':
      return isPlainObject(value) && isJson(value) ? { schema: { ...schema, ...value }, optional } : before;
    case 'optional':
    case 'exactOptional':
      return { schema, optional: true };
    case 'nullable':
      return { schema: withNull(schema), optional };
    case 'nullish':
      return { schema: withNull(schema), optional: true };
    case 'default':
    case 'prefault':
    case 'catch':
      return { schema: value !== undefined && isJson(value) ? { ...schema, default: value } : schema, optional: true };
    case 'length':
      if (typeof value !== 'number') return before;
      return {
        schema: {
          ...schema,
          ...(type === 'array' ? { minItems: value, maxItems: value } : { minLength: value, maxLength: value }),
        },
        optional,
      };
    case 'nonempty':
      return { schema: { ...schema, ...(type === 'array' ? { minItems: 1 } : { minLength: 1 }) }, optional };
    case 'regex':
      return first?.type === 'regex'
        ? { schema: { ...schema, pattern: first.child('pattern')?.text ?? '' }, optional }
        : before;
    case 'startsWith':
    case 'endsWith':
    case 'includes':
      return typeof value === 'string' && schema.pattern === undefined
        ? { schema: { ...schema, pattern: patternOf(name, value) }, optional }
        : before;
    case 'array':
      return { schema: { type: 'array', items: schema }, optional: false };
    case 'or':
      return { schema: unionOf([schema, read.schema(first)?.schema ?? {}]), optional };
    case 'and':
      return { schema: { allOf: [schema, read.schema(first)?.schema ?? {}] }, optional };
    case 'unwrap':
    case 'removeDefault':
      return { schema, optional: false };
    case 'extend':
    case 'merge':
    case 'safeExtend':
    case 'augment':
      return { schema: extended(schema, read.shape(first)), optional };
    case 'pick':
    case 'omit':
      return {
        schema: pickedFields(schema, isPlainObject(value) ? Object.keys(value) : [], name === 'pick'),
        optional,
      };
    case 'partial': {
      const names = isPlainObject(value) ? Object.keys(value) : Object.keys(propertiesOf(schema));
      return { schema: { ...schema, required: requiredOf(schema).filter((each) => !names.includes(each)) }, optional };
    }
    case 'required': {
      const names = isPlainObject(value) ? Object.keys(value) : Object.keys(propertiesOf(schema));
      return { schema: { ...schema, required: [...new Set([...requiredOf(schema), ...names])] }, optional };
    }
    case 'catchall':
      return { schema: { ...schema, additionalProperties: read.schema(first)?.schema ?? {} }, optional };
    case 'keyof':
      return { schema: { type: 'string', enum: Object.keys(propertiesOf(schema)) }, optional };
    case 'extract':
    case 'exclude': {
      if (!Array.isArray(schema.enum) || !Array.isArray(value)) return before;
      const kept = schema.enum.filter(
        (each: unknown) => (value as readonly unknown[]).includes(each) === (name === 'extract'),
      );
      return { schema: { ...schema, enum: kept }, optional };
    }
    default:
      return before;
  }
}

/** A description stays on the outside, where readers look. */
function withNull({ description, ...schema }: JsonSchema): JsonSchema {
  const both = unionOf([schema, nullSchema]);
  return description === undefined ? both : { ...both, description };
}

function patternOf(name: string, text: string): string {
  const plain = text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return name === 'startsWith' ? `^${plain}.*` : name === 'endsWith' ? `.*${plain}$` : plain;
}

function extended(schema: JsonSchema, more: JsonSchema | undefined): JsonSchema {
  if (more === undefined) return schema;
  const names = Object.keys(propertiesOf(more));
  return {
    ...schema,
    properties: { ...propertiesOf(schema), ...propertiesOf(more) },
    required: [...requiredOf(schema).filter((each) => !names.includes(each)), ...requiredOf(more)],
  };
}
