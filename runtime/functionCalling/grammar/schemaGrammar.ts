import type { Json, JsonSchema } from '../../gateway/types';
import { exactJson, isJsonArray, isJsonObject } from '../json/exactJson';
import { pythonJson } from '../json/pythonJson';
import { schemaValidator } from '../schema/schemaValidator';
import { arrayGrammar } from './arrayGrammar';
import { areDisjoint } from './disjoint';
import { choice, literal, type GrammarRules } from './gbnf';
import { Inexpressible, Unsatisfiable } from './inexpressible';
import { isNote, mergeSchemas } from './mergeSchemas';
import { anyInteger, anyNumber, integerRange, maxNumberBound, numberRange } from './numberGrammar';
import { objectGrammar } from './objectGrammar';
import { stringGrammar } from './stringGrammar';

export type DetailPolicy = 'refuse' | 'leave-out';

/** How deep a schema may go into itself. */
const maxRecursion = 4;
/** Nesting of schemas altogether. */
const maxDepth = 64;

/** What no grammar says, or none that is worth its size. */
const structureKeywords = [
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
  'contains',
  'unevaluatedItems',
  '$dynamicRef',
  '$recursiveRef',
];
const arrayKeywords = ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'additionalItems'];
const objectKeywords = [
  'properties',
  'required',
  'additionalProperties',
  'minProperties',
  'maxProperties',
  'patternProperties',
  'propertyNames',
  'unevaluatedProperties',
];
const stringKeywords = ['minLength', 'maxLength', 'pattern'];
const numberKeywords = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
const typeKeywords: Readonly<Record<string, readonly string[]>> = {
  object: objectKeywords,
  array: arrayKeywords,
  string: stringKeywords,
  number: numberKeywords,
};

/**
 * Makes rules for JSON that satisfies a schema (JSON Schema, as far as tools use it). The grammar never accepts what the
 * schema does not, but for details that were left out on request; it may accept less: members come in the order of the
 * schema, integers and bounded numbers have no exponents, all have 15 digits at most, and objects get no members that are not described unless
 * `additionalProperties` says so.
 */
export class SchemaGrammar {
  /** Constraints that were left out: values have to be checked for them afterwards. */
  readonly leftOut: string[] = [];
  private readonly references: string[] = [];
  private readonly known = new Map<string, string>();
  private depth = 0;

  /** @param root what `$ref` points into */
  constructor(
    readonly rules: GrammarRules,
    private readonly root: JsonSchema,
    private readonly details: DetailPolicy,
  ) {}

  /**
   * @returns an expression
   * @throws Inexpressible or Unsatisfiable
   */
  of(schema: Json | undefined, path: string): string {
    if (this.rules.isTooLarge) throw new Inexpressible('structure', path, 'size', 'makes a grammar that is too large');
    if (schema === undefined || schema === true) return this.anyValue();
    if (!isJsonObject(schema)) throw new Unsatisfiable(`${path} allows nothing`);
    if (this.depth >= maxDepth)
      throw new Inexpressible('structure', path, 'nesting', `goes deeper than ${maxDepth} levels`);
    this.depth++;
    try {
      return this.object(schema, path);
    } finally {
      this.depth--;
    }
  }

  /** A constraint that cannot be said: an error, or noted, as was asked for. */
  detail(path: string, keyword: string, reason: string): void {
    const error = new Inexpressible('detail', path, keyword, reason);
    if (this.details === 'refuse') throw error;
    if (!this.leftOut.includes(error.message)) this.leftOut.push(error.message);
  }

  private object(schema: JsonSchema, path: string): string {
    if (typeof schema.$ref === 'string') return this.reference(schema, schema.$ref, path);
    if (isJsonArray(schema.allOf)) {
      const { allOf, ...rest } = schema;
      return this.of(this.allOf(allOf, rest, path), path);
    }
    for (const keyword of structureKeywords) {
      if (schema[keyword] !== undefined)
        throw new Inexpressible('structure', path, keyword, 'cannot be said by a grammar');
    }
    if (schema.enum !== undefined || schema.const !== undefined) return this.constants(schema, path);
    if (schema.anyOf !== undefined && schema.oneOf !== undefined) {
      throw new Inexpressible('structure', path, 'anyOf', 'beside oneOf cannot be said by a grammar');
    }
    if (isJsonArray(schema.anyOf)) return this.anyOf(schema.anyOf, without(schema, 'anyOf'), path);
    if (isJsonArray(schema.oneOf)) return this.oneOf(schema.oneOf, without(schema, 'oneOf'), path);
    const expressions = this.attempts(this.typesOf(schema, path), (type) => this.ofType(type, schema, path), path);
    return choice(expressions);
  }

