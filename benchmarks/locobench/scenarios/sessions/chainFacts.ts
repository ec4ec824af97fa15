/** What is true of a chain's code once a session is done, and was not before: shown without running anything. */
import { syntaxFacts, type SyntaxFacts } from '../../grading/checks/syntaxFacts';
import type { Expectation } from '../types';
import type { CallChain } from './callChains';
import type { ChainStates } from './chainStates';

/** Names that a task says of one function. */
const MOST_NAMES = 3;

export interface SessionFacts {
  readonly expectations: readonly Expectation[];
  /** Names that its function has to use, as the task says. */
  readonly names: readonly string[];
}

/** @returns one a session */
export async function chainFacts(chain: CallChain, states: ChainStates): Promise<readonly SessionFacts[]> {
  const empty = new Map<string, SyntaxFacts | undefined>();
  for (const path of states.paths) empty.set(path, await syntaxFacts(path, states.text(path, 0)));
  const told: (readonly string[])[] = [];
  const sessions: SessionFacts[] = [];
  for (const [at, link] of chain.entries()) {
    const { path, name, parameters, container } = link.symbol;
    const facts = await syntaxFacts(path, states.text(path, at + 1));
    const names: string[] = [];
    const expectations: Expectation[] = [{ kind: 'text', path, contains: states.mark(link) }];
    for (const used of namesOf(chain, at)) {
      if (names.length === MOST_NAMES) break;
      const earlier = told.filter((each, other) => chain[other]!.symbol.path === path && each.includes(used)).length;
      const atLeast = (empty.get(path)?.references.get(used) ?? 0) + earlier + 1;
      // A name that stands there under another one is none that a task could speak of.
      if ((facts?.references.get(used) ?? 0) < atLeast) continue;
      names.push(used);
      expectations.push({ kind: 'references', path, name: used, atLeast });
    }
    told.push(names);
    const same = facts?.definitions.some(
      (each) => each.name === name && JSON.stringify(each.parameters) === JSON.stringify(parameters),
    );
    expectations.push(
      same === true && parameters !== undefined
        ? { kind: 'parameters', path, name, parameters }
        : { kind: 'defined', path, name, container },
    );
    sessions.push({ expectations, names });
  }
  return sessions;
}

/** The function that was written before it first. */
function namesOf(chain: CallChain, at: number): readonly string[] {
  const link = chain[at]!;
  const callee = chain[at - 1]?.symbol.name;
  const others = link.uses.filter((name) => name !== callee && name !== link.symbol.name);
  return callee !== undefined && link.uses.includes(callee) ? [callee, ...others] : others;
}
