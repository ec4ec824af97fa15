/** What is worked out of the tables of an index, kept until they change. */
import type { RawImport } from './extraction/types';
import type { StoredFile } from './store/fileRow';
import type { CodeSymbol, Commit, ImportEdge, ImportGraph, Reference, RepositoryFile, TestLink } from './types';

export interface Kept {
  readonly version: number;
  readonly files: ReadonlyMap<string, StoredFile>;
  readonly symbols: Map<string, readonly CodeSymbol[]>;
  /** Definitions by their name: asked for with each call that may mean them. */
  readonly named: Map<string, readonly CodeSymbol[]>;
  /** References by the definition that they mean, and the kind of files that were looked through. */
  readonly uses: Map<string, readonly Reference[]>;
  readonly packed: Map<string, Uint8Array | undefined>;
  readonly edges: Map<string, readonly (ImportEdge & { readonly raw: RawImport })[]>;
  /** The same list as long as nothing changes. */
  list: readonly RepositoryFile[] | undefined;
  graph: ImportGraph | undefined;
  tests: readonly TestLink[] | undefined;
  commits: readonly Commit[] | undefined;
}

/** Parsed parts of so many files are kept for what is asked next. */
const mostFiles = 2000;
/** Most names have few definitions and uses. */
const mostNames = 20_000;

export function nothingKept(version: number, files: readonly StoredFile[]): Kept {
  return {
    ...{ version, files: new Map(files.map((file) => [file.path, file])) },
    ...{ symbols: new Map(), named: new Map(), uses: new Map(), packed: new Map(), edges: new Map() },
    ...{ list: undefined, graph: undefined, tests: undefined, commits: undefined },
  };
}

/** Of a file. The one that was read first goes first: what is asked for again and again comes back at once. */
export function keepOfFile<Value>(kept: Map<string, Value>, path: string, value: Value): void {
  keep(kept, path, value, mostFiles);
}

/** Of a name or an id. */
export function keepOfName<Value>(kept: Map<string, Value>, name: string, value: Value): void {
  keep(kept, name, value, mostNames);
}

function keep<Value>(kept: Map<string, Value>, key: string, value: Value, most: number): void {
  if (kept.size >= most) {
    const [oldest] = kept.keys();
    if (oldest !== undefined) kept.delete(oldest);
  }
  kept.set(key, value);
}
