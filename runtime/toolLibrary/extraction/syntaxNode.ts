import type { Tree } from '@vscode/tree-sitter-wasm';

/** Deeper nesting is not gone into: what reads the tree calls itself for each level. Nodes. */
const deepest = 900;

/**
 * A node of a syntax tree as plain data: the tree of WebAssembly is freed at once, and reading it costs no calls into it.
 * Places count UTF-16 code units.
 */
export class SyntaxNode {
  readonly children: SyntaxNode[] = [];

  constructor(
    private readonly source: string,
    readonly type: string,
    readonly start: number,
    readonly end: number,
    readonly isNamed: boolean,
    /** Name of its place in its parent. */
    readonly field: string | undefined,
    readonly parent: SyntaxNode | undefined,
  ) {}

  get text(): string {
    return this.source.slice(this.start, this.end);
  }

  /** Children without punctuation, keywords and comments. */
  get named(): readonly SyntaxNode[] {
    return this.children.filter(({ isNamed, type }) => isNamed && type !== 'comment');
  }

  /** The first child in a place. */
  child(field: string): SyntaxNode | undefined {
    return this.children.find((each) => each.field === field);
  }

  first(...types: readonly string[]): SyntaxNode | undefined {
    return this.children.find(({ type }) => types.includes(type));
  }

  has(type: string): boolean {
    return this.children.some((each) => each.type === type);
  }

  /** The node itself and all below it, in order of the text. @param enter whether to go below a node; default: always */
  *walk(enter: (node: SyntaxNode) => boolean = () => true): Generator<SyntaxNode> {
    const pending: SyntaxNode[] = [this];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      yield node;
      if (!enter(node)) continue;
      for (let at = node.children.length - 1; at >= 0; at--) pending.push(node.children[at]!);
    }
  }
}

/** @param tree of `text`; it is deleted */
export function plainTree(tree: Tree, text: string): SyntaxNode {
  const cursor = tree.walk();
  try {
    const at = (parent: SyntaxNode | undefined): SyntaxNode =>
      new SyntaxNode(
        text,
        cursor.nodeType,
        cursor.startIndex,
        cursor.endIndex,
        cursor.nodeIsNamed,
        cursor.currentFieldName ?? undefined,
        parent,
      );
    const root = at(undefined);
    let node = root;
    let depth = 0;
    for (;;) {
      if (depth < deepest && cursor.gotoFirstChild()) {
        depth++;
        const child = at(node);
        node.children.push(child);
        node = child;
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return root;
        depth--;
        node = node.parent!;
      }
      const sibling = at(node.parent);
      node.parent!.children.push(sibling);
      node = sibling;
    }
  } finally {
    cursor.delete();
    tree.delete();
  }
}

/** From 1. */
export function lineAt(text: string, place: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < place; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
