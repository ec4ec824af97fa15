import type { Tree } from '@vscode/tree-sitter-wasm';
import { parse } from './openSyntax';

/** Characters of the texts whose trees are kept together; a tree takes some ten times as much. */
const mostCharacters = 2_000_000;

const kept = new Map<string, { readonly tree: Tree; readonly characters: number }>();
let characters = 0;

/**
 * The same as `parse`, for work that looks at the same texts again and again: trees of the last ones are kept, and each taker gets a copy
 * that shares them.
 * @throws as openSyntax
 * @returns a tree that its taker deletes
 */
export async function parseKept(languageId: string, text: string): Promise<Tree> {
  const key = `${languageId}\n${text}`;
  const known = kept.get(key);
  if (known !== undefined) {
    // Put last: what is looked at seldom goes first.
    kept.delete(key);
    kept.set(key, known);
    return known.tree.copy();
  }
  const tree = await parse(languageId, text);
  if (text.length > mostCharacters) return tree;
  const meanwhile = kept.get(key);
  if (meanwhile !== undefined) return tree;
  kept.set(key, { tree: tree.copy(), characters: text.length });
  characters += text.length;
  for (const [oldest, { tree: old, characters: length }] of kept) {
    if (characters <= mostCharacters) break;
    kept.delete(oldest);
    characters -= length;
    old.delete();
  }
  return tree;
}
