import { firstError, openSyntax, type Syntax } from '../../syntax';
import type { CollectionProblem } from '../types';
import type { FileDraft } from './draft';
import { pythonFile } from './python/pythonFile';
import { plainTree, type SyntaxNode } from './syntaxNode';

export interface ReadFile {
  readonly draft: FileDraft | undefined;
  readonly problems: readonly CollectionProblem[];
}

export interface SourceReader {
  /** Whether there may be tools in a file, by its name. */
  reads(path: string): boolean;
  /** @throws GrammarsMissingError */
  read(path: string, text: string, isTest: boolean): Promise<ReadFile>;
}

interface Parsed {
  readonly root: SyntaxNode;
  readonly brokenAt: number | undefined;
}

/** @param _files paths of the collection */
export function sourceReader(_root: string, _files: ReadonlySet<string>): SourceReader {
  return {
    reads: (path) => /\.pyw?$/.test(path),
    read: async (path, text, isTest) => {
      const python = await openSyntax('python');
      const { root, brokenAt } = parsed(python, text);
      const draft = pythonFile({ path, text, root, brokenAt, isTest, parse: (source) => parsed(python, source).root });
      return { draft, problems: [] };
    },
  };
}

function parsed(syntax: Syntax, text: string): Parsed {
  const tree = syntax.parse(text);
  const brokenAt = tree.rootNode.hasError ? firstError(tree.rootNode)?.startIndex : undefined;
  return { root: plainTree(tree, text), brokenAt };
}
