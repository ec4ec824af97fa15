import { posix } from 'node:path';
import type { Tree } from '@vscode/tree-sitter-wasm';
import {
  factsReader,
  importGraph,
  openImportResolver,
  type FileFacts,
  type ImportResolver,
  type RawImport,
  type RepositoryView,
} from '../../../repository';
import { isCodeLanguage, languageOfFile, openSyntax } from '../../../syntax';

export interface CollectionFile {
  readonly path: string;
  readonly text: string;
  readonly tree: Tree;
  readonly facts: FileFacts;
}

/** The source files of a collection as a refactoring needs them: their trees, and who imports whom. */
export class CollectionFiles {
  /** Imports that the refactoring itself adds. */
  private readonly added = new Map<string, Set<string>>();
  private fromRoot: boolean | undefined;

  private constructor(
    private readonly root: string,
    private readonly texts: ReadonlyMap<string, string>,
    private readonly files: ReadonlyMap<string, CollectionFile>,
    private readonly resolver: ImportResolver,
  ) {}

  /**
   * @param texts by path from the root, with `/`; files in a language without grammar are left out
   * @throws GrammarsMissingError
   */
  static async of(root: string, texts: ReadonlyMap<string, string>): Promise<CollectionFiles> {
    return CollectionFiles.read(root, texts, new Map());
  }

  private static async read(
    root: string,
    texts: ReadonlyMap<string, string>,
    known: ReadonlyMap<string, CollectionFile>,
  ): Promise<CollectionFiles> {
    const files = new Map<string, CollectionFile>();
    for (const [path, text] of texts) {
      const same = known.get(path);
      if (same?.text === text) {
        files.set(path, same);
        continue;
      }
      const language = languageOfFile(path);
      if (language === undefined || !isCodeLanguage(language)) continue;
      const facts = (await factsReader(language))(path, text);
      files.set(path, { path, text, tree: (await openSyntax(language)).parse(text), facts });
    }
    const paths = [...texts.keys()].sort();
    const view: RepositoryView = {
      ...{ root, paths, has: (path) => texts.has(path), read: (path) => texts.get(path) },
      language: languageOfFile,
      namespaces: (path) => files.get(path)?.facts.namespaces ?? [],
    };
    return new CollectionFiles(root, texts, files, openImportResolver(view));
  }

  /** The collection with other texts for some files; those that are the same are shared, and freed by `disposeOwn`. */
  with(changed: ReadonlyMap<string, string>): Promise<CollectionFiles> {
    return CollectionFiles.read(this.root, new Map([...this.texts, ...changed]), this.files);
  }

  get paths(): readonly string[] {
    return [...this.files.keys()];
  }

  get(path: string): CollectionFile | undefined {
    return this.files.get(path);
  }

  has(path: string): boolean {
    return this.files.has(path);
  }

  /**
   * Whether scripts of Python, outside of packages, load those of other folders by their path from the root. They are then found from the root
   * alone: a script that names one beside it would not find it once it is loaded from elsewhere.
   */
  get scriptsFromRoot(): boolean {
    this.fromRoot ??= [...this.files.values()].some(
      ({ path, facts }) =>
        languageOfFile(path) === 'python' &&
        facts.imports.some((raw) => this.resolve(path, raw).some((to) => this.isFromRoot(path, to))),
    );
    return this.fromRoot;
  }

  /** Imports between these files are being added. */
  willLoad(pairs: readonly (readonly [from: string, to: string])[]): void {
    if (pairs.some(([from, to]) => this.isFromRoot(from, to))) this.fromRoot = true;
  }

  private isFromRoot(from: string, to: string): boolean {
    if (languageOfFile(from) !== 'python') return false;
    const folders = [posix.dirname(from), posix.dirname(to)];
    return folders[0] !== folders[1] && folders.every((folder) => !this.has(posix.join(folder, '__init__.py')));
  }

  /** Files of the collection that an import means. */
  resolve(from: string, raw: RawImport): readonly string[] {
    const resolution = this.resolver.resolve(from, raw);
    if (resolution.kind === 'file') return [resolution.path];
    return resolution.kind === 'files' ? resolution.paths : [];
  }

  /**
   * Files that an import may mean which leads nowhere by itself: tests put folders on the path of modules while they run, and tools know names of their own for
   * folders. By the end of their paths.
   */
  guesses(from: string, raw: RawImport): readonly string[] {
    if (this.isBuiltIn(from, raw) || this.resolve(from, raw).length > 0) return [];
    const python = languageOfFile(from) === 'python';
    const module = python
      ? raw.specifier.replace(/^\.+/, '').replaceAll('.', '/')
      : raw.specifier.replace(/^(?:[.~@]*\/)+/, '').replace(/\.[cm]?[jt]sx?$/, '');
    if (module === '') return [];
    return this.paths.filter((path) => {
      if ((languageOfFile(path) === 'python') !== python) return false;
      const plain = path.replace(/(?:\/(?:__init__|index))?\.[^./]+$/, '');
      return plain === module || plain.endsWith(`/${module}`);
    });
  }

  /** Whether an import means a part of the language's own library. */
  isBuiltIn(from: string, raw: RawImport): boolean {
    return this.resolver.resolve(from, raw).kind === 'builtin';
  }

  /** Whether loading one file loads the other: what stands at the top of files, types left out. */
  loads(from: string, to: string): boolean {
    const imports = [...this.files.values()].map(({ path, facts }) => ({
      from: path,
      to: [
        ...facts.imports
          .filter(({ typeOnly, deferred }) => !typeOnly && !deferred)
          .flatMap((raw) => this.resolve(path, raw)),
        ...(this.added.get(path) ?? []),
      ],
    }));
    return from === to || importGraph(this.paths, imports).path(from, to) !== undefined;
  }

  /** Tells of an import that will be there. */
  add(from: string, to: string): void {
    const known = this.added.get(from);
    if (known === undefined) this.added.set(from, new Set([to]));
    else known.add(to);
  }

  /** Frees the trees that another collection does not share. */
  disposeOwn(shared: CollectionFiles): void {
    for (const [path, file] of this.files) if (shared.files.get(path) !== file) file.tree.delete();
  }

  /** Frees the trees. */
  dispose(): void {
    for (const { tree } of this.files.values()) tree.delete();
  }
}
