import type { CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import { functionsOf, type TestPair } from './testPairs';

/** Calls from function to function that are followed. */
const MOST_STEPS = 3;

export interface ReachedFunctions {
  /** Their names stand in the test. */
  readonly named: readonly CodeSymbol[];
  /** Called by those (by any of the target where none is named), in the target and in what it imports, nearest first. */
  readonly called: readonly CodeSymbol[];
}

/** Functions of the target and its collaborators that a test runs, as far as names and references tell. */
export function reachedFunctions(index: RepositoryIndex, { target, test, collaborators }: TestPair): ReachedFunctions {
  const places = new Set([target, ...collaborators]);
  const named = new Map<string, CodeSymbol>();
  const own = functionsOf(index, target);
  for (const { name, target: meant } of index.referencesIn(test)) {
    const symbol = meant === undefined ? undefined : index.symbol(meant);
    // A method of an object: what it means is not known, and one of that name in the target is likely it.
    const found = symbol ?? only(own.filter((each) => each.name === name));
    if (found === undefined) continue;
    for (const each of withConstructor(own, found)) if (each.path === target) named.set(each.id, each);
  }
  const called = new Map<string, CodeSymbol>();
  let front: readonly CodeSymbol[] = named.size === 0 ? own : [...named.values()];
  for (let step = 0; step < MOST_STEPS && front.length > 0; step++) {
    const next: CodeSymbol[] = [];
    for (const { id, path } of front) {
      for (const { within, target: meant } of index.referencesIn(path)) {
        const symbol = within === id && meant !== undefined ? index.symbol(meant) : undefined;
        if (symbol === undefined || !places.has(symbol.path)) continue;
        for (const each of withConstructor(functionsOf(index, symbol.path), symbol)) {
          if (named.has(each.id) || called.has(each.id)) continue;
          called.set(each.id, each);
          next.push(each);
        }
      }
    }
    front = next;
  }
  return { named: [...named.values()], called: [...called.values()] };
}

/** A function itself, the constructor of a class. */
function withConstructor(functions: readonly CodeSymbol[], symbol: CodeSymbol): readonly CodeSymbol[] {
  return functions.filter(
    ({ id, kind, path, container }) =>
      id === symbol.id || (kind === 'constructor' && path === symbol.path && container.at(-1) === symbol.name),
  );
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
