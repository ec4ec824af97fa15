/** Who calls what, file by file, as far as it is certain. */
import type { CodeSymbol, Position, Reference, RepositoryIndex } from '../../../../runtime/repository';
import { parseKept } from '../../../../runtime/syntax';
import { standDirectlyIn } from './innerFunctions';
import { isHandedOn } from './otherNames';
import { callsValues } from './valueCalls';

type Called = readonly CodeSymbol[] | undefined;

const callers: ReadonlySet<string> = new Set(['function', 'method', 'constructor', 'class']);

export class CallGraph {
  private readonly files = new Map<string, ReadonlyMap<string, Called>>();

  constructor(
    private readonly index: RepositoryIndex,
    private readonly isSource: (path: string) => boolean,
  ) {}

  /**
   * What a function calls in the repository; of a class, what making one calls.
   *
   * @returns undefined: a call may mean one of several, or what a value holds; or a function is handed on, and called by something else
   */
  async calledBy(symbol: CodeSymbol): Promise<Called> {
    if (!this.isSource(symbol.path)) return undefined;
    const file = this.files.get(symbol.path) ?? (await this.callsOf(symbol.path));
    this.files.set(symbol.path, file);
    const inside = symbol.kind === 'class' ? this.constructing(symbol) : [symbol.id];
    const called = new Map<string, CodeSymbol>();
    for (const id of inside ?? []) {
      const own = file.get(id);
      if (own === undefined) return undefined;
      for (const each of own) called.set(each.id, each);
    }
    return inside === undefined ? undefined : [...called.values()];
  }

  private async callsOf(path: string): Promise<ReadonlyMap<string, Called>> {
    const language = this.index.file(path)?.language;
    const calls = new Map<string, Called>();
    if (language === undefined) return calls;
    const within = new Map<string, Reference[]>();
    for (const reference of this.index.referencesIn(path)) {
      if (reference.within === undefined) continue;
      const known = within.get(reference.within);
      if (known === undefined) within.set(reference.within, [reference]);
      else known.push(reference);
    }
    const tree = await parseKept(language, this.index.text(path));
    try {
      for (const symbol of this.index.symbols(path)) {
        if (!callers.has(symbol.kind)) continue;
        const references = within.get(symbol.id) ?? [];
        const called = this.namedIn(references);
        const sure =
          called !== undefined &&
          (symbol.kind === 'class' || standDirectlyIn(tree.rootNode, symbol, places(references.filter(isCall)))) &&
          !callsValues(tree.rootNode, symbol, this.knownIn(references));
        calls.set(symbol.id, sure ? called : undefined);
      }
      return calls;
    } finally {
      tree.delete();
    }
  }

  private namedIn(references: readonly Reference[]): Called {
    const called = new Map<string, CodeSymbol>();
    for (const reference of references) {
      const meant = this.meaning(reference);
      if (!isCall(reference)) {
        if (meant !== undefined && isFunction(meant) && isHandedOn(this.index, reference)) return undefined;
        continue;
      }
      if (isMarkup(this.index, reference)) return undefined;
      if (meant === undefined) {
        if (this.index.symbolsNamed(reference.name).length > 0) return undefined;
      } else if (!(isFunction(meant) || meant.kind === 'class') || meant.name === 'exports') return undefined;
      else called.set(meant.id, meant);
    }
    return [...called.values()];
  }

  /** Members of constants and variables of the repository may be any function, except where the index knows the member. */
  private knownIn(references: readonly Reference[]) {
    const values = references.flatMap((reference) => {
      const meant = this.meaning(reference);
      return meant !== undefined && ['constant', 'variable', 'field'].includes(meant.kind) ? [meant.name] : [];
    });
    const known = references.filter(({ target }) => target !== undefined);
    return { values: new Set(values), places: new Set(places(known).map(({ line, column }) => `${line}:${column}`)) };
  }

  private meaning({ target }: Reference): CodeSymbol | undefined {
    return target === undefined ? undefined : this.index.symbol(target);
  }

  /** Ids of what runs when a class is made; undefined: a class of the repository above it has its own part in that. */
  private constructing({ id, path, name, container, signature }: CodeSymbol): readonly string[] | undefined {
    const above = /\bextends\s+([\w$]+)|\(\s*([\w$]+)/.exec(signature);
    const parent = above?.[1] ?? above?.[2];
    if (parent !== undefined && this.index.symbolsNamed(parent).length > 0) return undefined;
    const own = this.index.symbols(path).filter((each) => each.kind === 'constructor');
    const depth = container.length + 1;
    return [
      id,
      ...own.flatMap((each) => (each.container.at(-1) === name && each.container.length === depth ? [each.id] : [])),
    ];
  }
}

export function isCall({ role }: Reference): boolean {
  return role === 'call' || role === 'new';
}

function isFunction({ kind }: CodeSymbol): boolean {
  return kind === 'function' || kind === 'method';
}

export function places(references: readonly Reference[]): readonly Position[] {
  return references.map(({ range }) => range.start);
}

/** Markup (`<Name />`) is no call for everybody. */
export function isMarkup(index: RepositoryIndex, { path, range }: Reference): boolean {
  if (index.file(path)?.language?.endsWith('react') !== true) return false;
  const line = index.text(path).split('\n')[range.start.line] ?? '';
  return /<\/?\s*$/.test(line.slice(0, range.start.column));
}
