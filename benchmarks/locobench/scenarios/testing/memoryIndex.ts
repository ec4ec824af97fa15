/** An index of files that lie on the disk, with imports as they are told: for tests of what uses an index. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CodeLanguage, FileKind, ImportGraph, RepositoryIndex } from '../../../../runtime/repository/types';

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
  const graph = memoryGraph(Object.fromEntries(paths.map((each) => [each, files[each]!.imports ?? []])));
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
    testCases: () => [],
    testLinks: () => [],
    commits: () => [],
    coChanges: () => [],
    close: async () => undefined,
  };
}

export function memoryGraph(imports: Readonly<Record<string, readonly string[]>>): ImportGraph {
  const files = Object.keys(imports);
  const out = (each: string) => imports[each] ?? [];
  const into = (each: string) => files.filter((file) => out(file).includes(each));
  const reach = (from: string, next: (each: string) => readonly string[]) => {
    const seen = new Set<string>();
    for (let edge = [...next(from)]; edge.length > 0;) {
      const each = edge.pop()!;
      if (seen.has(each)) continue;
      seen.add(each);
      edge.push(...next(each));
    }
    seen.delete(from);
    return [...seen].sort();
  };
  const inCycle = (a: string, b: string) => reach(a, out).includes(b) && reach(b, out).includes(a);
  const cycles = () => {
    const left = new Set(files);
    const found: string[][] = [];
    for (const file of files) {
      if (!left.has(file)) continue;
      const members = [file, ...[...left].filter((other) => other !== file && inCycle(file, other))];
      for (const each of members) left.delete(each);
      if (members.length > 1) found.push(members.sort());
    }
    return found.sort((a, b) => b.length - a.length);
  };
  const layer = (each: string): number => {
    const own = new Set([each, ...files.filter((other) => other !== each && inCycle(each, other))]);
    const below = [...own].flatMap(out).filter((other) => !own.has(other));
    return below.length === 0 ? 0 : 1 + Math.max(...below.map(layer));
  };
  return {
    files,
    dependenciesOf: out,
    dependentsOf: into,
    transitiveDependencies: (each) => reach(each, out),
    transitiveDependents: (each) => reach(each, into),
    cycles,
    layer,
    distances: (from) => {
      const found = new Map(from.map((each) => [each, 0]));
      const queue = [...from];
      for (let each = queue.shift(); each !== undefined; each = queue.shift()) {
        for (const next of [...out(each), ...into(each)]) {
          if (found.has(next)) continue;
          found.set(next, found.get(each)! + 1);
          queue.push(next);
        }
      }
      return found;
    },
    path: (from, to) => {
      const queue: string[][] = [[from]];
      const seen = new Set([from]);
      for (let way = queue.shift(); way !== undefined; way = queue.shift()) {
        if (way.at(-1) === to) return way;
        for (const next of out(way.at(-1)!)) {
          if (seen.has(next)) continue;
          seen.add(next);
          queue.push([...way, next]);
        }
      }
      return undefined;
    },
  };
}
