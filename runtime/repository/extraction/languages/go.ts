import type { Node } from '@vscode/tree-sitter-wasm';
import { children, field, isOf, type Definition, type LanguageRules, type Place, type RawImportAt } from '../rules';

export const go: LanguageRules = {
  names: { identifier: 'read', type_identifier: 'type', field_identifier: 'read' },
  edges: {
    'call_expression.function': 'call',
    'selector_expression.field': 'member',
    'selector_expression.operand': 'read',
    'qualified_type.name': 'member',
    'qualified_type.package': 'read',
    'composite_literal.type': 'new',
    'composite_literal.body': 'value',
    'keyed_element.key': 'skip',
    'parameter_declaration.name': 'bind',
    'variadic_parameter_declaration.name': 'bind',
    'type_parameter_declaration.name': 'bind',
    'short_var_declaration.left': 'bind',
    'var_spec.name': 'bind',
    'const_spec.name': 'bind',
    'range_clause.left': 'bind',
    'assignment_statement.left': 'write',
    'expression_list.*': 'inherit',
    'inc_statement|dec_statement.*': 'write',
    'package_clause.*': 'skip',
    'label_name.*': 'skip',
  },
  definitions: {
    function_declaration: functionDefinition,
    method_declaration: functionDefinition,
    type_spec: typeDefinition,
    type_alias: typeDefinition,
    method_elem: (node, place) => member(node, place, 'method'),
    field_declaration: (node, place) => member(node, place, 'field'),
    const_spec: variables,
    var_spec: variables,
  },
  scopes: {
    function_declaration: 'function',
    method_declaration: 'function',
    func_literal: 'function',
    method_elem: 'function',
    function_type: 'function',
    type_spec: 'type',
  },
  wrappers: { type_declaration: 'single', const_declaration: 'single', var_declaration: 'single' },
  comments: ['comment'],
  closed: ['interpreted_string_literal', 'raw_string_literal'],
  importedNames: [],
  imports: { import_spec: importSpec },
  namespaces: { package_clause: (node) => children(node).map(({ text }) => text) },
  separators: ['.'],
  selfNames: [],
};

const isExported = (name: string): boolean => /^\p{Lu}/u.test(name);

function functionDefinition(node: Node): readonly Definition[] {
  const name = field(node, 'name');
  if (name === undefined) return [];
  const receiver = field(node, 'receiver');
  const [own] = receiver === undefined ? [] : children(receiver);
  const owner = own === undefined ? undefined : /\w+/.exec(field(own, 'type')?.text ?? '')?.[0];
  const parameters = field(node, 'parameters');
  const isTest = receiver === undefined && /^(Test|Benchmark|Fuzz|Example)($|[^a-z])/.test(name.text);
  return [
    {
      kind: receiver === undefined ? 'function' : 'method',
      name,
      body: field(node, 'body'),
      parameters:
        parameters === undefined
          ? []
          : children(parameters).flatMap((one) => one.childrenForFieldName('name').flatMap((each) => each?.text ?? [])),
      exported: isExported(name.text),
      owner,
      self: own === undefined ? undefined : field(own, 'name')?.text,
      holds: true,
      test: isTest ? name.text : undefined,
    },
  ];
}

function typeDefinition(node: Node, place: Place): readonly Definition[] {
  const name = field(node, 'name');
  const type = field(node, 'type');
  if (name === undefined) return [];
  const kind = type?.type === 'struct_type' ? 'struct' : type?.type === 'interface_type' ? 'interface' : 'type';
  const list = isOf(type, ['struct_type']) ? children(type)[0] : undefined;
  return [{ kind, name, body: list, exported: !place.inFunction && isExported(name.text), holds: true }];
}

function member(node: Node, place: Place, kind: 'method' | 'field'): readonly Definition[] {
  if (place.inFunction || place.kind === undefined) return [];
  return node.childrenForFieldName('name').flatMap((name) => {
    if (name === null) return [];
    return [{ kind, name, exported: place.exported && isExported(name.text), holds: false }];
  });
}

function variables(node: Node, place: Place): readonly Definition[] {
  if (place.inFunction) return [];
  const kind = node.type === 'const_spec' ? 'constant' : 'variable';
  return node.childrenForFieldName('name').flatMap((name) => {
    if (name?.type !== 'identifier' || name.text === '_') return [];
    return [{ kind, name, exported: isExported(name.text), holds: false }];
  });
}

function importSpec(node: Node): readonly RawImportAt[] {
  const specifier = field(node, 'path')?.text.slice(1, -1);
  if (specifier === undefined) return [];
  const alias = field(node, 'name')?.text;
  const local = alias ?? specifier.slice(specifier.lastIndexOf('/') + 1);
  const bindings = alias === '_' ? [] : [{ imported: '*', local: alias === '.' ? undefined : local }];
  return [{ start: node.startIndex, end: node.endIndex, specifier, form: 'module', bindings, typeOnly: false }];
}
