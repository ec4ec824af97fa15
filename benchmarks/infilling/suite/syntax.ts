/**
 * Whether a text that is put into a file leaves it as well-formed as it should be, by tree-sitter. The grammars are
 * development dependencies: they are looked up when they are first used, so that the bundled command line runs without.
 */
import type { Language, Node, Parser } from '@vscode/tree-sitter-wasm';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { packageRoot } from '../../core/packageRoot';

/** File of the grammar, by VS Code language id, within node_modules. */
const GRAMMARS: Readonly<Record<string, string>> = {
  // The grammar of C++ takes C as well, but not where C uses a word that is a keyword of C++.
  c: 'tree-sitter-c/tree-sitter-c.wasm',
  cpp: '@vscode/tree-sitter-wasm/wasm/tree-sitter-cpp.wasm',
  go: '@vscode/tree-sitter-wasm/wasm/tree-sitter-go.wasm',
  java: '@vscode/tree-sitter-wasm/wasm/tree-sitter-java.wasm',
  javascript: '@vscode/tree-sitter-wasm/wasm/tree-sitter-javascript.wasm',
  javascriptreact: '@vscode/tree-sitter-wasm/wasm/tree-sitter-javascript.wasm',
  python: '@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm',
  rust: '@vscode/tree-sitter-wasm/wasm/tree-sitter-rust.wasm',
  typescript: '@vscode/tree-sitter-wasm/wasm/tree-sitter-typescript.wasm',
  typescriptreact: '@vscode/tree-sitter-wasm/wasm/tree-sitter-tsx.wasm',
};

/** Whether syntax can be judged in a language. */
export function hasGrammar(languageId: string): boolean {
  return Object.hasOwn(GRAMMARS, languageId);
}

/** The development dependencies that hold the grammars are not installed, as in a packaged extension. */
export class GrammarsMissingError extends Error {
  constructor(cause: unknown) {
    super('The grammars (@vscode/tree-sitter-wasm, tree-sitter-c) are not installed.', { cause });
    this.name = 'GrammarsMissingError';
  }
}

/**
 * Whether the file with `middle` between prefix and suffix has no more syntax errors (error and missing nodes) than the
 * file with the true middle. Errors are compared and not forbidden, because the texts are usually cut out of longer
 * files and begin or end inside a construct.
 *
 * @param languageId one that hasGrammar knows
 * @param truth undefined where it is not known: then no more errors than the file has without any middle
 * @throws RangeError for a language without grammar, GrammarsMissingError where the grammars are not installed
 */
export async function syntaxValid(
  languageId: string,
  prefix: string,
  middle: string,
  suffix: string,
  truth = '',
): Promise<boolean> {
  if (middle === truth) return true;
  const wanted = prefix + truth + suffix;
  const key = createHash('sha256').update(`${languageId} ${wanted}`).digest('base64');
  const allowed = allowedErrors.get(key) ?? (await syntaxErrors(languageId, wanted));
  allowedErrors.set(key, allowed);
  return (await syntaxErrors(languageId, prefix + middle + suffix)) <= allowed;
}

/** Errors of true files: the same ones are asked for again with every model. */
const allowedErrors = new Map<string, number>();

/**
 * Number of error and missing nodes in the syntax tree of a text.
 *
 * @throws as syntaxValid
 */
export async function syntaxErrors(languageId: string, text: string): Promise<number> {
  const parser = await (parsers.get(languageId) ?? openParser(languageId));
  const tree = parser.parse(text);
  if (tree === null) throw new Error('tree-sitter gave no tree for a text.');
  const errors = errorsIn(tree.rootNode);
  tree.delete();
  return errors;
}

const parsers = new Map<string, Promise<Parser>>();

function openParser(languageId: string): Promise<Parser> {
  const grammar = GRAMMARS[languageId];
  if (grammar === undefined || !hasGrammar(languageId)) {
    throw new RangeError(`There is no grammar for ${languageId}.`);
  }
  const opening = openGrammar(grammar);
  parsers.set(languageId, opening);
  return opening;
}

interface TreeSitter {
  readonly Parser: typeof Parser;
  readonly Language: typeof Language;
}

async function openGrammar(file: string): Promise<Parser> {
  const require = createRequire(path.join(packageRoot(), 'package.json'));
  let treeSitter: TreeSitter;
  let grammar: Buffer;
  try {
    treeSitter = require('@vscode/tree-sitter-wasm') as TreeSitter;
    grammar = await readFile(require.resolve(file));
  } catch (error) {
    throw new GrammarsMissingError(error);
  }
  await treeSitter.Parser.init();
  const parser = new treeSitter.Parser();
  parser.setLanguage(await treeSitter.Language.load(grammar));
  return parser;
}

/** Goes down only where there is an error: trees have some ten thousand nodes. */
function errorsIn(node: Node): number {
  if (!node.hasError && !node.isMissing) return 0;
  const own = node.isError || node.isMissing ? 1 : 0;
  return node.children.reduce((sum, child) => sum + (child === null ? 0 : errorsIn(child)), own);
}
