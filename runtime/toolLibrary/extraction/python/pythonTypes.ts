/** Annotations of Python as JSON Schema. */
import { anything, described, enumOf, nullSchema, unionOf } from '../schemas';
import { isJson, isPlainObject } from '../literal';
import type { JsonSchema } from '../../types';
import type { SyntaxNode } from '../syntaxNode';
import { classSchema } from './classSchema';
import { fieldFacts } from './fieldFacts';
import { pythonLiteral, pythonString } from './pythonLiteral';
import type { PythonModule } from './pythonModule';

export interface TypeScope {
  readonly module: PythonModule;
  /** Names that are being looked up: types may be made of themselves. */
  readonly within: readonly string[];
}

/** Levels of types in types that are told. */
const deepest = 8;

/** @returns a schema without keywords where the annotation does not say anything that JSON Schema could */
export function annotationSchema(node: SyntaxNode | undefined, scope: TypeScope): JsonSchema {
  if (node === undefined || scope.within.length > deepest) return anything;
  switch (node.type) {
    case 'type':
    case 'parenthesized_expression':
      return annotationSchema(node.named[0], scope);
    case 'none':
      return nullSchema;
    case 'string': {
      const text = pythonString(node);
      return text === undefined ? anything : annotationSchema(scope.module.parseExpression(text), scope);
    }
    case 'binary_operator':
      return node.child('operator')?.text === '|' ? unionOf(sides(node, scope)) : anything;
    case 'union_type':
      return unionOf(node.named.map((each) => annotationSchema(each, scope)));
    case 'identifier':
    case 'attribute':
    case 'member_type':
      return named(node.text, scope);
    case 'generic_type':
      return generic(node.named[0]?.text ?? '', node.first('type_parameter')?.named ?? [], scope);
    case 'subscript': {
      const parts = node.children.filter(({ field }) => field === 'subscript');
      const given = parts.length === 1 && parts[0]?.type === 'tuple' ? parts[0].named : parts;
      return generic(node.child('value')?.text ?? '', given, scope);
    }
    default:
      return anything;
  }
}

function sides(node: SyntaxNode, scope: TypeScope): readonly JsonSchema[] {
  return [annotationSchema(node.child('left'), scope), annotationSchema(node.child('right'), scope)];
}

const plain: Readonly<Record<string, JsonSchema>> = {
  str: { type: 'string' },
  int: { type: 'integer' },
  float: { type: 'number' },
  bool: { type: 'boolean' },
  None: nullSchema,
  NoneType: nullSchema,
  bytes: { type: 'string', contentEncoding: 'base64' },
  Text: { type: 'string' },
  AnyStr: { type: 'string' },
  Number: { type: 'number' },
  Decimal: { type: 'number' },
  list: { type: 'array' },
  tuple: { type: 'array' },
  set: { type: 'array', uniqueItems: true },
  dict: { type: 'object' },
  datetime: { type: 'string', format: 'date-time' },
  date: { type: 'string', format: 'date' },
  time: { type: 'string', format: 'time' },
  timedelta: { type: 'string', format: 'duration' },
  UUID: { type: 'string', format: 'uuid' },
  Path: { type: 'string', format: 'path' },
  PurePath: { type: 'string', format: 'path' },
  PathLike: { type: 'string', format: 'path' },
  EmailStr: { type: 'string', format: 'email' },
  HttpUrl: { type: 'string', format: 'uri' },
  AnyUrl: { type: 'string', format: 'uri' },
  StrictStr: { type: 'string' },
  StrictInt: { type: 'integer' },
  StrictFloat: { type: 'number' },
  StrictBool: { type: 'boolean' },
  PositiveInt: { type: 'integer', exclusiveMinimum: 0 },
  NonNegativeInt: { type: 'integer', minimum: 0 },
  PositiveFloat: { type: 'number', exclusiveMinimum: 0 },
  NonNegativeFloat: { type: 'number', minimum: 0 },
};

/** Names of typing and collections.abc, by what JSON makes of them. */
const aliases: Readonly<Record<string, 'list' | 'set' | 'dict' | 'tuple'>> = {
  List: 'list',
  Sequence: 'list',
  MutableSequence: 'list',
  Iterable: 'list',
  Collection: 'list',
  Deque: 'list',
  deque: 'list',
  Tuple: 'tuple',
  Set: 'set',
  FrozenSet: 'set',
  frozenset: 'set',
  AbstractSet: 'set',
  MutableSet: 'set',
  Dict: 'dict',
  Mapping: 'dict',
  MutableMapping: 'dict',
  DefaultDict: 'dict',
  defaultdict: 'dict',
  OrderedDict: 'dict',
  Counter: 'dict',
};

