import type { Tree } from '@vscode/tree-sitter-wasm';
import { languageOfFile } from '../../../syntax';
import { pythonNames } from './pythonNames';
import type { FileNames } from './scope';
import { scriptNames } from './scriptNames';

/** What the names in a file mean. @param tree of the whole file */
export function namesOf({ path, tree }: { readonly path: string; readonly tree: Tree }): FileNames {
  return languageOfFile(path) === 'python' ? pythonNames(tree) : scriptNames(tree);
}
