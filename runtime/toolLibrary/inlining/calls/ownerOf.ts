import type { Node } from '@vscode/tree-sitter-wasm';

/** Name of the declaration at the top of the file that a node stands in; empty where it is a plain statement. */
export function ownerOf(node: Node): string {
  let top = node;
  while (top.parent?.parent !== null && top.parent !== null) top = top.parent;
  const declaration = top.childForFieldName('declaration') ?? top.childForFieldName('definition') ?? top;
  const declared = declaration.type.endsWith('_declaration') ? declaration.namedChild(0) : declaration;
  return (declaration.childForFieldName('name') ?? declared?.childForFieldName('name'))?.text ?? '';
}
