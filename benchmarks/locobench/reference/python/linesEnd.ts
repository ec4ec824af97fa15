import type { Node } from '@vscode/tree-sitter-wasm';

const opening = new Set(['(', '[', '{']);
const closing = new Set([')', ']', '}']);
const startsLine = /_(?:statement|definition|clause)$|^(?:decorator|comment|block)$/;

/**
 * Whether every line end outside of brackets ends a statement or is escaped, and no keyword runs into a name: the grammar, which is made
 * for text that is being written, takes both.
 */
export function linesEnd(root: Node, source: string): boolean {
  let depth = 0;
  let lastRow = 0;
  let lastEnd = 0;
  /** Where a statement, or a part of one that may begin a line, begins. */
  const starts = new Set<number>();
  const pending: Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (startsLine.test(node.type)) starts.add(node.startIndex);
    if (node.childCount > 0 && node.type !== 'string') {
      for (const child of node.children.toReversed()) if (child !== null) pending.push(child);
      continue;
    }
    if (node.startIndex === node.endIndex) continue;
    const sameStatement = depth > 0 || node.startPosition.row === lastRow || starts.has(node.startIndex);
    if (!sameStatement && !source.slice(lastEnd, node.startIndex).includes('\\\n')) return false;
    // Python's own bound.
    if (opening.has(node.type) && ++depth > 200) return false;
    if (closing.has(node.type)) depth--;
    if (/^[a-z]+$/.test(node.type) && !node.isNamed && /[\p{L}\p{N}_]/u.test(source[node.endIndex] ?? '')) return false;
    lastRow = node.endPosition.row;
    lastEnd = node.endIndex;
  }
  return true;
}
