import type { Node } from '@vscode/tree-sitter-wasm';

/** The named children of a node. The library's types allow for holes that its trees do not have. */
export function childrenOf(node: Node): readonly Node[] {
  return node.namedChildren.filter((each) => each !== null);
}

/** All nodes of some types below a node, in order. */
export function nodesOf(node: Node, types: string | string[]): readonly Node[] {
  return node.descendantsOfType(types).filter((each) => each !== null);
}
