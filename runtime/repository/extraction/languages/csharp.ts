import type { Node } from '@vscode/tree-sitter-wasm';
import type { SymbolKind } from '../../types';
import { children, field, isOf, type Definition, type LanguageRules, type Place, type RawImportAt } from '../rules';

export const csharp: LanguageRules = {
  names: { identifier: 'read' },
  edges: {
    'invocation_expression.function': 'call',
    'member_access_expression.name': 'member',
    'member_access_expression.expression': 'read',
    'member_binding_expression.name': 'member',
    'qualified_name.name': 'member',
    'qualified_name.qualifier': 'inherit',
    'generic_name>identifier': 'inherit',
    'type_argument_list.*': 'type',
    'object_creation_expression.type': 'new',
    'assignment_expression.left': 'write',
    'variable_declaration.type': 'type',
    'variable_declarator.name': 'bind',
    'parameter.type': 'type',
    'parameter.name': 'bind',
    'lambda_expression.parameters': 'bind',
    'type_parameter.name': 'bind',
    'foreach_statement.left': 'bind',
    'foreach_statement.type': 'type',
    'catch_declaration.type': 'type',
    'catch_declaration.name': 'bind',
    'declaration_expression.name': 'bind',
    'method_declaration.returns': 'type',
    'property_declaration.type': 'type',
    'base_list.*': 'type',
    'cast_expression.type': 'type',
    'attribute.name': 'type',
    'namespace_declaration.name': 'skip',
    'file_scoped_namespace_declaration.name': 'skip',
    'using_directive.*': 'skip',
  },
  definitions: {
    class_declaration: (node, place) => type(node, place, 'class'),
    record_declaration: (node, place) => type(node, place, 'class'),
    struct_declaration: (node, place) => type(node, place, 'struct'),
    interface_declaration: (node, place) => type(node, place, 'interface'),
    enum_declaration: (node, place) => type(node, place, 'enum'),
    enum_member_declaration: (node, place) => simple(node, 'constant', place.exported),
    delegate_declaration: (node, place) => simple(node, 'type', isVisible(node, place)),
    method_declaration: (node, place) => method(node, place, 'method'),
    constructor_declaration: (node, place) => method(node, place, 'constructor'),
    local_function_statement: (node, place) => method(node, place, 'function'),
    property_declaration: property,
    field_declaration: fields,
    event_field_declaration: fields,
  },
  scopes: {
    method_declaration: 'function',
    constructor_declaration: 'function',
    local_function_statement: 'function',
    lambda_expression: 'function',
    anonymous_method_expression: 'function',
    accessor_list: 'function',
    class_declaration: 'type',
    struct_declaration: 'type',
    interface_declaration: 'type',
    record_declaration: 'type',
  },
  wrappers: {},
  comments: ['comment'],
  closed: ['string_literal', 'verbatim_string_literal', 'character_literal'],
  importedNames: [],
  imports: { using_directive: using },
  namespaces: { namespace_declaration: namespaceName, file_scoped_namespace_declaration: namespaceName },
  separators: ['?.', '.'],
  selfNames: ['this', 'base'],
};

function namespaceName(node: Node): readonly string[] {
  const name = field(node, 'name')?.text;
  return name === undefined ? [] : [name];
}

function isVisible(node: Node, place: Place): boolean {
  if (place.inFunction || !place.exported) return false;
  const modifiers = children(node).filter((child) => child.type === 'modifier');
  return place.kind === 'interface' || modifiers.some(({ text }) => ['public', 'internal', 'protected'].includes(text));
}

function simple(node: Node, kind: SymbolKind, exported: boolean): readonly Definition[] {
  const name = field(node, 'name');
  return name === undefined ? [] : [{ kind, name, exported, holds: false }];
}

function type(node: Node, place: Place, kind: SymbolKind): readonly Definition[] {
  const name = field(node, 'name');
  return name === undefined
    ? []
    : [{ kind, name, body: field(node, 'body'), exported: isVisible(node, place), holds: true }];
}

function method(node: Node, place: Place, kind: SymbolKind): readonly Definition[] {
  const name = field(node, 'name');
  if (name === undefined) return [];
  const body = field(node, 'body');
  const parameters = field(node, 'parameters');
  const attributes = children(node).filter((child) => child.type === 'attribute_list');
  const isTest = attributes.some(({ text }) =>
    /^\[\s*(Fact|Theory|Test|TestCase|TestMethod|DataTestMethod)\b/.test(text),
  );
  return [
    {
      kind,
      name,
      body: isOf(body, ['block']) ? body : undefined,
      parameters: parameters === undefined ? [] : children(parameters).flatMap((one) => field(one, 'name')?.text ?? []),
      exported: isVisible(node, place),
      holds: true,
      test: isTest ? name.text : undefined,
    },
  ];
}

function property(node: Node, place: Place): readonly Definition[] {
  return simple(node, 'field', isVisible(node, place));
}

function fields(node: Node, place: Place): readonly Definition[] {
  const constant = children(node).some((child) => child.type === 'modifier' && child.text === 'const');
  return children(node)
    .filter((child) => child.type === 'variable_declaration')
    .flatMap(children)
    .flatMap((one) => {
      const name = one.type === 'variable_declarator' ? field(one, 'name') : undefined;
      if (name === undefined) return [];
      return [{ kind: constant ? 'constant' : 'field', name, exported: isVisible(node, place), holds: false }];
    });
}

function using(node: Node): readonly RawImportAt[] {
  const alias = field(node, 'name');
  const name = children(node).find((child) => child.id !== alias?.id && /name$|identifier/.test(child.type));
  if (name === undefined) return [];
  return [
    {
      start: node.startIndex,
      end: node.endIndex,
      specifier: name.text,
      form: 'module',
      bindings: [{ imported: '*', local: alias?.text }],
      typeOnly: false,
    },
  ];
}
