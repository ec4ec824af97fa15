import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeLanguage, RepositoryIndex } from '../../../../runtime/repository';
import { parseKept } from '../../../../runtime/syntax';
import { pythonNames } from './names/pythonNames';
import { scriptNames } from './names/scriptNames';
import type { FileNames, Link } from './names/types';

/** Larger files are in no set, so no scenario is made of them. */
const MOST_BYTES = 2 * 1024 * 1024;
const MOST_ERRORS = 20;
/** Files whose names are kept in memory. */
const MOST_KEPT = 400;

export type Family = 'script' | 'python';

export function familyOf(language: CodeLanguage | undefined): Family | undefined {
  if (language === 'python') return 'python';
  return language !== undefined && /^(?:type|java)script/.test(language) ? 'script' : undefined;
}

/** What the names in each file mean, read when it is asked for, and which files have a word at all. */
export class RepositoryNames {
  private readonly kept = new Map<string, Promise<FileNames | undefined>>();
  private words: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(readonly index: RepositoryIndex) {}

  text(path: string): string {
    return this.index.text(path);
  }

  /** @returns undefined where it is in no language that is understood here, or does not parse */
  async names(path: string): Promise<FileNames | undefined> {
    const known = this.kept.get(path);
    if (known !== undefined) return known;
    const reading = this.read(path);
    this.kept.set(path, reading);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return reading;
  }

  /** Files of any kind in which a word stands, in code, texts or comments. Sorted. */
  filesWith(word: string): readonly string[] {
    this.words ??= this.readWords();
    return this.words.get(word) ?? [];
  }

  /** What a link leads to. */
  targetsOf(path: string, { specifier }: Link): LinkTarget {
    const edges = this.index.importsOf(path).filter((edge) => edge.specifier === specifier);
    const paths = edges.flatMap(({ resolution }) =>
      resolution.kind === 'file' ? resolution.path : resolution.kind === 'files' ? resolution.paths : [],
    );
    const unresolved = edges.length === 0 || edges.some(({ resolution }) => resolution.kind === 'unresolved');
    return { paths: [...new Set(paths)], unresolved };
  }

  private async read(path: string): Promise<FileNames | undefined> {
    const file = this.index.file(path);
    if (file?.language === undefined || file.skipped !== undefined) return undefined;
    return namesOfText(file.language, this.text(path));
  }

  private readWords(): ReadonlyMap<string, readonly string[]> {
    const words = new Map<string, string[]>();
    for (const { path, skipped, bytes } of this.index.files()) {
      if (skipped !== undefined || bytes > MOST_BYTES) continue;
      // PHP's `$a` has the word `a`.
      const found = this.text(path)
        .match(/[A-Za-z_$][\w$]*/g)
        ?.flatMap((word) => [word, word.replace(/^\$+/, '')]);
      for (const word of new Set(found)) {
        const paths = words.get(word);
        if (paths === undefined) words.set(word, [path]);
        else paths.push(path);
      }
    }
    return words;
  }
}

/** @returns undefined where the language is not understood here, or the text does not parse */
export async function namesOfText(language: CodeLanguage, text: string): Promise<FileNames | undefined> {
  const family = familyOf(language);
  if (family === undefined) return undefined;
  const tree = await parseKept(language, text);
  try {
    if (!isReadable(tree.rootNode)) return undefined;
    return family === 'script' ? scriptNames(tree.rootNode) : pythonNames(tree.rootNode);
  } finally {
    tree.delete();
  }
}

/** A word that a grammar does not know yet, like `out` before the name of a type, leaves the tree around it as it is. */
function isReadable(root: Node): boolean {
  const errors = errorsBelow(root);
  return errors.length <= MOST_ERRORS && errors.every(({ text }) => /^\w{0,12}$/.test(text));
}

function errorsBelow(node: Node): readonly Node[] {
  if (node.isError || node.isMissing) return [node];
  if (!node.hasError) return [];
  return node.children.flatMap((child) => (child === null ? [] : errorsBelow(child)));
}

export interface LinkTarget {
  readonly paths: readonly string[];
  /** Nobody knows where it leads. */
  readonly unresolved: boolean;
}
