/**
 * A repository as data: files, symbols, references, imports, tests and history. What every user of the index sees: infilling, scenario
 * making, tool refactoring. Types only.
 *
 * Paths are relative to the repository's root, with slashes. Lines and columns count from 0; columns are UTF-16 code units, as in
 * VS Code. `Range.end` is exclusive.
 */

/** Languages with a grammar. Others are files without a syntax tree. */
export type CodeLanguage =
  | 'typescript'
  | 'typescriptreact'
  | 'javascript'
  | 'javascriptreact'
  | 'python'
  | 'java'
  | 'go'
  | 'rust'
  | 'c'
  | 'cpp'
  | 'csharp'
  | 'php';

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export type FileKind = 'source' | 'test' | 'config' | 'documentation' | 'generated' | 'vendored' | 'other';

export interface RepositoryFile {
  readonly path: string;
  /** undefined: no grammar for it. */
  readonly language: CodeLanguage | undefined;
  readonly kind: FileKind;
  readonly bytes: number;
  readonly lines: number;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly hash: string;
  /** Why its text was not read or parsed, for people; undefined: it was. */
  readonly skipped: string | undefined;
  /** Whether its syntax tree has errors. */
  readonly broken: boolean;
}

export type SymbolKind =
  | 'function'
  | 'method'
  | 'constructor'
  | 'class'
  | 'interface'
  | 'enum'
  | 'type'
  | 'struct'
  | 'trait'
  | 'module'
  | 'constant'
  | 'variable'
  | 'field';

/** A definition. Local variables and parameters are none. */
export interface CodeSymbol {
  /** Stable for a file's content: path, container and name, with `#n` for the n-th of that name. */
  readonly id: string;
  readonly name: string;
  readonly kind: SymbolKind;
  readonly path: string;
  /** The whole definition, with its decorators, without its comment. */
  readonly range: Range;
  /** Its name. */
  readonly selection: Range;
  /** Between the braces, or the indented block, of a definition that has one. */
  readonly body: Range | undefined;
  /** Its documentation comment or docstring, as it stands. */
  readonly documentation: string | undefined;
  /** Names around it, outermost first, e.g. the class of a method. */
  readonly container: readonly string[];
  readonly exported: boolean;
  /** The definition up to its body, on one line, at most 400 characters. */
  readonly signature: string;
  /** Of functions: names of parameters in order. */
  readonly parameters: readonly string[] | undefined;
}

/** A name that stands somewhere and is no definition. */
export interface Reference {
  readonly name: string;
  readonly path: string;
  readonly range: Range;
  readonly role: 'call' | 'type' | 'read' | 'write' | 'import' | 'new';
  /** Id of the innermost function, method or class that it stands in. */
  readonly within: string | undefined;
  /** The definition that it means, as far as syntax, scopes and imports tell; undefined: not known, or of another package. */
  readonly target: string | undefined;
}

export interface ImportEdge {
  readonly from: string;
  /** As it stands in the text, e.g. `./a` or `node:fs`. */
  readonly specifier: string;
  readonly range: Range;
  readonly resolution:
    | { readonly kind: 'file'; readonly path: string }
    /** Go packages, Java packages and the like: every file that it may mean. */
    | { readonly kind: 'files'; readonly paths: readonly string[] }
    | { readonly kind: 'package'; readonly name: string }
    | { readonly kind: 'builtin' }
    | { readonly kind: 'unresolved'; readonly reason: string };
  /** Imported names, `*` for all of them, `default`; empty for side effects only. */
  readonly names: readonly string[];
  /** Types only, or only inside a function. */
  readonly typeOnly: boolean;
  readonly deferred: boolean;
}

export interface TestCase {
  readonly path: string;
  /** As a test runner would name it, outer titles first. */
  readonly title: readonly string[];
  readonly range: Range;
}

/** A test file and what it is about. */
export interface TestLink {
  readonly test: string;
  readonly source: string;
  /** 'import': the test imports it. 'name': names match (a.test.ts, test_a.py, ATest.java). 'both'. */
  readonly by: 'import' | 'name' | 'both';
}

export interface CommitFile {
  readonly path: string;
  readonly change: 'added' | 'modified' | 'deleted' | 'renamed' | 'copied';
  /** Where it was before, of renames and copies. */
  readonly before: string | undefined;
  readonly addedLines: number;
  readonly deletedLines: number;
}

