import type { CodeSymbol, Reference, RepositoryIndex } from '../../../../runtime/repository';
import { shuffle } from '../context/buildContext';
import { bodyPlace, type BodyPlace } from '../mutation';

/** A function whose body can be taken out. */
export interface ChainLink {
  readonly symbol: CodeSymbol;
  readonly place: BodyPlace;
  readonly body: string;
  /** Names of the repository's definitions that its body calls or reads, calls first. */
  readonly uses: readonly string[];
}

type WrittenFunction = Omit<ChainLink, 'uses'>;

/** Callee first: each function is called by the next one. */
export type CallChain = readonly ChainLink[];

const LEAST_LINES = 3;
const MOST_LINES = 120;
const LEAST_LINKS = 2;
const MOST_LINKS = 4;

/** Chains that share no function, in an order by chance. Longer ones where callers are there. */
export function* callChains(index: RepositoryIndex, random: (below: number) => number): Generator<CallChain> {
  const functions = new Functions(index);
  const used = new Set<string>();
  for (const symbol of shuffle(functions.all(), random)) {
    if (used.has(symbol.id)) continue;
    const first = functions.link(symbol);
    if (first === undefined) continue;
    const chain = [first];
    const wanted = LEAST_LINKS + random(MOST_LINKS - LEAST_LINKS + 1);
    while (chain.length < wanted) {
      const next = shuffle(functions.callers(chain.at(-1)!.symbol), random)
        .filter(({ id }) => !used.has(id))
        .sort((a, b) => nearness(a, chain) - nearness(b, chain))
        .flatMap((caller) => functions.link(caller) ?? [])
        .find((link) => functions.fits(chain, link));
      if (next === undefined) break;
      chain.push(next);
    }
    if (chain.length < LEAST_LINKS) continue;
    for (const link of chain) used.add(link.symbol.id);
    yield chain.map((link) => ({ ...link, uses: functions.uses(link.symbol) }));
  }
}

/** Functions in another file come first: tests through them show what a callee does. */
function nearness(caller: CodeSymbol, chain: readonly WrittenFunction[]): number {
  return chain.some(({ symbol }) => symbol.path === caller.path) ? 1 : 0;
}

/** What is asked of the index many times is kept. */
class Functions {
  private readonly links = new Map<string, WrittenFunction | undefined>();
  private lastFile: { readonly path: string; readonly references: readonly Reference[] } | undefined;
  private readonly calls = new Map<string, readonly CodeSymbol[]>();

  constructor(private readonly index: RepositoryIndex) {}

  all(): readonly CodeSymbol[] {
    return [...this.index.allSymbols()].filter((symbol) => this.isWritten(symbol));
  }

  link(symbol: CodeSymbol): WrittenFunction | undefined {
    if (!this.links.has(symbol.id)) this.links.set(symbol.id, this.linkOf(symbol));
    return this.links.get(symbol.id);
  }

  callers(symbol: CodeSymbol): readonly CodeSymbol[] {
    const known = this.calls.get(symbol.id);
    if (known !== undefined) return known;
    const ids = this.index
      .referencesTo(symbol.id)
      .flatMap(({ role, within }) => (role === 'call' ? (within ?? []) : []));
    const callers = [...new Set(ids)].sort().flatMap((id) => {
      const caller = this.index.symbol(id);
      return caller !== undefined && this.isWritten(caller) ? [caller] : [];
    });
    this.calls.set(symbol.id, callers);
    return callers;
  }

  /** A function that calls back, or lies in another one, cannot be written before it. */
  fits(chain: readonly WrittenFunction[], { symbol }: WrittenFunction): boolean {
    return chain.every(
      (earlier) =>
        earlier.symbol.id !== symbol.id &&
        earlier.symbol.name !== symbol.name &&
        !lies(symbol, earlier.symbol) &&
        !lies(earlier.symbol, symbol) &&
        !this.callers(symbol).some(({ id }) => id === earlier.symbol.id),
    );
  }

  uses(symbol: CodeSymbol): readonly string[] {
    const called = new Set<string>();
    const read = new Set<string>();
    for (const { range, target, name, role } of this.referencesIn(symbol.path)) {
      const inside = range.start.line >= symbol.body!.start.line && range.end.line <= symbol.body!.end.line;
      if (!inside || target === undefined || target === symbol.id || name.length < 3) continue;
      const meant = this.index.symbol(target);
      // What is defined inside goes with the body.
      if (meant?.name !== name || lies(meant, symbol)) continue;
      if (role === 'call' || role === 'new') called.add(name);
      else if (role === 'read' && (meant.kind === 'constant' || meant.kind === 'variable')) read.add(name);
    }
    return [...new Set([...called, ...read])];
  }

  /** To find what all references of a file mean takes long, and chains mostly stay in one. */
  private referencesIn(path: string): readonly Reference[] {
    if (this.lastFile?.path !== path) this.lastFile = { path, references: this.index.referencesIn(path) };
    return this.lastFile.references;
  }

  private isWritten({ path, kind, body, name }: CodeSymbol): boolean {
    if (body === undefined || (kind !== 'function' && kind !== 'method') || nameless.has(name)) return false;
    const file = this.index.file(path);
    return file?.kind === 'source' && !file.broken;
  }

  private linkOf(symbol: CodeSymbol): WrittenFunction | undefined {
    const lines = symbol.body!.end.line - symbol.body!.start.line;
    if (lines < LEAST_LINES - 1 || lines > MOST_LINES) return undefined;
    const text = this.index.text(symbol.path);
    const place = bodyPlace(text, symbol);
    // A body on the line of its head has no place for a comment.
    if (place === undefined || place.indent === '') return undefined;
    const body = text.slice(place.start, place.end);
    if (body.split('\n').length < LEAST_LINES) return undefined;
    return { symbol, place, body };
  }
}

/** Stand for what a module exports without a name. */
const nameless: ReadonlySet<string> = new Set(['exports', 'default']);

function lies(inner: CodeSymbol, outer: CodeSymbol): boolean {
  if (inner.path !== outer.path) return false;
  const [from, to] = [outer.range.start, outer.range.end];
  const [start, end] = [inner.range.start, inner.range.end];
  const after = start.line > from.line || (start.line === from.line && start.column >= from.column);
  const before = end.line < to.line || (end.line === to.line && end.column <= to.column);
  return after && before;
}
