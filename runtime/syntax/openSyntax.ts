import type { Language, Parser, Query, Tree } from '@vscode/tree-sitter-wasm';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { knownSyntax } from './knownSyntax';
import { grammarOf, hasGrammar, type GrammarLanguage } from './grammars';

/** The part of web-tree-sitter that is used. */
interface TreeSitter {
  readonly Parser: typeof Parser;
  readonly Language: typeof Language;
  readonly Query: typeof Query;
}

/** A language that can be parsed. */
export interface Syntax {
  readonly language: GrammarLanguage;
  readonly grammar: Language;
  /**
   * Places in the tree count UTF-16 code units.
   * @param before tree of a text that this one differs from, edited by where they differ (`editedTree`): only that part is parsed anew
   * @returns a tree that its taker deletes: it lies in memory that nobody else frees
   */
  parse(text: string, before?: Tree): Tree;
}

/** A grammar, or what runs grammars, is not installed. */
export class GrammarsMissingError extends Error {
  constructor(grammar: string, cause: unknown) {
    super(`The grammar ${grammar} is not installed. Run npm install, or install Whetstone again.`, { cause });
    this.name = 'GrammarsMissingError';
  }
}

const opened = new Map<string, Promise<Syntax>>();

/**
 * Loads a grammar when it is first asked for, and keeps it.
 *
 * @param languageId VS Code's id
 * @throws RangeError for a language without grammar, GrammarsMissingError where its grammar is not installed
 */
export function openSyntax(languageId: string): Promise<Syntax> {
  if (!hasGrammar(languageId)) return Promise.reject(new RangeError(`There is no grammar for ${languageId}.`));
  const kept = opened.get(languageId);
  if (kept !== undefined) return kept;
  const opening = load(languageId);
  opened.set(languageId, opening);
  return opening;
}

/**
 * The syntax tree of a text.
 * @throws as openSyntax
 * @returns a tree that its taker deletes
 */
export async function parse(languageId: string, text: string): Promise<Tree> {
  return (await openSyntax(languageId)).parse(text);
}

async function load(language: GrammarLanguage): Promise<Syntax> {
  const name = grammarOf(language);
  const { treeSitter, grammar } = await loadGrammar(name);
  const parser = new treeSitter.Parser();
  parser.setLanguage(grammar);
  return {
    language,
    grammar,
    parse: (text, before) => {
      const tree = parser.parse(knownSyntax(language, text), before);
      if (tree === null) throw new Error('tree-sitter gave no tree for a text.');
      return tree;
    },
  };
}

interface LoadedGrammar {
  readonly treeSitter: TreeSitter;
  readonly grammar: Language;
}

const loaded = new Map<string, Promise<LoadedGrammar>>();

/** Languages that share a grammar have parsers of their own, but its machine code once. */
function loadGrammar(name: string): Promise<LoadedGrammar> {
  const kept = loaded.get(name);
  if (kept !== undefined) return kept;
  const loading = readGrammar(name);
  loaded.set(name, loading);
  return loading;
}

async function readGrammar(name: string): Promise<LoadedGrammar> {
  let treeSitter: TreeSitter;
  let bytes: Buffer;
  try {
    treeSitter = await startTreeSitter();
    bytes = await readFile(locate(`${name}.wasm`));
  } catch (error) {
    throw new GrammarsMissingError(name, error);
  }
  return { treeSitter, grammar: await treeSitter.Language.load(bytes) };
}

let starting: Promise<TreeSitter> | undefined;

function startTreeSitter(): Promise<TreeSitter> {
  starting ??= (async () => {
    const treeSitter = createRequire(__filename)(locate('tree-sitter.js')) as TreeSitter;
    await treeSitter.Parser.init();
    return treeSitter;
  })();
  return starting;
}

/**
 * A file of tree-sitter: in dist/grammars for a bundle in dist/ or dist/runtime/, in node_modules for the sources and for
 * grammars that do not ship.
 * @throws Error when it is not there
 */
function locate(file: string): string {
  for (const folder of [path.join(__dirname, 'grammars'), path.join(__dirname, '..', 'grammars')]) {
    const bundled = path.join(folder, file);
    if (path.extname(__filename) !== '.ts' && existsSync(bundled)) return bundled;
  }
  const home = file === 'tree-sitter-c.wasm' ? 'tree-sitter-c' : '@vscode/tree-sitter-wasm/wasm';
  return createRequire(__filename).resolve(`${home}/${file}`);
}
