import type { Node } from '@vscode/tree-sitter-wasm';
import { codeTokenNodes } from '../../grouping';

/** A number or a text that is written out in a function. */
export interface Constant {
  readonly value: number | string;
  readonly node: Node;
}

/** A function whose constants are taken out. */
export interface Abstracted {
  /** Its code with a mark for each constant: equal for functions that differ in names and constants alone. */
  readonly shape: string;
  /** In the order of the marks. */
  readonly constants: readonly Constant[];
  /** Texts of errors, which may differ without being parameters. */
  readonly messages: readonly Node[];
}

const NUMBERS = new Set(['integer', 'float', 'number']);
/** What stands there is no value of the code: it is said of an error, or holds where an argument is left out. */
const MESSAGES = new Set(['raise_statement', 'throw_statement']);
const DEFAULTS = new Set(['default_parameter', 'typed_default_parameter', 'required_parameter', 'optional_parameter']);

/**
 * @param declaration the function's node
 * @returns undefined where it calls itself, or no function is found
 */
export function abstracted(declaration: Node): Abstracted | undefined {
  const tokens = codeTokenNodes(declaration);
  if (tokens === undefined || tokens.some(({ text }) => text === '@self')) return undefined;
  const constants: Constant[] = [];
  const messages: Node[] = [];
  const marks = tokens.map(({ text, node }) => {
    if (node === undefined) return text;
    const value = valueOf(node);
    if (value === undefined) return text;
    const around = surroundings(node, declaration);
    if (around === 'default') return text;
    if (around === 'message') {
      messages.push(node);
      return '#message';
    }
    constants.push({ value, node });
    return typeof value === 'number' ? '#number' : '#text';
  });
  return { shape: marks.join('\u0000'), constants, messages };
}

/** Numbers that JSON can say, and texts without escapes. */
function valueOf(node: Node): number | string | undefined {
  if (NUMBERS.has(node.type)) {
    const plain = node.text.replaceAll('_', '');
    if (!/^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(plain)) return undefined;
    const value = Number(plain);
    return Number.isSafeInteger(value) || !Number.isInteger(value) ? value : undefined;
  }
  return node.type === 'string' ? /^(["'])([^\\\n]*)\1$/.exec(node.text)?.[2] : undefined;
}

function surroundings(node: Node, declaration: Node): 'message' | 'default' | undefined {
  for (let at = node.parent; at !== null && !at.equals(declaration); at = at.parent) {
    if (MESSAGES.has(at.type)) return 'message';
    if (DEFAULTS.has(at.type)) return 'default';
  }
  return undefined;
}
