import type { Node } from '@vscode/tree-sitter-wasm';
import type { SymbolKind } from '../../types';
import { children, field, isOf, type Definition, type LanguageRules, type Place, type RawImportAt } from '../rules';

export const rust: LanguageRules = {
  names: { identifier: 'read', type_identifier: 'type', field_identifier: 'read', shorthand_field_identifier: 'read' },
  edges: {
    'call_expression.function': 'call',
    'generic_function.function': 'inherit',
    'field_expression.field': 'member',
    'field_expression.value': 'read',
    'scoped_identifier.name': 'member',
    'scoped_identifier.path': 'read',
    'scoped_type_identifier.name': 'member',
    'scoped_type_identifier.path': 'read',
    'macro_invocation.macro': 'call',
    'struct_expression.name': 'new',
    'field_initializer.field': 'skip',
    'assignment_expression.left': 'write',
    'compound_assignment_expr.left': 'write',
    'let_declaration.pattern': 'bind',
    'let_declaration.value': 'value',
    'let_condition.pattern': 'bind',
    'parameter.pattern': 'bind',
    'closure_parameters.*': 'bind',
    'for_expression.pattern': 'bind',
    'match_arm.pattern': 'bind',
    'match_pattern.condition': 'value',
    'tuple_struct_pattern.type': 'value',
    'struct_pattern.type': 'value',
    'type_parameter.name': 'bind',
    'attribute.*': 'read',
    'lifetime.*': 'skip',
    'label.*': 'skip',
    'use_as_clause.alias': 'skip',
  },
  definitions: {
    function_item: functionDefinition,
    function_signature_item: functionDefinition,
    struct_item: (node, place) => named(node, place, 'struct'),
    union_item: (node, place) => named(node, place, 'struct'),
    enum_item: (node, place) => named(node, place, 'enum'),
    trait_item: (node, place) => named(node, place, 'trait'),
    mod_item: (node, place) => (field(node, 'body') === undefined ? [] : named(node, place, 'module')),
    type_item: (node, place) => named(node, place, 'type'),
    const_item: (node, place) => named(node, place, 'constant'),
    static_item: (node, place) => named(node, place, 'variable'),
    macro_definition: (node, place) => named(node, place, 'function'),
    field_declaration: (node, place) => named(node, place, 'field'),
    enum_variant: (node, place) => named(node, place, 'constant'),
  },
  scopes: {
    function_item: 'function',
    function_signature_item: 'function',
    closure_expression: 'function',
    struct_item: 'type',
    enum_item: 'type',
    trait_item: 'type',
    impl_item: 'type',
    type_item: 'type',
  },
  wrappers: {},
  comments: ['line_comment', 'block_comment'],
  attributes: ['attribute_item'],
  closed: ['string_literal', 'raw_string_literal', 'char_literal'],
  importedNames: ['use_declaration'],
  imports: { use_declaration: useDeclaration, mod_item: submodule },
  namespaces: { mod_item: (node) => (field(node, 'body') === undefined ? [field(node, 'name')?.text ?? ''] : []) },
  separators: ['::', '.'],
  selfNames: ['self', 'Self'],
};

function isPublic(node: Node): boolean {
  return children(node).some((child) => child.type === 'visibility_modifier');
}

/** The type of an `impl` block that something stands in. */
function ownerOf(node: Node): string | undefined {
  const outer = node.parent?.parent;
  return isOf(outer, ['impl_item']) ? /\w+/.exec(field(outer, 'type')?.text ?? '')?.[0] : undefined;
}

function functionDefinition(node: Node, place: Place): readonly Definition[] {
  const name = field(node, 'name');
  if (name === undefined) return [];
  const owner = ownerOf(node);
  const parameters = field(node, 'parameters');
  const isMethod = owner !== undefined || place.kind === 'trait';
  const inTrait =
    place.kind === 'trait' || (owner !== undefined && field(node.parent?.parent ?? node, 'trait') !== undefined);
  return [
    {
      kind: isMethod ? 'method' : 'function',
      name,
      body: field(node, 'body'),
      parameters:
        parameters === undefined
          ? []
          : children(parameters).flatMap((one) =>
              one.type === 'self_parameter' ? 'self' : (field(one, 'pattern')?.text ?? []),
            ),
      exported: !place.inFunction && place.exported && (isPublic(node) || inTrait),
      owner,
      holds: true,
      test: isTest(node) ? name.text : undefined,
    },
  ];
}

/** `#[test]`, `#[tokio::test]` and the like among the attributes above it. */
function isTest(node: Node): boolean {
  for (
    let above = node.previousNamedSibling;
    isOf(above, ['attribute_item', 'line_comment']);
    above = above.previousNamedSibling
  ) {
    if (above.type === 'attribute_item' && /^#\[(\w+::)*(test|rstest|test_case)\b/.test(above.text)) return true;
  }
  return false;
}

function named(node: Node, place: Place, kind: SymbolKind): readonly Definition[] {
  const name = field(node, 'name');
  if (name === undefined || (place.inFunction && (kind === 'constant' || kind === 'variable'))) return [];
  const exported = place.exported && !place.inFunction && (isPublic(node) || node.type === 'enum_variant');
  const body = field(node, 'body');
  const isBlock = kind !== 'constant' && kind !== 'field' && kind !== 'function';
  return [{ kind, name, body: isBlock ? body : undefined, exported, owner: ownerOf(node), holds: isBlock }];
}

function submodule(node: Node): readonly RawImportAt[] {
  const name = field(node, 'name');
  if (name === undefined || field(node, 'body') !== undefined) return [];
  return [
    {
      start: node.startIndex,
      end: node.endIndex,
      specifier: name.text,
      form: 'submodule',
      bindings: [{ imported: '*', local: name.text }],
      typeOnly: false,
    },
  ];
}

/** One import for each leaf of a tree. */
function useDeclaration(node: Node): readonly RawImportAt[] {
  const argument = field(node, 'argument');
  if (argument === undefined) return [];
  const form = isPublic(node) ? 'reexport' : 'module';
  return leaves(argument, '').map(({ path, local }) => {
    const all = path.endsWith('::*');
    const imported = all ? '*' : path.slice(path.lastIndexOf(':') + 1);
    return {
      start: node.startIndex,
      end: node.endIndex,
      specifier: path,
      form,
      bindings: [{ imported, local: all ? undefined : (local ?? imported) }],
      typeOnly: false,
    };
  });
}

interface Leaf {
  readonly path: string;
  readonly local?: string | undefined;
}

function leaves(node: Node, prefix: string): readonly Leaf[] {
  const joined = (path: string) => (prefix === '' ? path : path === 'self' ? prefix : `${prefix}::${path}`);
  switch (node.type) {
    case 'scoped_use_list': {
      const path = field(node, 'path')?.text;
      const list = field(node, 'list');
      return list === undefined ? [] : leaves(list, path === undefined ? prefix : joined(path));
    }
    case 'use_list':
      return children(node).flatMap((child) => leaves(child, prefix));
    case 'use_as_clause':
      return [{ path: joined(field(node, 'path')?.text ?? ''), local: field(node, 'alias')?.text }];
    case 'use_wildcard':
      return [{ path: joined(node.text.replace(/\s+/g, '')) }];
    case 'line_comment':
    case 'block_comment':
      return [];
    default:
      return [{ path: joined(node.text) }];
  }
}
