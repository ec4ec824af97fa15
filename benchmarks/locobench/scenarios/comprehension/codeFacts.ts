import type { CodeLanguage, CodeSymbol, Reference, RepositoryIndex } from '../../../../runtime/repository';
import { standDirectlyIn } from './innerFunctions';
import { hasOtherNames, isHandedOn } from './otherNames';
import { callsValues } from './valueCalls';

/** What may be asked about code because the index knows it for certain. */
export class CodeFacts {
  /** Functions of sources that parse, in order of files and places. */
  readonly functions: readonly CodeSymbol[];
  private readonly own = new Map<string, boolean>();
  private readonly called = new Map<string, readonly CodeSymbol[] | undefined>();

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

  /** Markup (`<Name />`) is no call for everybody. */
  isMarkup({ path, range }: Reference): boolean {
    if (!/(?:react)$/.test(this.language(path))) return false;
    const line = this.index.text(path).split('\n')[range.start.line] ?? '';
    return /<\/?\s*$/.test(line.slice(0, range.start.column));
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

  private areDirectlyIn(symbol: CodeSymbol, references: readonly Reference[]): Promise<boolean> {
    const { path } = symbol;
    const places = references.map(({ range }) => range.start);
    return standDirectlyIn(this.language(path), this.index.text(path), symbol, places);
  }

  /**
   * What a function calls in the repository; of a class, what making one calls.
   *
   * @returns undefined: a call may mean one of several, or nothing that is known; or a function is handed on, and called by something else
   */
  async calledBy(symbol: CodeSymbol): Promise<readonly CodeSymbol[] | undefined> {
    const kept = this.called.get(symbol.id);
    if (kept !== undefined || this.called.has(symbol.id)) return kept;
    const found = await this.findCalled(symbol);
    this.called.set(symbol.id, found);
    return found;
  }

  private async findCalled(symbol: CodeSymbol): Promise<readonly CodeSymbol[] | undefined> {
    if (!this.isSource(symbol.path)) return undefined;
    const inside = symbol.kind === 'class' ? this.constructing(symbol) : [symbol.id];
    if (inside === undefined) return undefined;
    const references = this.index
      .referencesIn(symbol.path)
      .filter(({ within }) => within !== undefined && inside.includes(within));
    const called = new Map<string, CodeSymbol>();
    for (const reference of references) {
      const { target, name } = reference;
      const meant = target === undefined ? undefined : this.index.symbol(target);
      if (!isCall(reference)) {
        if (meant !== undefined && isFunction(meant) && isHandedOn(this.index, reference)) return undefined;
        continue;
      }
      if (this.isMarkup(reference)) return undefined;
      if (meant === undefined) {
        if (this.index.symbolsNamed(name).length > 0) return undefined;
      } else if (!(isFunction(meant) || meant.kind === 'class') || meant.name === 'exports') return undefined;
      else called.set(meant.id, meant);
    }
    if (isFunction(symbol) && !(await this.areDirectlyIn(symbol, references.filter(isCall)))) return undefined;
    if (await this.callsValues(symbol, references)) return undefined;
    return [...called.values()];
  }

  /** Members of constants and variables of the repository may be any function; members that are known are not asked about. */
  private callsValues(symbol: CodeSymbol, references: readonly Reference[]): Promise<boolean> {
    const { path } = symbol;
    const values = references.flatMap(({ target }) => {
      const meant = target === undefined ? undefined : this.index.symbol(target);
      return meant !== undefined && ['constant', 'variable', 'field'].includes(meant.kind) ? [meant.name] : [];
    });
    const places = references.flatMap(({ target, range: { start } }) =>
      target === undefined ? [] : [`${start.line}:${start.column}`],
    );
    const known = { values: new Set(values), places: new Set(places) };
    return callsValues(this.language(path), this.index.text(path), symbol, known);
  }

  /** Ids of what runs when a class is made; undefined: a class of the repository above it has its own part in that. */
  private constructing({ id, path, name, container, signature }: CodeSymbol): readonly string[] | undefined {
    const above = /\bextends\s+([\w$]+)|\(\s*([\w$]+)/.exec(signature);
    const parent = above?.[1] ?? above?.[2];
    if (parent !== undefined && this.index.symbolsNamed(parent).length > 0) return undefined;
    const constructors = this.index.symbols(path).filter(
      (each) => each.kind === 'constructor' && each.container.at(-1) === name && each.container.length === container.length + 1, // prettier-ignore
    );
    return [id, ...constructors.map((each) => each.id)];
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

function isCall({ role }: Reference): boolean {
  return role === 'call' || role === 'new';
}

function isFunction({ kind }: CodeSymbol): boolean {
  return kind === 'function' || kind === 'method';
}

/** From 1, both included. */
export function linesOf({ range }: CodeSymbol): readonly [number, number] {
  return [range.start.line + 1, range.end.line + 1];
}
