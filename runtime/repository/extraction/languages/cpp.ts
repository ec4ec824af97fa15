import type { Node } from '@vscode/tree-sitter-wasm';
import { children, field, isOf, type Definition, type LanguageRules, type Place } from '../rules';
import { aggregate, c, declared, declaredName, isStatic, named, parameterNames } from './c';

export const cpp: LanguageRules = {
  ...c,
  names: { ...c.names, namespace_identifier: 'read' },
  edges: {
    ...c.edges,
    'qualified_identifier.name': 'member',
    'qualified_identifier.scope': 'read',
    'template_function.name': 'inherit',
    'template_method.name': 'inherit',
    'new_expression.type': 'new',
    'base_class_clause.*': 'type',
    'optional_parameter_declaration.declarator': 'bind',
    'optional_parameter_declaration.default_value': 'value',
    'for_range_loop.declarator': 'bind',
    'type_parameter_declaration.*': 'bind',
    'namespace_definition.name': 'skip',
    'namespace_alias_definition.*': 'skip',
  },
  definitions: {
    ...c.definitions,
    function_definition: functionDefinition,
    class_specifier: (node, place) => aggregate(node, place, 'class'),
    namespace_definition: namespace,
    alias_declaration: (node, place) => (place.inFunction ? [] : named(node, place, 'type')),
    declaration: declared,
  },
  scopes: { ...c.scopes, lambda_expression: 'function', template_declaration: 'type' },
  wrappers: { template_declaration: 'always' },
  closed: [...c.closed, 'raw_string_literal'],
  namespaces: { namespace_definition: (node) => [field(node, 'name')?.text ?? ''].filter((name) => name !== '') },
  separators: ['::', '->', '.'],
  selfNames: ['this'],
};

/** Macros of GoogleTest, which look like functions. */
const testMacros = /^(TEST|TEST_F|TEST_P|TYPED_TEST)$/;

function functionDefinition(node: Node, place: Place): readonly Definition[] {
  const found = declaredName(field(node, 'declarator'));
  if (found === undefined) return [];
  const body = field(node, 'body');
  const { name } = found;
  if (testMacros.test(name.text) && found.parameters !== undefined) {
    const [suite, title] = children(found.parameters);
    if (suite === undefined || title === undefined) return [];
    const test = `${suite.text}.${title.text}`;
    return [{ kind: 'function', name: title, body, parameters: [], exported: false, holds: true, test }];
  }
  const inType = place.kind === 'class' || place.kind === 'struct';
  const { owner, last } = qualified(name);
  const own = owner ?? (inType ? place.name : undefined);
  const isConstructor = own !== undefined && (own.split('.').at(-1) ?? own) === last.text;
  return [
    {
      kind: isConstructor ? 'constructor' : own === undefined ? 'function' : 'method',
      name: last,
      body,
      parameters: parameterNames(found.parameters) ?? [],
      exported: place.exported && !isStatic(node),
      owner,
      holds: true,
    },
  ];
}

/** `A::B::c` is `c` of `A.B`. */
function qualified(name: Node): { readonly owner: string | undefined; readonly last: Node } {
  const scopes: string[] = [];
  let last = name;
  while (isOf(last, ['qualified_identifier'])) {
    const scope = field(last, 'scope');
    if (scope !== undefined) scopes.push(scope.text.replace(/<.*$/s, ''));
    const next = field(last, 'name');
    if (next === undefined) break;
    last = next;
  }
  return { owner: scopes.length === 0 ? undefined : scopes.join('.'), last };
}

function namespace(node: Node, place: Place): readonly Definition[] {
  const name = field(node, 'name');
  if (name === undefined) return [];
  return [
    {
      kind: 'module',
      name,
      named: name.text.replaceAll('::', '.'),
      body: field(node, 'body'),
      exported: place.exported,
      holds: true,
    },
  ];
}
