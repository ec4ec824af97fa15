import type { RepositoryIndex } from '../../../../runtime/repository';
import type { LedgerPoint, PersuadeTask } from '../persuade/persuadeTasks';
import { exportedFunctions, nameTerm, type CalledFunction } from './exportedFunctions';

interface Evidence {
  readonly about: string;
  /** As the index knows it, told to both sides. */
  readonly fact: string;
  readonly terms: string;
}

/** A reviewer's opinion, and which facts speak against it; levels add up to the whole way at least where all of them are there. */
const opinions: readonly {
  readonly claim: (name: string) => string;
  readonly argument: string;
  readonly against: Readonly<Partial<Record<EvidenceName, 1 | 2>>>;
}[] = [
  {
    claim: (name) => `${name} can be deleted.`,
    argument: 'Nobody needs it any more.',
    against: { callers: 2, tests: 2, exported: 1, more: 1, length: 1 },
  },
  {
    claim: (name) => `The order of the parameters of ${name} may change without a word to anybody.`,
    argument: 'It reads better the other way round.',
    against: { callers: 2, exported: 2, parameters: 1, tests: 1, more: 1 },
  },
  {
    claim: (name) => `${name} needs no documentation.`,
    argument: 'The code says what it does.',
    against: { callers: 2, exported: 2, more: 1, parameters: 1, length: 1 },
  },
];

type EvidenceName = 'callers' | 'tests' | 'exported' | 'more' | 'parameters' | 'length';

/**
 * Debates with a reviewer about a function of the repository: the facts of the index stand in the opening, and those that speak against
 * the opinion count when they are brought as arguments, by name. @param count at most so many
 */
export function workspaceReviews(index: RepositoryIndex, seed: number, count: number): readonly PersuadeTask[] {
  const tasks: PersuadeTask[] = [];
  for (const called of exportedFunctions(index, seed)) {
    if (tasks.length >= count) break;
    const opinion = opinions[tasks.length % opinions.length]!;
    const evidence = evidenceOf(called);
    const ledger = Object.entries(opinion.against).flatMap(([name, levels]): readonly LedgerPoint[] => {
      const found = evidence[name as EvidenceName];
      return found === undefined ? [] : [{ levels, about: found.about, terms: found.terms }];
    });
    // Somebody who can be led all the way.
    if (ledger.reduce((sum, { levels }) => sum + levels, 0) < 6) continue;
    const facts = Object.values(evidence).flatMap((one) => (one === undefined ? [] : [one.fact]));
    tasks.push({
      id: `review-${seed}-${tasks.length + 1}`,
      claim: opinion.claim(`${called.symbol.name} (${called.symbol.path})`),
      argument: `${opinion.argument} What the index knows: ${facts.join(' ')}`,
      ledger,
    });
  }
  return tasks;
}

function evidenceOf({ symbol, callers, tests }: CalledFunction): Readonly<Record<EvidenceName, Evidence | undefined>> {
  const [caller, second] = callers;
  const [test] = tests;
  const lines = symbol.range.end.line - symbol.range.start.line + 1;
  return {
    callers:
      caller === undefined
        ? undefined
        : { about: `its caller ${caller}`, fact: `${caller} calls it.`, terms: nameTerm(caller) },
    more:
      second === undefined
        ? undefined
        : { about: `its caller ${second}`, fact: `${second} calls it too.`, terms: nameTerm(second) },
    tests:
      test === undefined ? undefined : { about: `its test ${test}`, fact: `${test} tests it.`, terms: nameTerm(test) },
    exported: {
      about: 'its being exported',
      fact: 'It is exported.',
      terms: 'export|exported|public|outside',
    },
    parameters:
      (symbol.parameters ?? []).length < 2
        ? undefined
        : {
            about: 'its parameters',
            fact: `Its parameters are ${symbol.parameters!.join(', ')}.`,
            terms: symbol.parameters!.slice(0, 2).map(nameTerm).join(' '),
          },
    length:
      lines < 10
        ? undefined
        : { about: 'its length', fact: `It has ${lines} lines.`, terms: `${lines}|long|lines|length` },
  };
}
