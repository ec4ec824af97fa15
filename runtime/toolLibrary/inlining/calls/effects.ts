import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, isLiteral } from '../../merging';

/** `constant`: it is the same whenever it is looked at. `reading`: it looks at variables. `acting`: it may do or raise anything. */
export type Nature = 'constant' | 'reading' | 'acting';

const order: readonly Nature[] = ['constant', 'reading', 'acting'];
const containers = new Set(['tuple', 'list', 'array', 'dictionary', 'object', 'pair', 'parenthesized_expression']);

/** What an expression may do. Members and operators count as acting: both languages let them call code. */
export function natureOf(language: 'python' | 'script', node: Node): Nature {
  if (isLiteral(language, node)) return 'constant';
  if (['lambda', 'arrow_function', 'function_expression'].includes(node.type)) {
    // Defaults of a lambda are looked at when it is made.
    return node.descendantsOfType(['default_parameter']).length === 0 ? 'constant' : 'acting';
  }
  if (['identifier', 'shorthand_property_identifier'].includes(node.type)) return 'reading';
  if (node.type === 'property_identifier') return 'constant';
  if (!containers.has(node.type)) return 'acting';
  const natures = childrenOf(node).map((each) => natureOf(language, each));
  return order[Math.max(0, ...natures.map((each) => order.indexOf(each)))] ?? 'acting';
}

/** Whether two expressions may be evaluated in either order. */
export function commute(language: 'python' | 'script', a: Node, b: Node): boolean {
  const natures = [natureOf(language, a), natureOf(language, b)];
  return natures.includes('constant') || natures.every((each) => each === 'reading');
}

/** Whether a value that is passed can not be JavaScript's `undefined`. */
export function isNeverUndefined(node: Node): boolean {
  const known = ['number', 'string', 'true', 'false', 'null', 'template_string', 'array', 'object', 'regex'];
  return [...known, 'arrow_function', 'function_expression', 'class'].includes(node.type);
}
