import type { Node } from '@vscode/tree-sitter-wasm';
import { isLiteral } from '../declarations/literals';
import { childrenOf } from '../declarations/nodes';

const functions = new Set(['arrow_function', 'function_expression', 'generator_function', 'lambda']);
const makers = {
  python: /^(?:re\.compile|frozenset|set|dict|tuple|list|str\.maketrans|namedtuple|TypeVar|Decimal|timedelta)$/,
  script: /^(?:Map|Set|WeakMap|WeakSet|RegExp|Date|Intl\.\w+|TextEncoder|TextDecoder|Object\.freeze)$/,
};

/** Whether a value can be made or not made, and nothing else in the program is different: what a constant of a file may be. */
export function isPureValue(language: 'python' | 'script', node: Node): boolean {
  if (isLiteral(language, node)) return true;
  if (functions.has(node.type)) return true;
  switch (node.type) {
    case 'as_expression':
    case 'satisfies_expression':
      return childrenOf(node)
        .slice(0, 1)
        .every((each) => isPureValue(language, each));
    case 'call':
    case 'call_expression':
    case 'new_expression': {
      const callee = (node.childForFieldName('function') ?? node.childForFieldName('constructor'))?.text ?? '';
      const list = node.childForFieldName('arguments');
      return (
        makers[language].test(callee) &&
        (list === null || childrenOf(list).every((each) => isPureValue(language, each)))
      );
    }
    case 'keyword_argument':
    case 'pair':
    case 'dictionary':
    case 'list':
    case 'tuple':
    case 'set':
    case 'array':
    case 'object':
    case 'parenthesized_expression':
      return childrenOf(node).every((each) => each.type.endsWith('identifier') || isPureValue(language, each));
    case 'binary_operator':
    case 'binary_expression':
      // Sums of numbers and the like; no name's operators are called.
      return childrenOf(node).every((each) => isPureValue(language, each));
    default:
      return false;
  }
}
