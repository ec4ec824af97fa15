import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { databaseError, type DatabaseName } from '../../store/databaseError';
import { rollBack } from '../../store/migrate';
import type { RawImport, RawReference, RawTestCase } from '../extraction/types';
import type { ParsedFile } from '../parsing/parsedFile';
import type { CodeSymbol, ImportEdge } from '../types';
import { readFileRow, type StoredFile } from './fileRow';
import { nameHash } from './nameHash';
import { unpackReferences } from './packReferences';
import { unpackSymbols } from './packSymbols';

export type Resolution = ImportEdge['resolution'];

/** Reads and writes the index's tables. Every method is synchronous; those that write do so in one transaction. */
export class IndexStore {
  private readonly statements = new Map<string, StatementSync>();

  constructor(
    private readonly database: DatabaseSync,
    private readonly name: DatabaseName,
  ) {}

  close(): void {
    this.database.close();
  }

  /** Changes whenever another connection wrote. */
  version(): number {
    return Number(this.get('PRAGMA data_version')?.data_version);
  }

  meta(key: string): string | undefined {
    const value = this.get('SELECT value FROM meta WHERE key = ?', key)?.value;
    return typeof value === 'string' ? value : undefined;
  }

  setMeta(key: string, value: string): void {
    this.run('INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', key, value);
  }

  /** By path. */
  files(): StoredFile[] {
    return this.all(`SELECT * FROM files ORDER BY path`).map(readFileRow);
  }

  file(path: string): StoredFile | undefined {
    const row = this.get('SELECT * FROM files WHERE path = ?', path);
    return row === undefined ? undefined : readFileRow(row);
  }

  /** Files in a folder, at any depth. */
  filesBelow(folder: string): StoredFile[] {
    // What follows the slash in order of bytes ends the range, so that the index over paths is used.
    return this.all('SELECT * FROM files WHERE path > ? AND path < ?', `${folder}/`, `${folder}0`).map(readFileRow);
  }

  symbols({ id, path }: StoredFile): readonly CodeSymbol[] {
    const bytes = this.get('SELECT symbols FROM facts WHERE file = ?', id)?.symbols;
    return bytes instanceof Uint8Array ? unpackSymbols(bytes, path) : [];
  }

  /** @param name only references of this name */
  references(file: StoredFile, name?: string): readonly RawReference[] {
    const bytes = this.packedReferences(file);
    return bytes === undefined ? [] : unpackReferences(bytes, name);
  }

  /** For `unpackReferences`: whoever asks for many names of a file reads them once. */
  packedReferences({ id }: StoredFile): Uint8Array | undefined {
    const bytes = this.get('SELECT refs FROM facts WHERE file = ?', id)?.refs;
    return bytes instanceof Uint8Array ? bytes : undefined;
  }

  imports({ id }: StoredFile): readonly RawImport[] {
    return parsed(this.get('SELECT imports FROM facts WHERE file = ?', id)?.imports) as readonly RawImport[];
  }

  testCases({ id }: StoredFile): readonly RawTestCase[] {
    return parsed(this.get('SELECT tests FROM facts WHERE file = ?', id)?.tests) as readonly RawTestCase[];
  }

  resolutions({ id }: StoredFile): readonly Resolution[] | undefined {
    const resolved = this.get('SELECT resolved FROM resolutions WHERE file = ?', id)?.resolved;
    return resolved === undefined ? undefined : (parsed(resolved) as readonly Resolution[]);
  }

  /** Of all files that have some. */
  *allResolutions(): Generator<{ readonly file: number; readonly resolutions: readonly Resolution[] }> {
    for (const { file, resolved } of this.all('SELECT file, resolved FROM resolutions')) {
      yield { file: Number(file), resolutions: parsed(resolved) as readonly Resolution[] };
    }
  }

  /** Paths of files that may have a name; a few may not. */
  pathsWith(name: string, defining: boolean): readonly string[] {
    const only = defining ? 'AND defines = 1' : '';
    return this.all(
      `SELECT path FROM occurrences JOIN files ON id = file WHERE name = ? ${only} ORDER BY path`,
      nameHash(name),
    ).map(({ path }) => String(path));
  }

  /** Files whose imports were not resolved since they were parsed. */
  unresolved(): StoredFile[] {
    return this.all(
      'SELECT * FROM files WHERE imports > 0 AND id NOT IN (SELECT file FROM resolutions) ORDER BY path',
    ).map(readFileRow);
  }

  forgetResolutions(): void {
    this.run('DELETE FROM resolutions');
  }

