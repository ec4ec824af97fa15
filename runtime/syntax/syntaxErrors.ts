import type { Node } from '@vscode/tree-sitter-wasm';

/** First error or missing node of a tree, in order of place. */
export function firstError(node: Node): Node | undefined {
  if (node.isError || node.isMissing) return node;
  for (const child of brokenChildren(node)) {
    const error = firstError(child);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** Number of error and missing nodes of a tree. */
export function countErrors(node: Node): number {
  const own = node.isError || node.isMissing ? 1 : 0;
  let sum = own;
  for (const child of brokenChildren(node)) sum += countErrors(child);
  return sum;
}

/** Goes down only where there is an error: trees have some ten thousand nodes. */
function* brokenChildren(node: Node): Generator<Node> {
  if (!node.hasError) return;
  for (const child of node.children) {
    if (child !== null && (child.hasError || child.isMissing)) yield child;
  }
}
