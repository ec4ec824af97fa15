/** Tests that come back with each function of a chain. */
import type { CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import { testFilesOf } from '../changes/testFilesOf';
import { testsNaming, type BrokenTests, type Refusal, type TestOutcomes } from '../changes/testOutcomes';
import type { TestSelection } from '../types';
import type { CallChain } from './callChains';
import type { ChainStates } from './chainStates';

/** Callers of callers that are looked at. Where there are more, nothing is certain without running tests. */
const MOST_CALLERS = 100;

/** @returns one a session; the first session's are found first, because most chains that are refused fail there */
export async function chainTests(
  index: RepositoryIndex,
  outcomes: TestOutcomes,
  chain: CallChain,
  states: ChainStates,
): Promise<readonly BrokenTests[] | Refusal> {
  const sessions: BrokenTests[] = [];
  for (const [at, { symbol }] of chain.entries()) {
    if (!outcomes.measured) {
      sessions.push({ failToPass: namedTests(index, chain, at), passToPass: [] });
      continue;
    }
    const files = testFilesOf(index, symbol.path);
    if (files.length === 0) return { reason: 'no-tests', detail: `no test reaches ${symbol.path}` };
    const alone = states.later(at).length === 0 && at < chain.length - 1;
    // Callers in the same file are not written yet, so only tests of the function itself can come back.
    if (alone && testsNaming(index, symbol).length === 0) {
      return { reason: 'no-tests', detail: `no test calls ${symbol.name}, and its callers are written later` };
    }
    const broken = await outcomes.broken(files, states.changes(at, at), states.changes(at, at + 1));
    if ('reason' in broken) return { ...broken, detail: `session ${at + 1}: ${broken.detail}` };
    sessions.push(broken);
  }
  return sessions;
}

/** Test cases that call a function and nothing that needs a later one. */
function namedTests(index: RepositoryIndex, chain: CallChain, at: number): readonly TestSelection[] {
  const naming = testsNaming(index, chain[at]!.symbol);
  if (naming.length === 0) return [];
  const closed = callersOf(
    index,
    chain.slice(at + 1).map(({ symbol }) => symbol),
  );
  if (closed === undefined) return [];
  return naming.flatMap(({ file, names }) => {
    const later = index.referencesIn(file).filter(({ target }) => target !== undefined && closed.has(target));
    const lost = new Set(
      index
        .testCases(file)
        .filter(({ range }) =>
          later.some((each) => each.range.start.line >= range.start.line && each.range.end.line <= range.end.line),
        )
        .map(({ title }) => title.join(' ')),
    );
    const kept = names.filter((name) => !lost.has(name));
    return kept.length === 0 ? [] : [{ file, names: kept }];
  });
}

/** Ids of functions and of all that call them, over any number of calls; undefined: too many. */
function callersOf(index: RepositoryIndex, symbols: readonly CodeSymbol[]): ReadonlySet<string> | undefined {
  const found = new Set(symbols.map(({ id }) => id));
  for (const id of found) {
    if (found.size > MOST_CALLERS) return undefined;
    for (const { within } of index.referencesTo(id)) if (within !== undefined) found.add(within);
  }
  return found;
}
