/** A Python parser from tree-sitter's grammar, which takes more than Python does: what it takes beyond is refused by `isPython3`. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { openSyntax } from '../../../../runtime/syntax';
import { isPython3 } from './acceptance';
import type { PythonModule, PythonParser } from './pythonModule';
import { summarise } from './summarise';

/** @throws GrammarsMissingError when the grammar is not installed */
export async function openPythonParser(): Promise<PythonParser> {
  const syntax = await openSyntax('python');
  return {
    parse: (text) => parsed(text, (source) => syntax.parse(source).rootNode),
  };
}

function parsed(text: string, parse: (source: string) => Node): PythonModule | undefined {
  // Python takes all three line ends, and no NUL.
  const source = text.replace(/\r\n?/g, '\n');
  if (source.includes('\0')) return undefined;
  // The grammar wants a line end after the last statement.
  const root = parse(source.endsWith('\n') ? source : `${source}\n`);
  try {
    return isPython3(root, source) ? summarise(root) : undefined;
  } catch (error) {
    // Nested deeper than the call stack: Python's own parser gives up there too.
    if (error instanceof RangeError) return undefined;
    throw error;
  } finally {
    root.tree.delete();
  }
}
