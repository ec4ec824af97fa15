/** Types of TypeScript as JSON Schema. */
import { anything, described, enumOf, nullSchema, unionOf } from '../schemas';
import { isJson, isPlainObject } from '../literal';
import type { JsonSchema } from '../../types';
import { mergedObjects, pickedFields, propertiesOf, recordOf } from '../objectSchemas';
import type { SyntaxNode } from '../syntaxNode';
import { enumValues } from './enumValues';
import { type Jsdoc, parseJsdoc } from './jsdoc';
import { keyOf, scriptLiteral } from './scriptLiteral';
import type { ScriptModule } from './scriptModule';
import { zodSchema } from './zodSchema';

export interface TypeScope {
  readonly module: ScriptModule;
  /** Names that are being looked up, with their files: types may be made of themselves. */
  readonly within: readonly string[];
  /** What type parameters stand for. */
  readonly given?: ReadonlyMap<string, JsonSchema>;
}

/** Levels of types in types that are told. */
const deepest = 10;

/** @returns a schema without keywords where the type does not say anything that JSON Schema could */
export function typeSchema(node: SyntaxNode | undefined, scope: TypeScope): JsonSchema {
  if (node === undefined || scope.within.length > deepest) return anything;
  const inner = (each: SyntaxNode | undefined): JsonSchema => typeSchema(each, scope);
  switch (node.type) {
    case 'type_annotation':
    case 'parenthesized_type':
    case 'readonly_type':
    case 'optional_type':
    case 'opting_type_annotation':
      return inner(node.named[0]);
    case 'predefined_type':
      return predefined[node.text] ?? anything;
    case 'literal_type': {
      const known = scriptLiteral(node.named[0]);
      if (known?.value === null) return nullSchema;
      return known !== undefined && isJson(known.value) ? enumOf([known.value]) : anything;
    }
    case 'union_type': {
      const parts = unionParts(node).filter((each) => !isUndefined(each));
      return unionOf(parts.map(inner));
    }
    case 'intersection_type':
      return mergedObjects(node.named.map(inner));
    case 'array_type':
      return arrayOf(inner(node.named[0]));
    case 'tuple_type':
      return tuple(node, scope);
    case 'object_type':
    case 'interface_body':
      return objectType(node, scope);
    case 'template_literal_type':
      return { type: 'string' };
    case 'type_identifier':
    case 'identifier':
    case 'nested_type_identifier':
      return named(node.text, [], scope);
    case 'generic_type': {
      const name = (node.child('name') ?? node.named[0])?.text ?? '';
      return named(name, node.child('type_arguments')?.named ?? node.first('type_arguments')?.named ?? [], scope);
    }
    case 'lookup_type':
      return lookedUp(node, scope);
    case 'index_type_query':
      return keysOf(node.named[0], scope);
    default:
      return anything;
  }
}

/** Whether a value of the type may be missing. */
export function mayBeUndefined(node: SyntaxNode | undefined): boolean {
  const given = node?.type === 'type_annotation' ? node.named[0] : node;
  // The grammar reads `readonly T[] | undefined` as one that is read-only in all.
  const type = given?.type === 'readonly_type' ? given.named[0] : given;
  return type?.type === 'union_type' && unionParts(type).some(isUndefined);
}

const predefined: Readonly<Record<string, JsonSchema>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  bigint: { type: 'integer' },
  object: { type: 'object' },
};

function unionParts(node: SyntaxNode): readonly SyntaxNode[] {
  return node.named.flatMap((each) => (each.type === 'union_type' ? unionParts(each) : [each]));
}

function isUndefined(node: SyntaxNode): boolean {
  return /^(undefined|void)$/.test(node.text);
}

function arrayOf(items: JsonSchema): JsonSchema {
  return Object.keys(items).length === 0 ? { type: 'array' } : { type: 'array', items };
}

function tuple(node: SyntaxNode, scope: TypeScope): JsonSchema {
  const parts = node.named;
  if (parts.some(({ type }) => type === 'rest_type')) return { type: 'array' };
  const items = parts.map((each) => typeSchema(each.child('type') ?? each, scope));
  const least = parts.filter(({ type }) => type !== 'optional_type' && type !== 'optional_parameter').length;
  return { type: 'array', prefixItems: items, minItems: least, maxItems: items.length };
}

function objectType(node: SyntaxNode, scope: TypeScope): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  let additional: JsonSchema | undefined;
  let doc: Jsdoc | undefined;
  for (const part of node.children) {
    if (part.type === 'comment') {
      doc = parseJsdoc(part.text);
      continue;
    }
    if (part.type === 'property_signature') {
      const key = keyOf(part.child('name'));
      const type = part.child('type');
      if (key !== undefined) {
        properties[key] = described(typeSchema(type, scope), doc?.description);
        if (!part.has('?') && !mayBeUndefined(type)) required.push(key);
      }
    } else if (part.type === 'index_signature') additional = typeSchema(part.child('type'), scope);
    if (part.isNamed) doc = undefined;
  }
  const open =
    additional === undefined ? {} : { additionalProperties: Object.keys(additional).length === 0 ? true : additional };
  return { type: 'object', properties, required, ...open };
}

