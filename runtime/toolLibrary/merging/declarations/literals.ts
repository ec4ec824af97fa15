import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from './nodes';

const simple = {
  python: new Set(['integer', 'float', 'true', 'false', 'none', 'string', 'concatenated_string', 'ellipsis']),
  script: new Set(['number', 'string', 'true', 'false', 'null', 'undefined', 'template_string', 'regex']),
};

/** A fixed value without any name in it: making it anew gives the same. Of numbers the sign may stand before it. */
export function isLiteral(language: 'python' | 'script', node: Node): boolean {
  if (simple[language].has(node.type)) {
    return node.descendantsOfType(['interpolation', 'template_substitution']).length === 0;
  }
  switch (node.type) {
    case 'unary_operator':
    case 'unary_expression': {
      const value = node.namedChild(0);
      return value !== null && ['integer', 'float', 'number'].includes(value.type) && /^[-+]/.test(node.text);
    }
    case 'parenthesized_expression':
    case 'tuple':
    case 'list':
    case 'array':
    case 'dictionary':
    case 'set':
      return childrenOf(node).every((each) => isLiteral(language, each));
    case 'object':
      return (
        childrenOf(node).every(({ type }) => type === 'pair') &&
        childrenOf(node).every((each) => isLiteral(language, each))
      );
    case 'pair':
      return childrenOf(node).every((each) => each.type === 'property_identifier' || isLiteral(language, each));
    case 'identifier':
      return language === 'script' && ['undefined', 'NaN', 'Infinity'].includes(node.text);
    default:
      return false;
  }
}

/**
 * Whether the text of a default can be written at a call instead. Python makes a default once and for all calls, so that only values that nobody can change are
 * taken there; scripts make it anew for each call.
 */
export function isFixedText(language: 'python' | 'script', text: string): boolean {
  const isPlain =
    /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ||
    /^[rbu]?(["'])(?:(?!\1)[^\\\n]|\\.)*\1$/i.test(text) ||
    /^(?:True|False|None|true|false|null|undefined|\(\))$/.test(text);
  return isPlain || (language === 'script' && /^(?:\[\]|\{\})$/.test(text));
}

/** Whether a value may be written twice, or left out, and nothing tells the difference. */
export function isImmutableNode(language: 'python' | 'script', node: Node): boolean {
  const containers = ['list', 'array', 'dictionary', 'set', 'object', 'regex'];
  return (
    isLiteral(language, node) && !containers.includes(node.type) && node.descendantsOfType(containers).length === 0
  );
}
