import { isJson, isPlainObject } from '../literal';
import { anything, described } from '../schemas';
import type { JsonSchema, ToolParameter } from '../../types';
import type { SyntaxNode } from '../syntaxNode';
import type { Jsdoc, JsdocTag } from './jsdoc';
import { bare, keyOf, scriptLiteral } from './scriptLiteral';
import type { ScriptModule } from './scriptModule';
import { mayBeUndefined, parsedType, typeSchema, type TypeScope } from './scriptTypes';

/** Parameters of a function; the fields of one destructured object are parameters of their own. */
export function scriptParameters(node: SyntaxNode, module: ScriptModule, doc: Jsdoc): readonly ToolParameter[] {
  const scope = scopeOf(node, module);
  const single = node.child('parameter');
  const formals = (single === undefined ? (node.child('parameters')?.named ?? []) : [single])
    .map(partsOf)
    .filter(({ pattern }) => pattern?.text !== 'this');
  const documented = [...doc.parameters.values()].filter(({ name }) => name?.includes('.') === false);
  const [only] = formals;
  if (formals.length === 1 && only?.pattern?.type === 'object_pattern') {
    return fieldParameters(only, scope, doc, documented[0]?.name);
  }
  return formals.map((each, at) => parameterOf(each, at, scope, doc, documented[at]));
}

/** Type parameters stand for what they extend. */
export function scopeOf(node: SyntaxNode, module: ScriptModule): TypeScope {
  const scope: TypeScope = { module, within: [] };
  const names = node.child('type_parameters')?.named ?? [];
  if (names.length === 0) return scope;
  const given = new Map(names.map((each) => [each.child('name')?.text ?? '', anything]));
  for (const each of names) {
    const constraint = each.child('constraint')?.named[0];
    if (constraint !== undefined)
      given.set(each.child('name')?.text ?? '', typeSchema(constraint, { ...scope, given }));
  }
  return { ...scope, given };
}

interface Formal {
  readonly pattern: SyntaxNode | undefined;
  readonly type: SyntaxNode | undefined;
  readonly value: SyntaxNode | undefined;
  readonly optional: boolean;
  readonly rest: boolean;
}

function partsOf(node: SyntaxNode): Formal {
  const isTyped = node.type === 'required_parameter' || node.type === 'optional_parameter';
  const isAssigned = node.type === 'assignment_pattern';
  const outer = isTyped ? node.child('pattern') : isAssigned ? node.child('left') : node;
  const rest = outer?.type === 'rest_pattern';
  return {
    pattern: rest ? outer.named[0] : outer,
    type: isTyped ? node.child('type') : undefined,
    value: isAssigned ? node.child('right') : isTyped ? node.child('value') : undefined,
    optional: node.type === 'optional_parameter',
    rest,
  };
}

function parameterOf(
  { pattern, type, value, optional, rest }: Formal,
  at: number,
  scope: TypeScope,
  doc: Jsdoc,
  documented: JsdocTag | undefined,
): ToolParameter {
  const isNamed = pattern?.type === 'identifier';
  const name = isNamed ? pattern.text : (documented?.name ?? (at === 0 ? 'options' : `argument${at + 1}`));
  const tag = doc.parameters.get(name);
  const written = type ?? parsedType(tag?.type, scope.module);
  const known = scriptLiteral(value, scope.module.lookUp);
  const own = typeSchema(written, scope);
  const fromDocs = type === undefined ? withFields(own, name, scope, doc) : own;
  const isRestOfComment = rest && type === undefined && tag?.type !== undefined;
  const schema = isRestOfComment
    ? { type: 'array', ...(Object.keys(own).length === 0 ? {} : { items: own }) }
    : fromDocs;
  const typeText = type === undefined ? tag?.type : type.named[0]?.text;
  const isOptional = optional || rest || value !== undefined || tag?.optional === true || mayBeUndefined(type);
  return {
    name,
    schema: schema.type === undefined && rest ? { ...schema, type: 'array' } : schema,
    ...(typeText === undefined ? {} : { type: typeText }),
    required: !isOptional,
    ...(known?.value !== undefined && isJson(known.value) ? { default: known.value } : {}),
    ...(tag === undefined || tag.description === '' ? {} : { description: tag.description }),
    ...(rest ? { passing: 'rest' as const } : {}),
  };
}

/** `@param options.field` tells the fields of an object that has no type. */
function withFields(schema: JsonSchema, name: string, scope: TypeScope, doc: Jsdoc): JsonSchema {
  const fields = [...doc.parameters].filter(
    ([key]) => key.startsWith(`${name}.`) && !key.slice(name.length + 1).includes('.'),
  );
  if (fields.length === 0 || isPlainObject(schema.properties)) return schema;
  const properties = Object.fromEntries(
    fields.map(([key, tag]) => [
      key.slice(name.length + 1),
      described(typeSchema(parsedType(tag.type, scope.module), scope), tag.description),
    ]),
  );
  const required = fields.flatMap(([key, tag]) => (tag.optional ? [] : [key.slice(name.length + 1)]));
  return { type: 'object', properties, required };
}

function fieldParameters(
  { pattern, type, value }: Formal,
  scope: TypeScope,
  doc: Jsdoc,
  root: string | undefined,
): readonly ToolParameter[] {
  const schema = typeSchema(type, scope);
  const properties = isPlainObject(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? (schema.required as readonly unknown[]) : []);
  const isTyped = isPlainObject(schema.properties);
  // Without the whole object nothing of it is needed.
  const mayBeLeftOut = value !== undefined;
  return (pattern?.named ?? []).flatMap((part): readonly ToolParameter[] => {
    const field = fieldOf(part);
    if (field === undefined) return [];
    const tag = doc.parameters.get(`${root ?? ''}.${field.name}`) ?? doc.parameters.get(field.name);
    const declared = properties[field.name];
    const { description: declaredText, ...own } = isPlainObject(declared)
      ? declared
      : typeSchema(parsedType(tag?.type, scope.module), scope);
    const description = tag?.description === undefined || tag.description === '' ? declaredText : tag.description;
    const known = scriptLiteral(field.value, scope.module.lookUp);
    const isNeeded = isTyped ? required.has(field.name) : tag?.optional !== true;
    return [
      {
        name: field.name,
        schema: own,
        ...(tag?.type === undefined ? {} : { type: tag.type }),
        required: isNeeded && field.value === undefined && !mayBeLeftOut,
        ...(known?.value !== undefined && isJson(known.value) ? { default: known.value } : {}),
        ...(typeof description === 'string' ? { description } : {}),
        passing: 'field',
      },
    ];
  });
}

function fieldOf(part: SyntaxNode): { readonly name: string; readonly value: SyntaxNode | undefined } | undefined {
  switch (part.type) {
    case 'shorthand_property_identifier_pattern':
      return { name: part.text, value: undefined };
    case 'object_assignment_pattern':
      return { name: part.child('left')?.text ?? '', value: bare(part.child('right')) };
    case 'pair_pattern': {
      const name = keyOf(part.child('key'));
      const inner = part.child('value');
      return name === undefined
        ? undefined
        : { name, value: inner?.type === 'assignment_pattern' ? inner.child('right') : undefined };
    }
    default:
      return undefined;
  }
}