  /** Alternatives without those that nothing satisfies. */
  private attempts<T>(list: readonly T[], make: (item: T, index: number) => string, path: string): string[] {
    let last = new Unsatisfiable(`${path} allows nothing`);
    const made = list.flatMap((item, index) => {
      try {
        return [make(item, index)];
      } catch (error) {
        if (!(error instanceof Unsatisfiable)) throw error;
        last = error;
        return [];
      }
    });
    if (made.length === 0) throw last;
    return made;
  }

  private typesOf(schema: JsonSchema, path: string): readonly string[] {
    const { type } = schema;
    const given = isJsonArray(type) ? type : type === undefined ? undefined : [type];
    const types = given?.map((each) => {
      if (typeof each === 'string' && knownTypes.has(each)) return each;
      throw new Inexpressible('structure', path, 'type', `${JSON.stringify(each)} is not one of JSON Schema`);
    });
    // Without a type other kinds of values would be allowed, too; the keywords tell which is meant.
    const meant = Object.entries(typeKeywords).flatMap(([name, keywords]) =>
      keywords.some((keyword) => schema[keyword] !== undefined) ? [name] : [],
    );
    const all = types ?? (meant.length > 0 ? meant : ['any']);
    return schema.nullable === true && types !== undefined ? [...new Set([...all, 'null'])] : all;
  }

  private ofType(type: string, schema: JsonSchema, path: string): string {
    switch (type) {
      case 'object':
        return objectGrammar(this, schema, path);
      case 'array':
        return arrayGrammar(this, schema, path);
      case 'string':
        return stringGrammar(this, schema, path);
      case 'integer':
      case 'number':
        return this.number(type, schema, path);
      case 'boolean':
        return '("true" | "false")';
      case 'null':
        return '"null"';
      default:
        return this.anyValue();
    }
  }

  private number(type: 'integer' | 'number', schema: JsonSchema, path: string): string {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
    const whole = type === 'integer' || multipleOf === 1;
    if (multipleOf !== undefined && multipleOf !== 1) this.detail(path, 'multipleOf', 'cannot be said by a grammar');
    const limits = [minimum, maximum, exclusiveMinimum, exclusiveMaximum];
    if (limits.every((limit) => limit === undefined)) return whole ? anyInteger : anyNumber;
    const [min, max, above, below] = limits.map((limit) => (typeof limit === 'number' ? limit : undefined));
    const low = above !== undefined && above >= (min ?? above) ? above : min;
    const high = below !== undefined && below <= (max ?? below) ? below : max;
    const minExcluded = low !== undefined && low === above;
    const maxExcluded = high !== undefined && high === below;
    if (whole) {
      const least = low !== undefined && minExcluded && Number.isInteger(low) ? low + 1 : low;
      const most = high !== undefined && maxExcluded && Number.isInteger(high) ? high - 1 : high;
      return found(integerRange(least, most), path);
    }
    if (
      [low, high].some(
        (bound) => bound !== undefined && !(Number.isInteger(bound) && Math.abs(bound) <= maxNumberBound),
      )
    ) {
      this.detail(path, 'minimum or maximum', 'is not a whole number up to a million');
      return anyNumber;
    }
    return found(numberRange({ min: low, max: high, minExcluded, maxExcluded }), path);
  }

  private constants(schema: JsonSchema, path: string): string {
    const values = schema.const !== undefined ? [schema.const] : isJsonArray(schema.enum) ? schema.enum : [];
    const others = Object.keys(schema).filter((key) => !isNote(key) && key !== 'enum' && key !== 'const');
    const allowed = others.length === 0 ? values : values.filter((value) => this.isValid(value, schema, path));
    if (allowed.length === 0) throw new Unsatisfiable(`${path} allows nothing`);
    return choice(allowed.map((value) => literal(pythonJson(exactJson(value)))));
  }

  private isValid(value: Json, schema: JsonSchema, path: string): boolean {
    const { $defs = {}, definitions = {} } = this.root;
    const validator = schemaValidator({ $defs, definitions, ...schema });
    if (validator.kind === 'bad')
      throw new Inexpressible('structure', path, 'enum', `has a bad schema: ${validator.reason}`);
    return validator.problemsOf(value).length === 0;
  }

