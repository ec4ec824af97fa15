import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { importGraph, type ImportList } from './graph';
import { CommitReader, coChangesOf } from './history';
import { decodeText } from './parsing/decodeText';
import type { ParsePool } from './parsing/parsePool';
import { targetOf, type TargetReader } from './references';
import { refreshIndex } from './refresh/refreshIndex';
import { storedHistory } from './refresh/refreshHistory';
import { keepOfFile, keepOfName, nothingKept, type Kept } from './keptParts';
import { RepositoryError } from './repositoryError';
import { publicFile, type StoredFile } from './store/fileRow';
import { unpackReferences } from './store/packReferences';
import type { IndexStore } from './store/indexStore';
import { testLinks } from './tests';
import type { RawReference, RawImport } from './extraction/types';
import type {
  CodeSymbol,
  Commit,
  CoChange,
  FileAtCommit,
  FileKind,
  ImportEdge,
  ImportGraph,
  IndexSummary,
  Reference,
  RefreshOutcome,
  RefreshRequest,
  RepositoryFile,
  RepositoryIndex,
  TestCase,
  TestLink,
} from './types';
import { summarise } from './summarise';

export class StoredRepositoryIndex implements RepositoryIndex {
  private kept: Kept | undefined;
  private refreshing: Promise<unknown> = Promise.resolve();

  private readonly commitReader: CommitReader;
  /** The tables were looked at in this turn of the event loop: what asks a hundred thousand things in one sees one state. */
  private looked = false;

  constructor(
    readonly root: string,
    private readonly store: IndexStore,
    private readonly pool: ParsePool,
  ) {
    this.commitReader = new CommitReader(root);
  }

  /** One after another: the next one sees what the last one did. */
  refresh(request: RefreshRequest = {}): Promise<RefreshOutcome> {
    const run = this.refreshing.then(async () => {
      try {
        return await refreshIndex(this.root, this.store, this.pool, request);
      } finally {
        this.kept = undefined;
      }
    });
    this.refreshing = run.catch(() => undefined);
    return run;
  }

  summary(): IndexSummary {
    return summarise(this.root, [...this.current().files.values()], storedHistory(this.store));
  }

  files(): readonly RepositoryFile[] {
    const kept = this.current();
    kept.list ??= [...kept.files.values()].map(publicFile);
    return kept.list;
  }

  file(path: string): RepositoryFile | undefined {
    const file = this.current().files.get(path);
    return file === undefined ? undefined : publicFile(file);
  }

  text(relative: string): string {
    const file = this.current().files.get(relative);
    if (file === undefined)
      throw new RepositoryError('not-indexed', `${relative} is not in the index of ${this.root}.`);
    if (file.hash === '' || (file.skipped !== undefined && file.lines === 0)) {
      throw new RepositoryError('not-indexed', `${relative} was not read: ${file.skipped ?? 'unknown'}.`);
    }
    let bytes: Buffer;
    try {
      bytes = readFileSync(path.join(this.root, relative));
    } catch (error) {
      throw new RepositoryError('missing', `${relative} is gone. Refresh the index.`, { cause: error });
    }
    if (createHash('sha256').update(bytes).digest('hex') !== file.hash) {
      throw new RepositoryError('changed', `${relative} changed since it was indexed. Refresh the index.`);
    }
    const decoded = decodeText(bytes);
    if ('skipped' in decoded) throw new RepositoryError('not-indexed', `${relative} was not read: ${decoded.skipped}.`);
    return decoded.text;
  }

  symbols(relative: string): readonly CodeSymbol[] {
    const { files, symbols } = this.current();
    const known = symbols.get(relative);
    if (known !== undefined) return known;
    const file = files.get(relative);
    const read = file === undefined ? [] : this.store.symbols(file);
    keepOfFile(symbols, relative, read);
    return read;
  }

