import type { Node } from '@vscode/tree-sitter-wasm';
import type { SymbolKind } from '../../types';
import { children, field, isOf, type Definition, type LanguageRules, type Place, type RawImportAt } from '../rules';

export const java: LanguageRules = {
  names: { identifier: 'read', type_identifier: 'type' },
  edges: {
    'method_invocation.name': 'callMember',
    'method_invocation.object': 'read',
    'field_access.field': 'member',
    'field_access.object': 'read',
    'object_creation_expression.type': 'new',
    'generic_type.*': 'inherit',
    'assignment_expression.left': 'write',
    'update_expression.*': 'write',
    'variable_declarator.name': 'bind',
    'variable_declarator.value': 'value',
    'formal_parameter.name': 'bind',
    'catch_formal_parameter.name': 'bind',
    'enhanced_for_statement.name': 'bind',
    'resource.name': 'bind',
    'lambda_expression.parameters': 'bind',
    'inferred_parameters.*': 'bind',
    'type_parameter>type_identifier': 'bind',
    'marker_annotation|annotation.name': 'type',
    'package_declaration.*': 'skip',
    'element_value_pair.key': 'skip',
    'scoped_identifier.scope': 'skip',
    'scoped_identifier.name': 'inherit',
    'method_reference>identifier': 'read',
    'labeled_statement>identifier': 'skip',
    'break_statement.*': 'skip',
    'continue_statement.*': 'skip',
  },
  definitions: {
    class_declaration: (node, place) => type(node, place, 'class'),
    record_declaration: (node, place) => type(node, place, 'class'),
    interface_declaration: (node, place) => type(node, place, 'interface'),
    annotation_type_declaration: (node, place) => type(node, place, 'interface'),
    enum_declaration: (node, place) => type(node, place, 'enum'),
    enum_constant: (node, place) => named(node, 'constant', place.exported),
    method_declaration: (node, place) => method(node, place, 'method'),
    constructor_declaration: (node, place) => method(node, place, 'constructor'),
    field_declaration: fields,
    constant_declaration: fields,
  },
  scopes: {
    method_declaration: 'function',
    constructor_declaration: 'function',
    lambda_expression: 'function',
    static_initializer: 'function',
    class_declaration: 'type',
    interface_declaration: 'type',
    record_declaration: 'type',
  },
  wrappers: {},
  comments: ['line_comment', 'block_comment'],
  closed: ['string_literal', 'character_literal'],
  importedNames: ['import_declaration'],
  imports: { import_declaration: importDeclaration },
  namespaces: {
    package_declaration: (node) =>
      children(node)
        .slice(-1)
        .map(({ text }) => text),
  },
  separators: ['.'],
  selfNames: ['this', 'super'],
};

function modifiersOf(node: Node): string {
  return children(node).find((child) => child.type === 'modifiers')?.text ?? '';
}

function isVisible(node: Node, place: Place): boolean {
  if (place.inFunction || !place.exported) return false;
  const modifiers = modifiersOf(node);
  return /\b(public|protected)\b/.test(modifiers) || (place.kind === 'interface' && !/\bprivate\b/.test(modifiers));
}

function named(node: Node, kind: SymbolKind, exported: boolean): readonly Definition[] {
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
  const parameters = field(node, 'parameters');
  const isTest = /@(Test|ParameterizedTest|RepeatedTest|TestFactory)\b/.test(modifiersOf(node));
  return [
    {
      kind,
      name,
      body: field(node, 'body'),
      parameters: parameters === undefined ? [] : children(parameters).flatMap((one) => field(one, 'name')?.text ?? []),
      exported: isVisible(node, place),
      holds: true,
      test: isTest ? name.text : undefined,
    },
  ];
}

function fields(node: Node, place: Place): readonly Definition[] {
  const constant =
    /\bstatic\b[^]*\bfinal\b|\bfinal\b[^]*\bstatic\b/.test(modifiersOf(node)) || place.kind === 'interface';
  return children(node)
    .filter((child) => child.type === 'variable_declarator')
    .flatMap((one) => {
      const name = field(one, 'name');
      if (!isOf(name, ['identifier'])) return [];
      return [{ kind: constant ? 'constant' : 'field', name, exported: isVisible(node, place), holds: false }];
    });
}

function importDeclaration(node: Node): readonly RawImportAt[] {
  const name = children(node).find((child) => isOf(child, ['scoped_identifier', 'identifier']));
  if (name === undefined) return [];
  const all = children(node).some((child) => child.type === 'asterisk');
  const last = name.text.slice(name.text.lastIndexOf('.') + 1);
  return [
    {
      start: node.startIndex,
      end: node.endIndex,
      specifier: name.text,
      form: 'module',
      bindings: [all ? { imported: '*', local: undefined } : { imported: last, local: last }],
      typeOnly: false,
    },
  ];
}
