import type { Tree } from '@vscode/tree-sitter-wasm';

/** One stretch of a text replaced by another. UTF-16 code units. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly after: string;
}

/**
 * The tree of a text, moved to where its nodes stand once a stretch is replaced: for `Syntax.parse` of the new text.
 * @returns a tree that its taker deletes; the one given stays as it is
 */
export function editedTree(tree: Tree, text: string, { start, end, after }: TextEdit): Tree {
  const edited = tree.copy();
  const startPosition = pointAt(text, start);
  const lines = after.split('\n');
  const last = lines.at(-1)?.length ?? 0;
  edited.edit({
    ...{ startIndex: start, oldEndIndex: end, newEndIndex: start + after.length, startPosition },
    oldEndPosition: pointAt(text, end),
    newEndPosition: {
      row: startPosition.row + lines.length - 1,
      column: lines.length === 1 ? startPosition.column + last : last,
    },
  });
  return edited;
}

function pointAt(text: string, index: number): { readonly row: number; readonly column: number } {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
    row += 1;
    lineStart = at + 1;
  }
  return { row, column: index - lineStart };
}