  writeResolutions(found: readonly { readonly file: StoredFile; readonly resolutions: readonly Resolution[] }[]): void {
    this.transaction(() => {
      for (const { file, resolutions } of found) {
        // Another window may have parsed it anew meanwhile.
        this.run(
          'INSERT OR REPLACE INTO resolutions SELECT id, ? FROM files WHERE id = ? AND hash = ?',
          JSON.stringify(resolutions),
          file.id,
          file.hash,
        );
      }
    });
  }

  write(files: readonly ParsedFile[]): void {
    this.transaction(() => {
      for (const file of files) this.writeFile(file);
    });
  }

  remove(paths: readonly string[]): void {
    this.transaction(() => {
      for (const path of paths) {
        const id = this.idOf(path);
        if (id === undefined) continue;
        this.removeOccurrences(id);
        this.run('DELETE FROM files WHERE id = ?', id);
      }
    });
  }

  private writeFile(file: ParsedFile): void {
    const { content } = file;
    if (content === undefined) {
      this.run(
        'UPDATE files SET bytes = ?, modified = ?, settled = ? WHERE path = ? AND hash = ?',
        file.bytes,
        file.modified,
        Number(file.settled),
        file.path,
        file.hash,
      );
      return;
    }
    const old = this.idOf(file.path);
    if (old !== undefined) {
      this.removeOccurrences(old);
      this.run('DELETE FROM facts WHERE file = ?', old);
      this.run('DELETE FROM resolutions WHERE file = ?', old);
    }
    const { facts } = content;
    this.run(
      `INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET language = excluded.language, kind = excluded.kind, bytes = excluded.bytes,
         modified = excluded.modified, settled = excluded.settled, hash = excluded.hash, lines = excluded.lines,
         skipped = excluded.skipped, broken = excluded.broken, symbols = excluded.symbols, refs = excluded.refs,
         imports = excluded.imports, tests = excluded.tests, namespaces = excluded.namespaces`,
      old ?? null,
      file.path,
      content.language ?? null,
      content.kind,
      file.bytes,
      file.modified,
      Number(file.settled),
      file.hash,
      content.lines,
      content.skipped ?? null,
      Number(facts?.broken ?? false),
      facts?.symbolCount ?? 0,
      facts?.referenceCount ?? 0,
      facts?.importCount ?? 0,
      facts?.testCount ?? 0,
      facts === undefined || facts.namespaces === '[]' ? null : facts.namespaces,
    );
    if (facts === undefined) return;
    const id = old ?? this.idOf(file.path);
    if (id === undefined) return;
    const { names, defined } = facts;
    this.run(
      'INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?)',
      id,
      facts.symbols,
      facts.references,
      facts.imports,
      facts.tests,
      bytesOf(names),
      bytesOf(defined),
    );
    const insert = this.statement('INSERT OR IGNORE INTO occurrences VALUES (?, ?, ?)');
    for (const name of defined) insert.run(name, id, 1);
    for (const name of names) insert.run(name, id, 0);
  }

  private removeOccurrences(id: number): void {
    const row = this.get('SELECT names, defined FROM facts WHERE file = ?', id);
    if (row === undefined) return;
    const remove = this.statement('DELETE FROM occurrences WHERE name = ? AND file = ?');
    for (const part of [row.names, row.defined]) {
      if (part instanceof Uint8Array) for (const name of numbersOf(part)) remove.run(name, id);
    }
  }

  private idOf(path: string): number | undefined {
    const id = this.get('SELECT id FROM files WHERE path = ?', path)?.id;
    return id === undefined ? undefined : Number(id);
  }

  /** @throws RuntimeError disk-full and others, in words for people */
  private transaction(work: () => void): void {
    try {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        work();
        this.database.exec('COMMIT');
      } catch (error) {
        rollBack(this.database);
        throw error;
      }
    } catch (error) {
      throw databaseError(error, this.name);
    }
  }

  private statement(sql: string): StatementSync {
    const kept = this.statements.get(sql);
    if (kept !== undefined) return kept;
    const statement = this.database.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  private get(sql: string, ...values: readonly SQLInputValue[]) {
    return this.statement(sql).get(...values);
  }

  private all(sql: string, ...values: readonly SQLInputValue[]) {
    return this.statement(sql).all(...values);
  }

  private run(sql: string, ...values: readonly SQLInputValue[]): void {
    this.statement(sql).run(...values);
  }
}

/** What this program wrote itself: its form is not checked again for each of a hundred thousand rows. */
function parsed(json: unknown): unknown {
  return typeof json === 'string' ? JSON.parse(json) : [];
}

function bytesOf(numbers: Uint32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function numbersOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}