function named(name: string, given: readonly SyntaxNode[], scope: TypeScope): JsonSchema {
  const own = scope.given?.get(name);
  if (own !== undefined) return own;
  const at = (index: number): JsonSchema => typeSchema(given[index], scope);
  const found = name.includes('.') ? undefined : declared(name, given, scope);
  if (found !== undefined) return found;
  switch (name) {
    case 'Array':
    case 'ReadonlyArray':
    case 'Iterable':
      return arrayOf(at(0));
    case 'Set':
    case 'ReadonlySet':
      return { ...arrayOf(at(0)), uniqueItems: true };
    case 'Record':
      return recordOf(at(0), at(1));
    case 'Readonly':
    case 'Promise':
    case 'PromiseLike':
    case 'Awaited':
    case 'NonNullable':
    case 'DeepReadonly':
      return at(0);
    case 'Partial': {
      const { required: _, ...rest } = at(0);
      return { ...rest, required: [] };
    }
    case 'Required': {
      const schema = at(0);
      return { ...schema, required: Object.keys(propertiesOf(schema)) };
    }
    case 'Pick':
    case 'Omit': {
      const keys = at(1).enum;
      return Array.isArray(keys) ? pickedFields(at(0), keys.map(String), name === 'Pick') : at(0);
    }
    case 'Extract':
      return at(1);
    case 'Date':
      return { type: 'string', format: 'date-time' };
    case 'z.infer':
    case 'z.input':
    case 'z.output':
    case 'z.TypeOf':
    case 'infer': {
      const value = given[0]?.type === 'type_query' ? given[0].named[0] : undefined;
      return zodSchema(value, scope.module)?.schema ?? anything;
    }
    default:
      return anything;
  }
}

/** A type of this module or of one that it imports from. @returns undefined where there is none */
function declared(name: string, given: readonly SyntaxNode[], scope: TypeScope): JsonSchema | undefined {
  const found = scope.module.find(`type ${name}`) ?? scope.module.find(name);
  if (found === undefined) return typedef(name, scope);
  const { module, definition } = found;
  const key = `${module.path}#${name}`;
  const { node } = definition;
  if (scope.within.includes(key)) return definition.kind === 'type' ? { type: 'object', title: name } : anything;
  const parameters = node.child('type_parameters')?.named ?? [];
  const inner: TypeScope = {
    module,
    within: [...scope.within, key],
    given: new Map(
      parameters.map((each, at) => [
        each.child('name')?.text ?? '',
        typeSchema(given[at] ?? each.child('value')?.named[0] ?? each.child('constraint')?.named[0], scope),
      ]),
    ),
  };
  switch (definition.kind) {
    case 'enum': {
      const values = enumValues(node, module.lookUp);
      return values === undefined ? anything : enumOf([...values.values()]);
    }
    case 'type': {
      const value = node.child('value');
      if (value !== undefined) return titled(typeSchema(value, inner), name);
      const bases = node.first('extends_type_clause')?.named ?? [];
      const body = objectType(node.child('body') ?? node, inner);
      return titled(mergedObjects([...bases.map((each) => typeSchema(each, inner)), body]), name);
    }
    default:
      return anything;
  }
}

function titled(schema: JsonSchema, title: string): JsonSchema {
  return schema.type === 'object' && schema.title === undefined ? { ...schema, title } : schema;
}

/** `@typedef` of a comment. */
function typedef(name: string, scope: TypeScope): JsonSchema | undefined {
  const doc = scope.module.typedefs.get(name);
  const key = `typedef ${name}`;
  if (doc === undefined || scope.within.includes(key)) return undefined;
  const inner: TypeScope = { ...scope, within: [...scope.within, key] };
  if (doc.properties.size === 0) return typeSchema(parsedType(doc.typedef?.type, scope.module), inner);
  const properties = Object.fromEntries(
    [...doc.properties].map(([field, tag]) => [
      field,
      described(typeSchema(parsedType(tag.type, scope.module), inner), tag.description),
    ]),
  );
  const required = [...doc.properties].flatMap(([field, { optional }]) => (optional ? [] : [field]));
  return { type: 'object', title: name, properties, required };
}

/** A type as JSDoc writes it: `?string`, `string=`, `*`, `Array.<string>`. */
export function parsedType(text: string | undefined, module: ScriptModule): SyntaxNode | undefined {
  if (text === undefined || text === '') return undefined;
  const plain = text
    .replace(/^\.\.\./, '')
    .replace(/^[?](.+)$/, '$1 | null')
    .replace(/^!/, '')
    .replace(/=$/, '')
    .replace(/\.</g, '<')
    .replace(/^\*$/, 'any')
    .replace(/\b(String|Number|Boolean|Object)\b(?!<)/g, (each) => each.toLowerCase());
  return module.parseType(plain);
}

/** `T['a']`, `(typeof list)[number]`. */
function lookedUp(node: SyntaxNode, scope: TypeScope): JsonSchema {
  const [object, index] = node.named;
  const query = object?.type === 'parenthesized_type' ? object.named[0] : object;
  if (query?.type === 'type_query') {
    const value = scriptLiteral(query.named[0], scope.module.lookUp)?.value;
    if (index?.text === 'number') return Array.isArray(value) && isJson(value) ? enumOf(value) : anything;
    return isPlainObject(value) && isJson(value) ? enumOf(Object.values(value)) : anything;
  }
  const schema = typeSchema(object, scope);
  if (index?.text === 'number') return isPlainObject(schema.items) ? schema.items : anything;
  const key = scriptLiteral(index?.named[0])?.value;
  return typeof key === 'string' ? (propertiesOf(schema)[key] ?? anything) : anything;
}

/** `keyof typeof table`, `keyof Options`. */
function keysOf(node: SyntaxNode | undefined, scope: TypeScope): JsonSchema {
  if (node?.type === 'type_query') {
    const value = scriptLiteral(node.named[0], scope.module.lookUp)?.value;
    return isPlainObject(value) ? enumOf(Object.keys(value)) : { type: 'string' };
  }
  const names = Object.keys(propertiesOf(typeSchema(node, scope)));
  return names.length === 0 ? { type: 'string' } : enumOf(names);
}
