/**
 * A Python parser from tree-sitter's grammar, which takes more than Python does: what it takes beyond is refused by `isPython3`.
 * The grammar is a development dependency: it is looked up when it is first used, so that the bundled command line runs without.
 */
import type { Language, Node, Parser } from '@vscode/tree-sitter-wasm';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { packageRoot } from '../../../core/packageRoot';
import { isPython3 } from './acceptance';
import type { PythonModule, PythonParser } from './pythonModule';
import { summarise } from './summarise';

interface TreeSitter {
  readonly Parser: typeof Parser;
  readonly Language: typeof Language;
}

let opened: Promise<PythonParser> | undefined;

/** @throws Error when the grammar is not installed, as in a packaged extension */
export function openPythonParser(): Promise<PythonParser> {
  opened ??= open();
  return opened;
}

async function open(): Promise<PythonParser> {
  const require = createRequire(path.join(packageRoot(), 'package.json'));
  let treeSitter: TreeSitter;
  let grammar: Buffer;
  try {
    treeSitter = require('@vscode/tree-sitter-wasm') as TreeSitter;
    grammar = await readFile(require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm'));
  } catch (error) {
    throw new Error(
      'The grammar of Python (@vscode/tree-sitter-wasm) is not installed. Run npm install in the project.',
      {
        cause: error,
      },
    );
  }
  await treeSitter.Parser.init();
  const parser = new treeSitter.Parser();
  parser.setLanguage(await treeSitter.Language.load(grammar));
  return {
    parse: (text) => parsed(text, (source) => parser.parse(source)?.rootNode),
  };
}

function parsed(text: string, parse: (source: string) => Node | undefined): PythonModule | undefined {
  // Python takes all three line ends, and no NUL.
  const source = text.replace(/\r\n?/g, '\n');
  if (source.includes('\0')) return undefined;
  // The grammar wants a line end after the last statement.
  const root = parse(source.endsWith('\n') ? source : `${source}\n`);
  if (root === undefined) throw new Error('tree-sitter gave no tree for a text.');
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
