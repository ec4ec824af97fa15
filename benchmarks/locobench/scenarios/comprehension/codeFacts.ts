import type { CodeLanguage, CodeSymbol, Reference, RepositoryIndex } from '../../../../runtime/repository';

/** What may be asked about code because the index knows it for certain. */
export class CodeFacts {
  /** Functions of sources that parse, in order of files and places. */
  readonly functions: readonly CodeSymbol[];
  private readonly own = new Map<string, boolean>();

  constructor(readonly index: RepositoryIndex) {
    this.functions = [...index.allSymbols()].filter(
      ({ kind, name, path, body }) =>
        kind === 'function' && name !== 'exports' && body !== undefined && this.isSource(path),
    );
  }

  isSource(path: string): boolean {
    const file = this.index.file(path);
    return file?.kind === 'source' && file.language !== undefined && !file.broken && file.skipped === undefined;
  }

  language(path: string): CodeLanguage {
    return this.index.file(path)?.language ?? 'typescript';
  }

  /** No other definition has its name, and wherever the name stands it means this one. */
  isOnlyMeaning({ id, name }: CodeSymbol): boolean {
    const kept = this.own.get(id);
    if (kept !== undefined) return kept;
    const only =
      name.length > 2 &&
      this.index.symbolsNamed(name).length === 1 &&
      this.index.referencesNamed(name).every(({ target, role }) => target === id || role === 'import');
    this.own.set(id, only);
    return only;
  }

  /** Calls of it, without those of tests. */
  callsTo(symbol: CodeSymbol): readonly Reference[] {
    return this.index
      .referencesTo(symbol.id)
      .filter(({ role, path }) => (role === 'call' || role === 'new') && this.isSource(path));
  }

  /** What a function calls in the repository; undefined: a call in it may mean one of several. */
  calledBy({ id, path }: CodeSymbol): readonly CodeSymbol[] | undefined {
    const called = new Map<string, CodeSymbol>();
    for (const { role, within, target, name } of this.index.referencesIn(path)) {
      if (within !== id || (role !== 'call' && role !== 'new')) continue;
      const symbol = target === undefined ? undefined : this.index.symbol(target);
      if (symbol === undefined) {
        if (this.index.symbolsNamed(name).length > 0) return undefined;
      } else called.set(symbol.id, symbol);
    }
    return [...called.values()];
  }

  /** Files between a file and the definition that it uses: those that it imports the name from. */
  importedFrom(path: string, name: string): readonly string[] {
    return this.index
      .importsOf(path)
      .flatMap(({ names, resolution }) =>
        names.includes(name) && resolution.kind === 'file' ? [resolution.path] : [],
      );
  }
}

/** From 1, both included. */
export function linesOf({ range }: CodeSymbol): readonly [number, number] {
  return [range.start.line + 1, range.end.line + 1];
}
