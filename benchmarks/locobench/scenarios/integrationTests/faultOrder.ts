/** In which order faults are tried: every function in turn, operators that were used least first. */
import type { CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import { mutantsOf } from '../mutation';
import type { Mutant } from '../types';

export interface Fault {
  readonly mutant: Mutant;
  readonly symbol: CodeSymbol;
}

/** Functions of a file whose faults are looked up. */
const MOST_FUNCTIONS = 8;
/** Another one of the collaborators after so many of the target. */
const TARGET_SHARE = 2;

/**
 * @param functions those that should have faults first
 * @param random the only source of chance
 */
export async function* faultsInOrder(
  index: RepositoryIndex,
  target: string,
  functions: readonly CodeSymbol[],
  random: (below: number) => number,
): AsyncGenerator<Fault, undefined> {
  const waiting: Fault[][] = [];
  for (const symbol of interleaved(target, functions)) waiting.push(await faultsOf(index, symbol, random));
  const operators = new Map<string, number>();
  const places = new Set<string>();
  for (let live = waiting; live.length > 0; live = live.filter((faults) => faults.length > 0)) {
    for (const faults of live) {
      const next = leastUsed(faults, operators);
      if (next === undefined) continue;
      faults.splice(faults.indexOf(next), 1);
      // Two faults of one line are seldom two questions.
      const place = `${next.mutant.path}:${next.mutant.line}`;
      if (places.has(place)) continue;
      places.add(place);
      operators.set(next.mutant.operator, (operators.get(next.mutant.operator) ?? 0) + 1);
      yield next;
    }
  }
  return undefined;
}

function interleaved(target: string, functions: readonly CodeSymbol[]): readonly CodeSymbol[] {
  const own = functions.filter(({ path }) => path === target).slice(0, MOST_FUNCTIONS);
  const others = functions.filter(({ path }) => path !== target).slice(0, MOST_FUNCTIONS);
  const mixed: CodeSymbol[] = [];
  while (own.length > 0 || others.length > 0) mixed.push(...own.splice(0, TARGET_SHARE), ...others.splice(0, 1));
  return mixed;
}

async function faultsOf(
  index: RepositoryIndex,
  symbol: CodeSymbol,
  random: (below: number) => number,
): Promise<Fault[]> {
  const { path, body } = symbol;
  const language = index.file(path)?.language;
  if (language === undefined || body === undefined) return [];
  const found = await mutantsOf(language, index.text(path), body, random);
  return found.map(({ operator, line, text, change }): Fault => ({
    symbol,
    mutant: {
      id: `${path}:${line + 1}:${change.range.start.column + 1} ${operator} ${change.after}`,
      ...{ operator, path, line: line + 1, change: { path, content: text } },
    },
  }));
}

function leastUsed(faults: readonly Fault[], operators: ReadonlyMap<string, number>): Fault | undefined {
  const used = ({ mutant }: Fault) => operators.get(mutant.operator) ?? 0;
  return faults.reduce<Fault | undefined>(
    (best, each) => (best === undefined || used(each) < used(best) ? each : best),
    undefined,
  );
}