  private allOf(parts: readonly Json[], rest: JsonSchema, path: string): JsonSchema {
    return parts.reduce<JsonSchema>((merged, part) => {
      const resolved =
        isJsonObject(part) && typeof part.$ref === 'string' ? this.resolved(part, part.$ref, path) : part;
      if (resolved === true) return merged;
      if (!isJsonObject(resolved)) throw new Unsatisfiable(`${path} allows nothing`);
      return mergeSchemas(merged, resolved, path);
    }, rest);
  }

  private anyOf(parts: readonly Json[], rest: JsonSchema, path: string): string {
    return choice(this.attempts(parts, (part) => this.branch(part, rest, path), path));
  }

  private oneOf(parts: readonly Json[], rest: JsonSchema, path: string): string {
    const resolved = parts.map((part) =>
      isJsonObject(part) && typeof part.$ref === 'string' ? this.resolved(part, part.$ref, path) : part,
    );
    for (const [index, part] of resolved.entries()) {
      const own = merged(part, rest, path);
      if (resolved.slice(index + 1).some((other) => !areDisjoint(own, merged(other, rest, path)))) {
        throw new Inexpressible('structure', path, 'oneOf', 'has alternatives that one value can satisfy at once');
      }
    }
    return this.anyOf(parts, rest, path);
  }

  private branch(part: Json, rest: JsonSchema, path: string): string {
    const alone = Object.keys(rest).every(isNote);
    if (alone || part === true) return this.of(alone ? part : rest, path);
    const target = isJsonObject(part) && typeof part.$ref === 'string' ? this.resolved(part, part.$ref, path) : part;
    return this.of(isJsonObject(target) ? mergeSchemas(rest, target, path) : target, path);
  }

  private reference(schema: JsonSchema, pointer: string, path: string): string {
    const level = this.references.filter((each) => each === pointer).length;
    if (level >= maxRecursion) throw new Unsatisfiable(`${path} goes deeper into itself than ${maxRecursion} levels`);
    const key = JSON.stringify([Object.entries(schema), [...this.references].sort()]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const target = this.resolved(schema, pointer, path);
    this.references.push(pointer);
    try {
      const rule = this.rules.add(pointer.split('/').at(-1) ?? 'ref', this.of(target, path));
      this.known.set(key, rule);
      return rule;
    } finally {
      this.references.pop();
    }
  }

  /** What a reference points to, with what stands beside it. */
  private resolved(schema: JsonSchema, pointer: string, path: string): Json {
    const target = pointer === '#' ? this.root : pointedAt(this.root, pointer);
    if (target === undefined) {
      throw new Inexpressible('structure', path, '$ref', `${pointer} points to nothing inside the schema`);
    }
    const beside = without(schema, '$ref');
    if (!isJsonObject(target) || Object.keys(beside).every(isNote)) return target;
    return mergeSchemas(target, beside, path);
  }

  private anyValue(): string {
    const known = this.known.get('any');
    if (known !== undefined) return known;
    const name = this.rules.reserve('any-value');
    this.known.set('any', name);
    const text = stringGrammar(this, {}, '');
    const list = `"[" (${name} ("," " "? ${name})*)? "]"`;
    const object = `"{" (${text} ":" " "? ${name} ("," " "? ${text} ":" " "? ${name})*)? "}"`;
    this.rules.set(name, `${text} | ${anyNumber} | "true" | "false" | "null" | ${list} | ${object}`);
    return name;
  }
}

const knownTypes = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean', 'null']);

function merged(part: Json, rest: JsonSchema, path: string): Json {
  return isJsonObject(part) ? mergeSchemas(rest, part, path) : part;
}

function found(expression: string | undefined, path: string): string {
  if (expression === undefined) throw new Unsatisfiable(`${path} allows no number`);
  return expression;
}

function without(schema: JsonSchema, keyword: string): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== keyword));
}

function pointedAt(root: Json, pointer: string): Json | undefined {
  if (!pointer.startsWith('#/')) return undefined;
  const names = pointer
    .slice(2)
    .split('/')
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.reduce<Json | undefined>((at, name) => {
    if (isJsonArray(at)) return at[Number(name)];
    return isJsonObject(at) ? at[name] : undefined;
  }, root);
}
