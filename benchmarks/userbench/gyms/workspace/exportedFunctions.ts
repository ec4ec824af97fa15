import type { CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';

/** A function that others of the repository call, and who they are. */
export interface CalledFunction {
  readonly symbol: CodeSymbol;
  /** Other source files that call it, in order of their paths. */
  readonly callers: readonly string[];
  /** Test files that refer to it, in order of their paths. */
  readonly tests: readonly string[];
}

/** Exported functions with a name that no other has, in an order by the seed; with those who call them. */
export function* exportedFunctions(index: RepositoryIndex, seed: number): Generator<CalledFunction> {
  const random = seededRandom(seed);
  const named = new Map<string, number>();
  const functions: CodeSymbol[] = [];
  for (const symbol of index.allSymbols()) {
    if (symbol.container.length > 0) continue;
    named.set(symbol.name, (named.get(symbol.name) ?? 0) + 1);
    const { kind, exported, path } = symbol;
    if (kind === 'function' && exported && index.file(path)?.kind === 'source') functions.push(symbol);
  }
  const unique = functions.filter(({ name }) => named.get(name) === 1);
  while (unique.length > 0) {
    const symbol = unique.splice(random(unique.length), 1)[0]!;
    const users = new Set(index.referencesTo(symbol.id).map(({ path }) => path));
    users.delete(symbol.path);
    const of = (kind: 'source' | 'test') => [...users].filter((path) => index.file(path)?.kind === kind).sort();
    yield { symbol, callers: of('source'), tests: of('test') };
  }
}

/** Terms that a text has when it names a path or a symbol; see `core/terms.ts`. */
export function nameTerm(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]+/gu, '_').replaceAll(/^_+|_+$/gu, '');
}
