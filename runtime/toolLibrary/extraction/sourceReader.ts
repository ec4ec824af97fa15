import { readFileSync } from 'node:fs';
import path from 'node:path';
import { firstError, languageOfFile, openSyntax, type Syntax } from '../../syntax';
import type { CollectionProblem } from '../types';
import type { FileDraft } from './draft';
import { ScriptModule } from './javascript/scriptModule';
import { scriptFile } from './javascript/scriptFile';
import { pythonFile } from './python/pythonFile';
import { listFile, mayBeList } from './lists/listFile';
import { moduleResolver } from './resolveModule';
import { plainTree, type SyntaxNode } from './syntaxNode';

export interface ReadFile {
  readonly draft: FileDraft | undefined;
  readonly problems: readonly CollectionProblem[];
}

/** Reads the files of one collection. */
export interface SourceReader {
  /** Whether there may be tools in a file, by its name. */
  reads(file: string): boolean;
  /** @throws GrammarsMissingError */
  read(file: string, text: string, isTest: boolean): Promise<ReadFile>;
}

interface Parsed {
  readonly root: SyntaxNode;
  readonly brokenAt: number | undefined;
}

const scripts = new Set(['typescript', 'typescriptreact', 'javascript', 'javascriptreact']);

/** Characters of modules that are kept, because others import from them. */
const mostKept = 2_000_000;

/** @param files paths of the collection, below the root */
export function sourceReader(root: string, files: ReadonlySet<string>): SourceReader {
  const resolve = moduleResolver(files);
  const kept = new Map<string, { readonly module: ScriptModule; readonly brokenAt: number | undefined }>();
  const grammars = new Map<string, Syntax>();
  let characters = 0;

  /** A file's module, parsed once as long as it is kept. */
  function moduleOf(
    file: string,
    text: string,
  ): { readonly module: ScriptModule; readonly brokenAt: number | undefined } | undefined {
    const known = kept.get(file);
    if (known !== undefined) return known;
    const grammar = grammars.get(languageOfFile(file) ?? '');
    const typescript = grammars.get('typescript');
    if (grammar === undefined || typescript === undefined) return undefined;
    const { root: tree, brokenAt } = parsed(grammar, text);
    const module = new ScriptModule({
      ...{ path: file, text, root: tree },
      other: (name) => otherModule(file, name),
      parse: (source) => parsed(typescript, source).root,
    });
    const made = { module, brokenAt };
    kept.set(file, made);
    characters += text.length;
    for (const [oldest, { module: old }] of kept) {
      if (characters <= mostKept || oldest === file) break;
      kept.delete(oldest);
      characters -= old.text.length;
    }
    return made;
  }

  function otherModule(from: string, name: string): ScriptModule | undefined {
    const target = resolve(from, name);
    if (target === undefined || !scripts.has(languageOfFile(target) ?? '')) return undefined;
    const known = kept.get(target);
    if (known !== undefined) return known.module;
    try {
      return moduleOf(target, readFileSync(path.join(root, target), 'utf8'))?.module;
    } catch {
      // Gone meanwhile, or too much for the grammar: its own reading tells so.
      return undefined;
    }
  }

  return {
    reads: (file) => mayBeList(file) || (!/\.d\.[cm]?ts$|\.pyi$/.test(file) && /\.(pyw?|[cm]?[jt]sx?)$/.test(file)),
    read: async (file, text, isTest) => {
      if (mayBeList(file)) {
        const { tools, problems } = listFile(file, text);
        return { draft: tools.length === 0 ? undefined : listDraft(file, tools), problems };
      }
      const language = languageOfFile(file);
      if (language === 'python') {
        const python = await openSyntax('python');
        const parse = (source: string): SyntaxNode => parsed(python, source).root;
        return { draft: pythonFile({ path: file, text, ...parsed(python, text), isTest, parse }), problems: [] };
      }
      if (language === undefined || !scripts.has(language)) return { draft: undefined, problems: [] };
      // All of them: files import from each other.
      for (const each of scripts) if (!grammars.has(each)) grammars.set(each, await openSyntax(each));
      const made = moduleOf(file, text);
      return { draft: made === undefined ? undefined : scriptFile({ ...made, isTest }), problems: [] };
    },
  };
}

function listDraft(path: string, tools: FileDraft['tools']): FileDraft {
  const usage = { path, definitions: new Map() };
  return { path, tools, usage, imports: new Map(), calls: [], broken: undefined };
}

function parsed(syntax: Syntax, text: string): Parsed {
  const tree = syntax.parse(text);
  const brokenAt = tree.rootNode.hasError ? firstError(tree.rootNode)?.startIndex : undefined;
  return { root: plainTree(tree, text), brokenAt };
}