  symbol(id: string): CodeSymbol | undefined {
    for (let at = id.indexOf(':'); at !== -1; at = id.indexOf(':', at + 1)) {
      const found = this.symbols(id.slice(0, at)).find((one) => one.id === id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  symbolsNamed(name: string): readonly CodeSymbol[] {
    const { named } = this.current();
    const known = named.get(name);
    if (known !== undefined) return known;
    const found = this.store
      .pathsWith(name, true)
      .flatMap((one) => this.symbols(one).filter((symbol) => symbol.name === name));
    keepOfName(named, name, found);
    return found;
  }

  *allSymbols(): Generator<CodeSymbol> {
    for (const file of this.current().files.values()) {
      if (file.symbols > 0) yield* this.store.symbols(file);
    }
  }

  referencesIn(relative: string, name?: string): readonly Reference[] {
    const file = this.current().files.get(relative);
    return file === undefined ? [] : this.rawReferences(file, name).map((raw) => this.reference(relative, raw));
  }

  referencesNamed(name: string): readonly Reference[] {
    const { files } = this.current();
    return this.store.pathsWith(name, false).flatMap((one) => {
      const file = files.get(one);
      return file === undefined ? [] : this.rawReferences(file, name).map((raw) => this.reference(one, raw));
    });
  }

  referencesTo(id: string, kind?: FileKind): readonly Reference[] {
    const { files, uses } = this.current();
    const key = `${kind ?? ''} ${id}`;
    const known = uses.get(key);
    if (known !== undefined) return known;
    const symbol = this.symbol(id);
    if (symbol === undefined) return [];
    const found = this.store.pathsWith(symbol.name, false).flatMap((one) => {
      const file = files.get(one);
      if (file === undefined || (kind !== undefined && file.kind !== kind)) return [];
      const names = new Set([symbol.name]);
      for (const { raw } of this.edges(one)) {
        for (const { imported, local } of raw.bindings) {
          if (local !== undefined && (imported === symbol.name || imported === 'default')) names.add(local);
        }
      }
      return [...names]
        .flatMap((name) => this.rawReferences(file, name))
        .map((raw) => this.reference(one, raw))
        .filter(({ target }) => target === id);
    });
    keepOfName(uses, key, found);
    return found;
  }

  importsOf(relative: string): readonly ImportEdge[] {
    return this.edges(relative).map(({ raw: _, ...edge }) => edge);
  }

  importersOf(relative: string): readonly string[] {
    return this.graph().dependentsOf(relative);
  }

  graph(): ImportGraph {
    const kept = this.current();
    kept.graph ??= importGraph([...kept.files.keys()], this.importLists(kept));
    return kept.graph;
  }

  testCases(relative: string): readonly TestCase[] {
    const file = this.current().files.get(relative);
    return file === undefined ? [] : this.store.testCases(file).map((raw) => ({ path: relative, ...raw }));
  }

  testLinks(): readonly TestLink[] {
    const kept = this.current();
    kept.tests ??= testLinks(this.files(), (relative) => this.graph().dependenciesOf(relative));
    return kept.tests;
  }

  commits(limit?: number): readonly Commit[] {
    const kept = this.current();
    kept.commits ??= storedHistory(this.store).commits;
    return limit === undefined ? kept.commits : kept.commits.slice(0, limit);
  }

  coChanges(relative: string, limit?: number): readonly CoChange[] {
    return coChangesOf(this.commits(), relative, limit);
  }

  filesAt(files: readonly FileAtCommit[], signal?: AbortSignal): Promise<readonly (Buffer | undefined)[]> {
    return this.commitReader.read(files, signal);
  }

  async close(): Promise<void> {
    await this.refreshing;
    await this.commitReader.close();
    await this.pool.close();
    this.store.close();
  }

  private reference(relative: string, raw: RawReference): Reference {
    const { name, start, role } = raw;
    const within = raw.within === undefined ? undefined : this.symbols(relative)[raw.within]?.id;
    const range = { start, end: { line: start.line, column: start.column + name.length } };
    return { name, path: relative, range, role, within, target: targetOf(relative, raw, this.reader) };
  }

  private readonly reader: TargetReader = {
    symbols: (relative) => this.symbols(relative),
    edges: (relative) => this.edges(relative),
  };

  private edges(relative: string): readonly (ImportEdge & { readonly raw: RawImport })[] {
    const { files, edges } = this.current();
    const known = edges.get(relative);
    if (known !== undefined) return known;
    const file = files.get(relative);
    const resolutions = file === undefined ? undefined : this.store.resolutions(file);
    const read =
      file === undefined
        ? []
        : this.store.imports(file).map((raw, at) => ({
            from: relative,
            specifier: raw.specifier,
            range: raw.range,
            resolution: resolutions?.[at] ?? { kind: 'unresolved' as const, reason: 'not resolved yet' },
            names: raw.bindings.map(({ imported }) => imported),
            typeOnly: raw.typeOnly,
            deferred: raw.deferred,
            raw,
          }));
    keepOfFile(edges, relative, read);
    return read;
  }

  private *importLists({ files }: Kept): Generator<ImportList> {
    const byId = new Map([...files.values()].map((file) => [file.id, file.path]));
    for (const { file, resolutions } of this.store.allResolutions()) {
      const from = byId.get(file);
      if (from === undefined) continue;
      const to = resolutions.flatMap((resolution) =>
        resolution.kind === 'file' ? [resolution.path] : resolution.kind === 'files' ? [...resolution.paths] : [],
      );
      yield { from, to };
    }
  }

  private rawReferences(file: StoredFile, name?: string): readonly RawReference[] {
    const { packed } = this.current();
    let bytes = packed.get(file.path);
    if (bytes === undefined && !packed.has(file.path)) {
      bytes = this.store.packedReferences(file);
      keepOfFile(packed, file.path, bytes);
    }
    return bytes === undefined ? [] : unpackReferences(bytes, name);
  }

  private current(): Kept {
    if (this.looked && this.kept !== undefined) return this.kept;
    this.looked = true;
    setImmediate(() => (this.looked = false));
    const version = this.store.version();
    if (this.kept?.version === version) return this.kept;
    this.kept = nothingKept(version, this.store.files());
    return this.kept;
  }
}
