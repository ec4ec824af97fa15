import type { Node } from '@vscode/tree-sitter-wasm';

/** Written without blanks before it. */
const tightBefore = new Set(['(', ')', '[', ']', ',', '.', ':', '}']);
/** Written without blanks after it. */
const tightAfter = new Set(['(', '[', '.', '{', '']);
const atoms = new Set([
  'identifier',
  'integer',
  'float',
  'string',
  'call',
  'attribute',
  'subscript',
  'none',
  'true',
  'false',
]);

/**
 * A comparison in Python's own normal form (`ast.unparse`), as far as the searched texts can tell: one blank around operators, none before
 * a bracket, numbers in decimal, no brackets around a single value.
 */
export function comparisonText(node: Node): string {
  let text = '';
  let last = '';
  for (const token of tokens(node)) {
    const tight =
      text === '' || tightAfter.has(last) || (tightBefore.has(token) && !/^(?:not|in|is|and|or|if|else)$/.test(last));
    text += tight ? token : ` ${token}`;
    last = token;
  }
  return text;
}

function tokens(node: Node): readonly string[] {
  if (node.type === 'comment' || node.type === 'line_continuation') return [];
  if (node.type === 'integer') return [decimal(node.text)];
  if (node.type === 'string' || node.childCount === 0)
    return node.text.split(/\s+/).length > 1 && node.type !== 'string' ? node.text.split(/\s+/) : [node.text];
  const inner = node.type === 'parenthesized_expression' ? node.firstNamedChild : null;
  if (inner !== null && atoms.has(inner.type)) return tokens(inner);
  return node.children.flatMap((child) => (child === null ? [] : tokens(child)));
}

function decimal(text: string): string {
  const digits = text.replaceAll('_', '');
  return /^(?:0[xXoObB][\da-fA-F]+|\d+)$/.test(digits) ? String(BigInt(digits)) : digits;
}
