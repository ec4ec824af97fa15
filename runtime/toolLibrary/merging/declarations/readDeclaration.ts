import type { Tree } from '@vscode/tree-sitter-wasm';
import { languageOfFile } from '../../../syntax';
import type { Declaration, Unwritable } from './declaration';
import { pythonDeclaration } from './pythonDeclaration';
import { scriptDeclaration } from './scriptDeclaration';

/** A file with its tree. */
interface ParsedText {
  readonly path: string;
  readonly text: string;
  readonly tree: Tree;
}

/** Where the parts of a function stand in its file. */
export function readDeclaration({ path, text, tree }: ParsedText, access: string): Declaration | Unwritable {
  return languageOfFile(path) === 'python' ? pythonDeclaration(tree, text, access) : scriptDeclaration(tree, access);
}