function named(dotted: string, scope: TypeScope): JsonSchema {
  const { module, within } = scope;
  if (!dotted.includes('.')) {
    const own = ownType(dotted, scope);
    if (own !== undefined) return own;
  }
  const name = lastPart(module.qualified(dotted));
  if (within.includes(name)) return anything;
  const known = plain[aliases[name] ?? name];
  return known !== undefined && Object.hasOwn(plain, aliases[name] ?? name) ? known : anything;
}

/** A class or an alias of the module. */
function ownType(name: string, { module, within }: TypeScope): JsonSchema | undefined {
  const definition = module.definitions.get(name);
  if (definition === undefined || module.imports.has(name)) return undefined;
  if (within.includes(name)) return definition.kind === 'class' ? { type: 'object', title: name } : anything;
  const inner: TypeScope = { module, within: [...within, name] };
  if (definition.kind === 'class') return classSchema(definition, inner);
  if (definition.kind === 'function' || module.reassigned.has(name)) return anything;
  const right = definition.node.child('right');
  if (right?.type !== 'call') return annotationSchema(right, inner);
  const given = right.child('arguments')?.named ?? [];
  switch (lastPart(right.child('function')?.text ?? '')) {
    case 'NewType':
      return annotationSchema(given[1], inner);
    case 'TypeVar':
      return annotationSchema(given.find((each) => each.child('name')?.text === 'bound')?.child('value'), inner);
    default:
      return anything;
  }
}

function generic(dotted: string, given: readonly SyntaxNode[], scope: TypeScope): JsonSchema {
  const name = lastPart(scope.module.qualified(dotted));
  const inner: TypeScope = { ...scope, within: [...scope.within, ''] };
  const at = (index: number): JsonSchema => annotationSchema(given[index], inner);
  switch (name) {
    case 'Optional':
      return unionOf([at(0), nullSchema]);
    case 'Union':
      return unionOf(given.map((_, index) => at(index)));
    case 'Literal': {
      const values = given.map((each) => pythonLiteral(each, scope.module.lookUp));
      const known = values.flatMap((each) => (each !== undefined && isJson(each.value) ? [each.value] : []));
      return known.length === given.length ? enumOf(known) : anything;
    }
    case 'Annotated':
      return annotated(at(0), given.slice(1), scope);
    case 'Final':
    case 'ClassVar':
    case 'Required':
    case 'NotRequired':
    case 'ReadOnly':
    case 'SkipValidation':
      return at(0);
    case 'Awaitable':
    case 'Coroutine':
      return at(given.length - 1);
  }
  switch (aliases[name] ?? name) {
    case 'list':
    case 'Iterator':
    case 'Generator':
    case 'AsyncIterator':
      return arrayOf(at(0));
    case 'set':
      return { ...arrayOf(at(0)), uniqueItems: true };
    case 'dict': {
      const values = name === 'Counter' ? { type: 'integer' } : at(1);
      return Object.keys(values).length === 0 ? { type: 'object' } : { type: 'object', additionalProperties: values };
    }
    case 'tuple': {
      if (given.length === 2 && (given[1]?.text ?? '') === '...') return arrayOf(at(0));
      const items = given.map((_, index) => at(index));
      return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
    }
    default:
      return named(dotted, scope);
  }
}

function annotated(schema: JsonSchema, metadata: readonly SyntaxNode[], scope: TypeScope): JsonSchema {
  return metadata.reduce((known, each) => {
    const inner = each.type === 'type' ? (each.named[0] ?? each) : each;
    const text = pythonString(inner, scope.module.lookUp);
    if (text !== undefined) return described(known, text);
    if (inner.type !== 'call') return known;
    const callee = lastPart(inner.child('function')?.text ?? '');
    if (callee === 'Doc') {
      return described(known, pythonString(inner.child('arguments')?.named[0], scope.module.lookUp));
    }
    return { ...known, ...fieldFacts(inner, scope.module).keywords };
  }, schema);
}

function arrayOf(items: JsonSchema): JsonSchema {
  return Object.keys(items).length === 0 ? { type: 'array' } : { type: 'array', items };
}

export function lastPart(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1);
}

/** A schema that a source writes out. */
export function writtenSchema(node: SyntaxNode | undefined, module: PythonModule): JsonSchema | undefined {
  const value = pythonLiteral(node, module.lookUp)?.value;
  return isPlainObject(value) && isJson(value) ? value : undefined;
}
