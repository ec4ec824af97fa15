/** The small faults that one node of a syntax tree may have: a wrong constant, a wrong operator, a lost result. */
import type { Node } from '@vscode/tree-sitter-wasm';

export interface Replaced {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** A result is lost: nothing subtle. */
  readonly lost?: true;
}

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>'],
  '<=': ['<', '>'],
  '>': ['>=', '<'],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '//': ['*'],
  '%': ['*'],
  '**': ['*'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '/=': ['*='],
  and: ['or'],
  or: ['and'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
};

const WITH_OPERATOR = new Set([
  'comparison_operator',
  'binary_operator',
  'boolean_operator',
  'augmented_assignment',
  'binary_expression',
  'augmented_assignment_expression',
]);

export function faultsOfNode(node: Node): Replaced[] {
  const whole = (text: string): Replaced[] => [{ start: node.startIndex, end: node.endIndex, text }];
  switch (node.type) {
    case 'integer':
    case 'float':
    case 'number':
      return numberFault(node.text).flatMap(whole);
    case 'string':
    case 'template_string':
      return stringFault(node);
    case 'true':
    case 'True':
      return whole(node.text === 'True' ? 'False' : 'false');
    case 'false':
    case 'False':
      return whole(node.text === 'False' ? 'True' : 'true');
    case 'not_operator':
      return whole(node.childForFieldName('argument')?.text ?? node.text);
    case 'unary_operator':
    case 'unary_expression':
      return /^[-!]/.test(node.text) ? whole(`(${node.childForFieldName('argument')?.text ?? node.text})`) : [];
    case 'return_statement':
      return lostResult(node);
    default:
      return WITH_OPERATOR.has(node.type) ? operatorFaults(node) : [];
  }
}

function numberFault(text: string): string[] {
  const value = Number(text.replace(/_/g, ''));
  if (!Number.isFinite(value)) return [];
  // 1.5 of a fraction: adding 1 to 1e-9 would change what the number is.
  return [Number.isInteger(value) ? `${value + 1}${/[.]/.test(text) ? '.0' : ''}` : String(value * 1.5)];
}

function stringFault(node: Node): Replaced[] {
  const fence = /(?:"""|'''|["'`])$/.exec(node.text)?.[0];
  if (fence === undefined) return [];
  const end = node.endIndex - fence.length;
  // One more in a set of characters would hardly be seen; another one is.
  const single = node.text.length - fence.length * 2 === 1;
  return [{ start: single ? end - 1 : end, end, text: '~' }];
}

function operatorFaults(node: Node): Replaced[] {
  return node.children.flatMap((child) => {
    if (child === null || child.isNamed) return [];
    return (OPERATORS[child.type] ?? []).map((text) => ({ start: child.startIndex, end: child.endIndex, text }));
  });
}

function lostResult(node: Node): Replaced[] {
  const value = node.namedChildren[0];
  if (value === undefined || value === null || /^(?:None|null|undefined)$/.test(value.text)) return [];
  const python = !node.text.endsWith(';') && node.tree.rootNode.type === 'module';
  return [{ start: value.startIndex, end: value.endIndex, text: python ? 'None' : 'undefined', lost: true }];
}
