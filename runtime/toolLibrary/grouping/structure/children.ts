import type { Node } from '@vscode/tree-sitter-wasm';

/** The binding's types allow for missing children. */
export const childrenOf = (node: Node): readonly Node[] => node.children.filter((child) => child !== null);

export const namedChildrenOf = (node: Node): readonly Node[] => node.namedChildren.filter((child) => child !== null);
