import type { Node } from '@vscode/tree-sitter-wasm';
import type { SymbolKind } from '../../types';
import { children, field, isOf, type Definition, type LanguageRules, type Place, type RawImportAt } from '../rules';

export const php: LanguageRules = {
  names: { name: 'read', variable_name: 'read' },
  edges: {
    'function_call_expression.function': 'call',
    'member_call_expression.name': 'callMember',
    'member_call_expression.object': 'read',
    'nullsafe_member_call_expression.name': 'callMember',
    'scoped_call_expression.name': 'callMember',
    'scoped_call_expression.scope': 'read',
    'member_access_expression.name': 'member',
    'member_access_expression.object': 'read',
    'class_constant_access_expression>name': 'read',
    'object_creation_expression>name': 'new',
    'named_type.*': 'type',
    'base_clause.*': 'type',
    'class_interface_clause.*': 'type',
    'assignment_expression.left': 'write',
    'qualified_name>name': 'inherit',
    'namespace_name.*': 'skip',
    'namespace_use_clause.*': 'import',
    'namespace_use_clause.alias': 'skip',
    'simple_parameter.name': 'bind',
    'variadic_parameter.name': 'bind',
    'property_promotion_parameter.name': 'bind',
    'catch_clause.name': 'bind',
    'attribute.*': 'type',
  },
  definitions: {
    function_definition: (node, place) => functionDefinition(node, place, 'function'),
    method_declaration: (node, place) => functionDefinition(node, place, 'method'),
    class_declaration: (node) => type(node, 'class'),
    interface_declaration: (node) => type(node, 'interface'),
    trait_declaration: (node) => type(node, 'trait'),
    enum_declaration: (node) => type(node, 'enum'),
    enum_case: (node) => member(node, field(node, 'name'), 'constant'),
    const_element: (node) => member(node, children(node)[0], 'constant'),
    property_element: (node) => member(node, field(node, 'name'), 'field'),
    property_promotion_parameter: (node) =>
      member(node, field(node, 'name'), 'field').map((one) => ({ ...one, outwards: true })),
  },
  scopes: {
    function_definition: 'function',
    method_declaration: 'function',
    anonymous_function: 'function',
    arrow_function: 'function',
  },
  wrappers: { const_declaration: 'single', property_declaration: 'single' },
  comments: ['comment'],
  closed: ['string', 'integer', 'float', 'text'],
  importedNames: [],
  imports: {
    namespace_use_declaration: useDeclaration,
    require_once_expression: required,
    require_expression: required,
    include_expression: required,
    include_once_expression: required,
  },
  namespaces: { namespace_definition: (node) => [field(node, 'name')?.text ?? ''].filter((name) => name !== '') },
  assignmentBinds: true,
  sigil: true,
  separators: ['?->', '->', '::', '\\'],
  selfNames: ['this', 'self', 'static', 'parent'],
};

function isVisible(node: Node): boolean {
  return !children(node).some((child) => child.type === 'visibility_modifier' && child.text === 'private');
}

function functionDefinition(node: Node, place: Place, kind: SymbolKind): readonly Definition[] {
  const name = field(node, 'name');
  if (name === undefined) return [];
  const parameters = field(node, 'parameters');
  const isTest = kind === 'method' && name.text.startsWith('test') && (place.name ?? '').endsWith('Test');
  return [
    {
      kind: name.text === '__construct' ? 'constructor' : kind,
      name,
      body: field(node, 'body'),
      parameters:
        parameters === undefined
          ? []
          : children(parameters).flatMap((one) => field(one, 'name')?.text.replace(/^\$/, '') ?? []),
      exported: !place.inFunction && isVisible(node),
      holds: true,
      test: isTest ? name.text : undefined,
    },
  ];
}

function type(node: Node, kind: SymbolKind): readonly Definition[] {
  const name = field(node, 'name');
  return name === undefined ? [] : [{ kind, name, body: field(node, 'body'), exported: true, holds: true }];
}

function member(node: Node, name: Node | undefined, kind: SymbolKind): readonly Definition[] {
  if (name === undefined) return [];
  const declaration = node.type === 'property_promotion_parameter' ? node : (node.parent ?? node);
  return [{ kind, name, exported: isVisible(declaration), holds: false }];
}

function useDeclaration(node: Node): readonly RawImportAt[] {
  const group = field(node, 'body');
  const prefix =
    group === undefined ? '' : `${children(node).find((child) => child.type === 'namespace_name')?.text ?? ''}\\`;
  return children(group ?? node)
    .filter((child) => child.type === 'namespace_use_clause')
    .map((clause) => {
      const alias = field(clause, 'alias')?.text;
      const named = children(clause).find((child) => isOf(child, ['qualified_name', 'name']))?.text ?? '';
      const specifier = `${prefix}${named}`.replace(/^\\/, '');
      const imported = specifier.slice(specifier.lastIndexOf('\\') + 1);
      return {
        start: node.startIndex,
        end: node.endIndex,
        specifier,
        form: 'module' as const,
        bindings: [{ imported, local: alias ?? imported }],
        typeOnly: false,
      };
    });
}

/** The texts of the path, without what is worked out when it runs: `__DIR__ . '/a.php'` is `/a.php`. */
function required(node: Node): readonly RawImportAt[] {
  const specifier = node
    .descendantsOfType('string_content')
    .flatMap((part) => part?.text ?? [])
    .join('');
  if (specifier === '') return [];
  const bindings = [{ imported: '*', local: undefined }];
  return [{ start: node.startIndex, end: node.endIndex, specifier, form: 'include', bindings, typeOnly: false }];
}
