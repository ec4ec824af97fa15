/** TypeScript is JavaScript with types. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { children, field, isOf, type Definition, type LanguageRules, type Place } from '../rules';
import {
  classDefinition,
  fieldDefinition,
  functionDefinition,
  javascript,
  methodDefinition,
  unquoted,
} from './javascript';

/** What the grammar of TSX has and that of TypeScript has not. */
const jsxEdges = Object.keys(javascript.edges).filter((edge) => edge.startsWith('jsx_'));

function without<Value>(record: Readonly<Record<string, Value>>, keys: readonly string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

export const typescriptreact: LanguageRules = {
  ...javascript,
  names: { ...javascript.names, type_identifier: 'type' },
  edges: {
    ...without(javascript.edges, ['field_definition.property', 'formal_parameters.*', 'class_heritage.*']),
    'required_parameter.pattern': 'bind',
    'required_parameter.value': 'value',
    'optional_parameter.pattern': 'bind',
    'optional_parameter.value': 'value',
    'rest_pattern.*': 'inherit',
    'type_parameter.name': 'bind',
    'extends_clause.value': 'type',
    'nested_type_identifier.name': 'member',
    'nested_type_identifier.module': 'read',
    'nested_identifier.property': 'member',
    'nested_identifier.object': 'read',
    'type_query.*': 'value',
    'computed_property_name.*': 'value',
    'decorator.*': 'value',
    'public_field_definition.name': 'skip',
    'property_signature.name': 'skip',
    'method_signature.name': 'skip',
    'abstract_method_signature.name': 'skip',
    'index_signature.name': 'skip',
    'enum_assignment.name': 'skip',
    'mapped_type_clause.name': 'bind',
    'infer_type>type_identifier': 'bind',
    'call_expression.type_arguments': 'type',
  },
  definitions: {
    ...without(javascript.definitions, ['field_definition']),
    public_field_definition: (node, place) => fieldDefinition(node, place, field(node, 'name')),
    function_signature: functionDefinition,
    abstract_class_declaration: classDefinition,
    interface_declaration: (node, place) => named(node, place, 'interface'),
    enum_declaration: (node, place) => named(node, place, 'enum'),
    internal_module: (node, place) => named(node, place, 'module'),
    module: (node, place) => named(node, place, 'module'),
    type_alias_declaration: typeAlias,
    enum_body: enumMembers,
    method_signature: methodDefinition,
    abstract_method_signature: methodDefinition,
    property_signature: propertySignature,
    required_parameter: parameterProperty,
  },
  scopes: {
    ...javascript.scopes,
    class_declaration: 'type',
    abstract_class_declaration: 'type',
    interface_declaration: 'type',
    type_alias_declaration: 'type',
    function_signature: 'function',
    method_signature: 'function',
    abstract_method_signature: 'function',
    function_type: 'function',
    constructor_type: 'function',
    call_signature: 'function',
    construct_signature: 'function',
    conditional_type: 'type',
    mapped_type_clause: 'type',
  },
  wrappers: { ...javascript.wrappers, ambient_declaration: 'always' },
  closed: [...javascript.closed, 'predefined_type'],
};

export const typescript: LanguageRules = { ...typescriptreact, edges: without(typescriptreact.edges, jsxEdges) };

function named(node: Node, place: Place, kind: 'interface' | 'enum' | 'module'): readonly Definition[] {
  const name = field(node, 'name');
  if (name === undefined) return [];
  const top = place.kind === undefined || place.kind === 'module';
  const exported = top ? isExported(node) : !place.inFunction && place.exported;
  return [{ kind, name, named: unquoted(name.text), body: field(node, 'body'), exported, holds: true }];
}

function typeAlias(node: Node, place: Place): readonly Definition[] {
  const name = field(node, 'name');
  if (name === undefined) return [];
  const value = field(node, 'value');
  const body = isOf(value, ['object_type']) ? value : undefined;
  return [{ kind: 'type', name, body, exported: !place.inFunction && isExported(node), holds: true }];
}

function isExported(node: Node): boolean {
  let outer = node.parent;
  while (outer !== null && /^(ambient_declaration|expression_statement)$/.test(outer.type)) outer = outer.parent;
  return outer?.type === 'export_statement';
}

function enumMembers(node: Node, place: Place): readonly Definition[] {
  return children(node).flatMap((member) => {
    const name = member.type === 'enum_assignment' ? field(member, 'name') : member;
    if (!isOf(name, ['property_identifier', 'string'])) return [];
    return [{ kind: 'constant', name, named: unquoted(name.text), whole: member, exported: place.exported }];
  });
}

/** Members of interfaces and of types; those of types written inside of a function's head belong to nothing. */
function propertySignature(node: Node, place: Place): readonly Definition[] {
  const name = field(node, 'name');
  if (name === undefined || place.inFunction || !isMemberOf(place)) return [];
  return [{ kind: 'field', name, named: unquoted(name.text), exported: place.exported, holds: true }];
}

function isMemberOf({ kind }: Place): boolean {
  return kind === 'interface' || kind === 'type' || kind === 'field';
}

/** `constructor(private readonly a: A)` defines a field. */
function parameterProperty(node: Node, place: Place): readonly Definition[] {
  if (place.kind !== 'constructor') return [];
  const modifiers = children(node).filter(({ type }) => type === 'accessibility_modifier');
  const readonly = node.children.some((child) => child?.type === 'readonly');
  const name = field(node, 'pattern');
  if ((modifiers.length === 0 && !readonly) || !isOf(name, ['identifier'])) return [];
  return [{ kind: 'field', name, whole: node, exported: modifiers[0]?.text !== 'private', outwards: true }];
}
