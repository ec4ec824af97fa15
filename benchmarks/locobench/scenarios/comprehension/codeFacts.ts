import type { CodeLanguage, CodeSymbol, Reference, RepositoryIndex } from '../../../../runtime/repository';
import { parseKept } from '../../../../runtime/syntax';
import { CallGraph, isCall, isMarkup, places } from './callGraph';
import { standDirectlyIn } from './innerFunctions';
import { hasOtherNames, isHandedOn } from './otherNames';

/** What may be asked about code because the index knows it for certain. */
export class CodeFacts {
  /** Functions of sources that parse, in order of files and places. */
  readonly functions: readonly CodeSymbol[];
  private readonly own = new Map<string, boolean>();
  private readonly calls: CallGraph;

  constructor(readonly index: RepositoryIndex) {
    this.calls = new CallGraph(index, (path) => this.isSource(path));
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

  /**
   * No other definition has its name, wherever the name stands it means this one, in files that were understood, and no other name means
   * it where the index would not see it.
   */
  isOnlyMeaning(symbol: CodeSymbol): boolean {
    const { id, name } = symbol;
    const kept = this.own.get(id);
    if (kept !== undefined) return kept;
    const only =
      name.length > 2 &&
      this.index.symbolsNamed(name).filter((each) => !isConstructorOf(each, symbol)).length === 1 &&
      this.index
        .referencesNamed(name)
        .every(({ target, role, path }) => (target === id || role === 'import') && this.isPlain(path)) &&
      !hasOtherNames(this.index, symbol);
    this.own.set(id, only);
    return only;
  }

  /** A source that parses, or a test, which no question counts. */
  private isPlain(path: string): boolean {
    return this.isSource(path) || this.index.file(path)?.kind === 'test';
  }

  /** Some code has it as a value, so that something else may call it. */
  isHandedOn(symbol: CodeSymbol): boolean {
    return this.sourceReferencesTo(symbol).some((each) => isHandedOn(this.index, each));
  }

  /** Calls of it, without those of tests. */
  callsTo(symbol: CodeSymbol): readonly Reference[] {
    return this.sourceReferencesTo(symbol).filter(isCall);
  }

  private sourceReferencesTo({ id }: CodeSymbol): readonly Reference[] {
    return this.index.referencesTo(id).filter(({ path }) => this.isSource(path));
  }

  isMarkup(reference: Reference): boolean {
    return isMarkup(this.index, reference);
  }

  /** Functions that have all of these calls in them, each in one only; undefined: some are in none, or in one inside of another. */
  async callersIn(calls: readonly Reference[]): Promise<readonly CodeSymbol[] | undefined> {
    const callers = new Map<string, { readonly symbol: CodeSymbol; readonly calls: Reference[] }>();
    for (const call of calls) {
      const symbol = call.within === undefined ? undefined : this.index.symbol(call.within);
      if (symbol?.kind !== 'function' && symbol?.kind !== 'method') return undefined;
      if (this.isInsideFunction(symbol)) return undefined;
      const known = callers.get(symbol.id);
      if (known === undefined) callers.set(symbol.id, { symbol, calls: [call] });
      else known.calls.push(call);
    }
    for (const each of callers.values()) if (!(await this.areDirectlyIn(each.symbol, each.calls))) return undefined;
    return [...callers.values()].map(({ symbol }) => symbol);
  }

  private isInsideFunction({ path, container }: CodeSymbol): boolean {
    const around = this.index.symbols(path);
    return container.some((name, at) =>
      around.some(
        (each) =>
          each.name === name &&
          each.container.length === at &&
          ['function', 'method', 'constructor'].includes(each.kind),
      ),
    );
  }

  private async areDirectlyIn(symbol: CodeSymbol, references: readonly Reference[]): Promise<boolean> {
    const { path } = symbol;
    const tree = await parseKept(this.language(path), this.index.text(path));
    try {
      return standDirectlyIn(tree.rootNode, symbol, places(references));
    } finally {
      tree.delete();
    }
  }

  /** What a function calls in the repository; undefined: not known for certain. */
  calledBy(symbol: CodeSymbol): Promise<readonly CodeSymbol[] | undefined> {
    return this.calls.calledBy(symbol);
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

/** Java and others name constructors after their class. */
function isConstructorOf({ kind, path, container }: CodeSymbol, of: CodeSymbol): boolean {
  return kind === 'constructor' && path === of.path && container.at(-1) === of.name;
}

/** From 1, both included. */
export function linesOf({ range }: CodeSymbol): readonly [number, number] {
  return [range.start.line + 1, range.end.line + 1];
}
