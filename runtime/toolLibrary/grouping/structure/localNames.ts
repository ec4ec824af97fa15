import type { Node } from '@vscode/tree-sitter-wasm';
import { namedChildrenOf } from './children';

/** Fields whose identifiers name something that only the function knows. */
const binding: Readonly<Record<string, string>> = {
  // Python
  assignment: 'left',
  augmented_assignment: 'left',
  for_statement: 'left',
  for_in_clause: 'left',
  named_expression: 'name',
  default_parameter: 'name',
  typed_default_parameter: 'name',
  lambda: 'parameters',
  // JavaScript and TypeScript
  variable_declarator: 'name',
  required_parameter: 'pattern',
  optional_parameter: 'pattern',
  arrow_function: 'parameter',
  for_in_statement: 'left',
  catch_clause: 'parameter',
  function_declaration: 'name',
};

const identifiers = new Set(['identifier', 'shorthand_property_identifier_pattern']);
/** What is written to without being named by it. */
const elsewhere = new Set([
  'attribute',
  'subscript',
  'member_expression',
  'subscript_expression',
  'type',
  'type_annotation',
]);

/** Names that a function gives: parameters, variables, functions inside. */
export function localNames(declaration: Node): ReadonlySet<string> {
  const names = new Set<string>();
  const parameters = declaration.childForFieldName('parameters');
  const pending: Node[] = [declaration];
  for (const parameter of parameters === null ? [] : namedChildrenOf(parameters)) collect(parameter, names);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const field = binding[node.type];
    const bound = field === undefined || node.equals(declaration) ? null : node.childForFieldName(field);
    if (bound !== null) collect(bound, names);
    if (node.type === 'as_pattern_target' || node.type === 'formal_parameters') collect(node, names);
    pending.push(...namedChildrenOf(node));
  }
  const single = declaration.childForFieldName('parameter');
  if (single !== null) collect(single, names);
  return names;
}

function collect(node: Node, names: Set<string>): void {
  if (identifiers.has(node.type)) names.add(node.text);
  else if (!elsewhere.has(node.type)) {
    // The value of a default is no name.
    const value = node.childForFieldName('value');
    for (const child of namedChildrenOf(node)) if (value === null || !child.equals(value)) collect(child, names);
  }
}
