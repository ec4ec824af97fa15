import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Language, Node, Parser } from '@vscode/tree-sitter-wasm';

/** Grammars by VS Code language id. They are there in development and on the command line, not in the extension. */
const GRAMMARS: Readonly<Record<string, string>> = {
  cpp: 'cpp',
  csharp: 'c-sharp',
  css: 'css',
  go: 'go',
  java: 'java',
  javascript: 'javascript',
  javascriptreact: 'javascript',
  php: 'php',
  powershell: 'powershell',
  python: 'python',
  ruby: 'ruby',
  rust: 'rust',
  shellscript: 'bash',
  typescript: 'typescript',
  typescriptreact: 'tsx',
};

interface TreeSitter {
  readonly Parser: typeof Parser;
  readonly Language: typeof Language;
}

const parsers = new Map<string, Promise<Parser | undefined>>();

/**
 * First place where a text does not parse.
 *
 * @returns 'unknown' when there is no grammar for the language, or none is installed; undefined when all parses
 */
export async function syntaxError(languageId: string, text: string): Promise<string | undefined> {
  const grammar = Object.hasOwn(GRAMMARS, languageId) ? GRAMMARS[languageId] : undefined;
  if (grammar === undefined) return 'unknown';
  const opening = parsers.get(grammar) ?? openParser(grammar);
  parsers.set(grammar, opening);
  const parser = await opening;
  if (parser === undefined) return 'unknown';
  const tree = parser.parse(text);
  if (tree === null) return 'unknown';
  const error = firstError(tree.rootNode);
  const found = error === undefined ? undefined : `line ${error.startPosition.row + 1} does not parse`;
  tree.delete();
  return found;
}

async function openParser(grammar: string): Promise<Parser | undefined> {
  try {
    const require = createRequire(__filename);
    const treeSitter = require('@vscode/tree-sitter-wasm') as TreeSitter;
    const file = await readFile(require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`));
    await treeSitter.Parser.init();
    const parser = new treeSitter.Parser();
    parser.setLanguage(await treeSitter.Language.load(file));
    return parser;
  } catch {
    // Not installed: brackets are checked instead.
    return undefined;
  }
}

/** Goes down only where there is an error: trees have some ten thousand nodes. */
function firstError(node: Node): Node | undefined {
  if (node.isError || node.isMissing) return node;
  if (!node.hasError) return undefined;
  for (const child of node.children) {
    const error = child === null ? undefined : firstError(child);
    if (error !== undefined) return error;
  }
  return undefined;
}
