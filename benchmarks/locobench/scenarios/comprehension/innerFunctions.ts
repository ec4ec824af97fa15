/** Functions inside of functions, by syntax: what stands in them may be taken for the outer or for the inner one's. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeSymbol, Position } from '../../../../runtime/repository';

export const functionNode =
  /^(function|arrow_function|method|generator_function|lambda|class|closure|func_literal|anonymous|local_function)/u;
/** What gives a function without a name of its own one. */
export const naming = /^(variable_declarator|assignment|assignment_expression|pair|field_definition|public_field_definition|default_parameter|init_declarator|keyword_argument|short_var_declaration|let_declaration)/u; // prettier-ignore

/**
 * Whether each of the places stands in the function itself or in a callback without a name, as opposed to a function inside that has a
 * name, be it that of a variable.
 */
export function standDirectlyIn(root: Node, { selection, range }: CodeSymbol, places: readonly Position[]): boolean {
  return places.every(({ line, column }) => {
    const point = { row: line, column };
    for (let node = root.descendantForPosition(point, point); node !== null; node = node.parent) {
      if (!functionNode.test(node.type) || node.childCount === 0) continue;
      const own = node.startPosition.row < range.start.line || holds(node, selection.start);
      // A function that is a value begins behind the name that it is given.
      if (own || isValueOf(node, selection.start)) return true;
      if (hasName(node)) return false;
    }
    return true;
  });
}

function holds(node: Node, { line, column }: Position): boolean {
  const { row, column: start } = node.startPosition;
  return (row < line || (row === line && start <= column)) && !endsBefore(node, { line, column });
}

function endsBefore(node: Node, { line, column }: Position): boolean {
  const { row, column: end } = node.endPosition;
  return row < line || (row === line && end <= column);
}

function isValueOf(node: Node, { line, column }: Position): boolean {
  const { parent } = node;
  if (parent === null || !naming.test(parent.type)) return false;
  const { row, column: start } = parent.startPosition;
  return row === line && start <= column && holds(parent, { line, column });
}

function hasName(node: Node): boolean {
  if (node.childForFieldName('name') !== null) return true;
  return node.parent !== null && naming.test(node.parent.type);
}
