import path from 'node:path';
import type { CodeLanguage, ImportEdge, RepositoryFile, RepositoryIndex } from '../../../../runtime/repository';

/** The import graph of files that questions are asked about, with what asks for certainty of answers. */
export class CodeGraph {
  /** Sources and tests with a grammar, parsed without errors, whose every relative import was resolved. */
  readonly files: readonly string[];
  private readonly known: ReadonlyMap<string, RepositoryFile>;
  private readonly graph;
  private inCycles: ReadonlySet<string> | undefined;
  private unsure: ReadonlySet<string> | undefined;

  constructor(private readonly index: RepositoryIndex) {
    this.graph = index.graph();
    const files = index
      .files()
      .filter(
        ({ language, kind, skipped, broken }) =>
          language !== undefined && (kind === 'source' || kind === 'test') && skipped === undefined && !broken,
      );
    this.known = new Map(files.map((file) => [file.path, file]));
    this.files = [...this.known.keys()].sort();
  }

  isTest(file: string): boolean {
    return this.known.get(file)?.kind === 'test';
  }

  /** Has tests, as opposed to what only helps them. */
  hasTests(file: string): boolean {
    return this.isTest(file) && this.index.testCases(file).length > 0;
  }

  language(file: string): CodeLanguage {
    return this.known.get(file)?.language ?? 'typescript';
  }

  dependencies(file: string): readonly string[] {
    return this.graph.dependenciesOf(file);
  }

  dependents(file: string): readonly string[] {
    return this.graph.dependentsOf(file);
  }

  allDependencies(file: string): readonly string[] {
    return this.graph.transitiveDependencies(file);
  }

  allDependents(file: string): readonly string[] {
    return this.graph.transitiveDependents(file);
  }

  cycles(): readonly (readonly string[])[] {
    return this.graph.cycles();
  }

  isInCycle(file: string): boolean {
    this.inCycles ??= new Set(this.graph.cycles().flat());
    return this.inCycles.has(file);
  }

  layer(file: string): number {
    return this.graph.layer(file);
  }

  /** Whether what these files import is known for certain: all are code without errors, and none has an import of a file that was not found, or that may mean one of several. */
  isCertain(files: readonly string[]): boolean {
    return files.every((file) => this.known.has(file) && !this.isUnsure(file));
  }

  /** The one shortest way along imports; undefined: there is none, or more than one. */
  onlyShortestPath(from: string, to: string): readonly string[] | undefined {
    const ways = new Map([[from, 1]]);
    const before = new Map<string, string>();
    let front = [from];
    while (front.length > 0 && !ways.has(to)) {
      const next = new Map<string, number>();
      for (const file of front) {
        for (const each of new Set(this.dependencies(file))) {
          if (ways.has(each)) continue;
          next.set(each, (next.get(each) ?? 0) + ways.get(file)!);
          before.set(each, file);
        }
      }
      for (const [file, count] of next) ways.set(file, count);
      front = [...next.keys()];
    }
    if (ways.get(to) !== 1 || from === to) return undefined;
    const way = [to];
    while (way[0] !== from) way.unshift(before.get(way[0]!)!);
    return way;
  }

  /** Files that are reached over at most so many imports, itself included. */
  within(from: string, steps: number): readonly string[] {
    const seen = new Set([from]);
    let front = [from];
    for (let step = 0; step < steps; step++) {
      front = front.flatMap((file) => this.dependencies(file)).filter((file) => !seen.has(file) && seen.add(file));
    }
    return [...seen];
  }

  /** Whether no import anywhere, that was not found or lies in a file that was not understood, may mean one of these files. */
  areAllImportsKnown(files: readonly string[]): boolean {
    this.unsure ??= this.unsureNames();
    const unsure = this.unsure;
    return files.every((file) => namesOf(file).every((name) => !unsure.has(name)));
  }

  private unsureNames(): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { path: file, language } of this.index.files()) {
      if (language === undefined) continue;
      for (const { specifier, names: imported, resolution } of this.index.importsOf(file)) {
        if (!isUnknown(specifier, resolution)) continue;
        for (const name of [
          specifier
            .split(/::|[/.\\]/)
            .filter((part) => !scriptEnds.has(part))
            .at(-1),
          ...imported,
        ])
          if (name !== undefined) names.add(name);
      }
    }
    return names;
  }

  /** A package of Go is all of its files, as the rules say; a namespace or a package with `*` is whatever is used of it. */
  private isUnsure(file: string): boolean {
    const several = ['go', 'python'].includes(this.language(file));
    return this.index
      .importsOf(file)
      .some(
        ({ specifier, resolution }) => isUnknown(specifier, resolution) || (resolution.kind === 'files' && !several),
      );
  }
}

const scriptEnds: ReadonlySet<string> = new Set([
  '',
  'js',
  'mjs',
  'cjs',
  'ts',
  'mts',
  'cts',
  'jsx',
  'tsx',
  'json',
  'h',
  'hpp',
]);

/** Not found, or no package at all: `@/a` and `~/a` are names that a bundler's configuration gives folders. */
function isUnknown(specifier: string, { kind }: ImportEdge['resolution']): boolean {
  return kind === 'unresolved' || (kind === 'package' && /^(?:@\/|~|#|\$)/.test(specifier));
}

/** By which an import may name it: its own name without an ending, and its folder's. */
function namesOf(file: string): readonly string[] {
  const name = path.posix.basename(file).replace(/\..*$/, '');
  return /^(index|__init__|mod|lib)$/.test(name) ? [path.posix.basename(path.posix.dirname(file))] : [name];
}

export function folderOf(file: string): string {
  return path.posix.dirname(file);
}

/** Files of a folder and everything below it, by the folder, for folders one level below `parent`. */
export function childFolders(files: readonly string[], parent: string): ReadonlyMap<string, readonly string[]> {
  const prefix = parent === '.' ? '' : `${parent}/`;
  const folders = new Map<string, string[]>();
  for (const file of files) {
    if (!file.startsWith(prefix)) continue;
    const slash = file.indexOf('/', prefix.length);
    if (slash < 0) continue;
    const folder = file.slice(0, slash);
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  return folders;
}