export interface Commit {
  readonly hash: string;
  readonly parents: readonly string[];
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly subject: string;
  readonly files: readonly CommitFile[];
  /** Changes tests and sources both. */
  readonly testsAndSources: boolean;
}

export interface CoChange {
  readonly path: string;
  /** Commits that changed both. */
  readonly commits: number;
  /** Share of the commits of the file asked about, 0 to 1. */
  readonly share: number;
}

/** What the index covers and what it left out. */
export interface IndexSummary {
  readonly root: string;
  /** HEAD, where there is a repository of Git. */
  readonly commit: string | undefined;
  readonly branch: string | undefined;
  /** Files with changes that are not committed. */
  readonly dirty: number;
  readonly history: 'full' | 'shallow' | 'none';
  readonly files: number;
  readonly lines: number;
  readonly languages: readonly { readonly language: CodeLanguage; readonly files: number; readonly lines: number }[];
  readonly symbols: number;
  readonly references: number;
  readonly imports: number;
  /** Reasons for which files were skipped, with how many. */
  readonly skipped: readonly { readonly reason: string; readonly files: number }[];
}

export interface IndexProgress {
  readonly stage: 'scan' | 'parse' | 'resolve' | 'history';
  readonly done: number;
  readonly total: number;
}

export interface RefreshRequest {
  /** Only these paths may have changed; default: look at all. */
  readonly paths?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: IndexProgress) => void) | undefined;
}

export interface RefreshOutcome {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
}

/**
 * The index of one repository, in SQLite. Reading answers from what the last refresh saw, at once and synchronously; a refresh reads
 * only files whose size, time or content changed. Texts are read from the disk; `text` refuses one that changed since.
 */
export interface RepositoryIndex {
  readonly root: string;
  refresh(request?: RefreshRequest): Promise<RefreshOutcome>;
  summary(): IndexSummary;
  files(): readonly RepositoryFile[];
  file(path: string): RepositoryFile | undefined;
  /** The text of a file as it was indexed. @throws RepositoryError changed, missing */
  text(path: string): string;
  /** Definitions of a file in order of place. */
  symbols(path: string): readonly CodeSymbol[];
  symbol(id: string): CodeSymbol | undefined;
  /** Definitions of that name anywhere. */
  symbolsNamed(name: string): readonly CodeSymbol[];
  /** Every definition, file by file. */
  allSymbols(): Iterable<CodeSymbol>;
  /** What stands in a file; of one name only. */
  referencesIn(path: string, name?: string): readonly Reference[];
  /** Where a name stands, anywhere. */
  referencesNamed(name: string): readonly Reference[];
  /** References that mean this definition; of files of one kind alone, where only those are wanted: that is less work. */
  referencesTo(symbol: string, kind?: FileKind): readonly Reference[];
  importsOf(path: string): readonly ImportEdge[];
  /** Files that import this one. */
  importersOf(path: string): readonly string[];
  graph(): ImportGraph;
  testCases(path: string): readonly TestCase[];
  testLinks(): readonly TestLink[];
  /** Newest first; empty without Git. */
  commits(limit?: number): readonly Commit[];
  /** Files that often change with it, most often first. */
  coChanges(path: string, limit?: number): readonly CoChange[];
  /**
   * Files as they were at commits, in the order of the requests.
   * @returns undefined for each that was not there, is no file, or is larger than 8 MiB; an empty list without Git
   */
  filesAt(files: readonly FileAtCommit[], signal?: AbortSignal): Promise<readonly (Buffer | undefined)[]>;
  close(): Promise<void>;
}

/** `commit` is a hash, `hash^` or `hash~n`. */
export interface FileAtCommit {
  readonly commit: string;
  readonly path: string;
}

/** Who imports whom, files of the repository only. */
export interface ImportGraph {
  readonly files: readonly string[];
  dependenciesOf(path: string): readonly string[];
  dependentsOf(path: string): readonly string[];
  /** Every file that is reached over imports, without the file itself. */
  transitiveDependencies(path: string): readonly string[];
  transitiveDependents(path: string): readonly string[];
  /** Strongly connected components with more than one file, largest first. */
  cycles(): readonly (readonly string[])[];
  /** Longest distance to a file that imports nothing, over components: 0 for leaves. */
  layer(path: string): number;
  /** Fewest edges in either direction from any of the files; Infinity where there is no way. */
  distances(from: readonly string[]): ReadonlyMap<string, number>;
  /** A shortest way along imports, both ends included; undefined: none. */
  path(from: string, to: string): readonly string[] | undefined;
}
