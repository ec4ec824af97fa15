/** An index of files that lie on the disk, with imports as they are told: for tests of what uses an index. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { importGraph, type CodeLanguage, type FileKind, type RepositoryIndex } from '../../../../runtime/repository';

export interface MemoryFile {
  readonly text: string;
  /** Paths that it imports. */
  readonly imports?: readonly string[];
  readonly kind?: FileKind;
  readonly language?: CodeLanguage;
}

export function memoryIndex(root: string, files: Readonly<Record<string, MemoryFile>>): RepositoryIndex {
  for (const [name, { text }] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  const paths = Object.keys(files).sort();
  const graph = importGraph(
    paths,
    paths.map((from) => ({ from, to: files[from]!.imports ?? [] })),
  );
  const listed = paths.map((each) => ({
    path: each,
    language: files[each]!.language ?? (/\.tsx?$/.test(each) ? ('typescript' as const) : undefined),
    kind: files[each]!.kind ?? (each.endsWith('.test.ts') ? ('test' as const) : ('source' as const)),
    bytes: Buffer.byteLength(files[each]!.text),
    lines: files[each]!.text.split('\n').length,
    hash: createHash('sha256').update(files[each]!.text).digest('hex'),
    skipped: undefined,
    broken: false,
  }));
  const start = { line: 0, column: 0 };
  return {
    root,
    refresh: async () => ({ added: 0, changed: 0, removed: 0, unchanged: paths.length }),
    summary: () => ({
      root,
      commit: undefined,
      branch: undefined,
      dirty: 0,
      history: 'none',
      files: paths.length,
      lines: 0,
      languages: [],
      symbols: 0,
      references: 0,
      imports: 0,
      skipped: [],
    }),
    files: () => listed,
    file: (each) => listed.find((file) => file.path === each),
    text: (each) => files[each]!.text,
    symbols: () => [],
    symbol: () => undefined,
    symbolsNamed: () => [],
    allSymbols: () => [],
    referencesIn: () => [],
    referencesNamed: () => [],
    referencesTo: () => [],
    importsOf: (from) =>
      (files[from]?.imports ?? []).map((to) => ({
        from,
        specifier: to,
        range: { start, end: start },
        resolution: { kind: 'file' as const, path: to },
        names: [],
        typeOnly: false,
        deferred: false,
      })),
    importersOf: (each) => graph.dependentsOf(each),
    graph: () => graph,
    testCases: (each) =>
      each.endsWith('.test.ts') ? [{ path: each, title: ['tests'], range: { start, end: start } }] : [],
    testLinks: () => [],
    commits: () => [],
    coChanges: () => [],
    filesAt: () => Promise.resolve([]),
    close: async () => undefined,
  };
}
