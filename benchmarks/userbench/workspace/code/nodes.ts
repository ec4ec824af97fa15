/** Small steps over syntax trees. */
import type { Node } from '@vscode/tree-sitter-wasm';

export function named(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child !== null);
}

export function field(node: Node, name: string): Node | undefined {
  return node.childForFieldName(name) ?? undefined;
}

/** Every node below, without those under `stop`. */
export function* below(node: Node, stop?: (node: Node) => boolean): Generator<Node> {
  for (const child of named(node)) {
    yield child;
    if (stop?.(child) !== true) yield* below(child, stop);
  }
}

export function lineOf(node: Node): number {
  return node.startPosition.row + 1;
}

/** A string's content, of any quotes. */
export function unquoted(text: string): string {
  return text.replace(/^[a-zA-Z]{0,2}("""|'''|["'`])/, '').replace(/("""|'''|["'`])$/, '');
}

/** The text with these stretches blanked; lines stay. */
export function blanked(
  text: string,
  stretches: readonly { readonly startIndex: number; readonly endIndex: number }[],
): string {
  let result = '';
  let at = 0;
  for (const { startIndex, endIndex } of [...stretches].sort((a, b) => a.startIndex - b.startIndex)) {
    if (startIndex < at) continue;
    result += text.slice(at, startIndex) + text.slice(startIndex, endIndex).replace(/[^\n]/g, ' ');
    at = endIndex;
  }
  return result + text.slice(at);
}
