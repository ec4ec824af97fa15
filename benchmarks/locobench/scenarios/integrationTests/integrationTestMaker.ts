/** A source's tests are taken away; what is written in their place has to notice faults that they noticed. */
import picomatch from 'picomatch';
import type { CodeSymbol } from '../../../../runtime/repository';
import { reportedRunner } from '../../grading/tests/reportedRunners';
import type { Refusal } from '../changes/testOutcomes';
import { shuffle } from '../context/buildContext';
import type { Draft, MakerInput, ScenarioMaker } from '../maker';
import type { FileChange, ToolCommand } from '../types';
import { faultsInOrder, type Fault } from './faultOrder';
import { LEAST_KEPT, MOST_KEPT, noticedFaults } from './noticedFaults';
import { exampleTest, longCases, tellingTests } from './otherTests';
import { reachedFunctions } from './reachedFunctions';
import { besideTest, stubTests, type StubTests } from './stubTests';
import { taskText } from './taskText';
import { functionsOf, testPairs, type TestPair } from './testPairs';

const category = 'integration_testing';
/** A file of more is copied with every fault. */
const MOST_CHARACTERS = 200_000;
/** Where no name of the test says which function it runs, all of a small file are tried. */
const MOST_UNNAMED = 40;

export const integrationTestMaker: ScenarioMaker = {
  category,
  ahead: 1,
  async *drafts(input: MakerInput): AsyncIterable<Draft> {
    const { index, random, reject, signal } = input;
    for (const pair of testPairs(index, (list) => shuffle(list, random))) {
      signal.throwIfAborted();
      const made = await draftOf(input, pair);
      if ('reason' in made) reject({ category, kind: kindOf(pair, []), subject: subjectOf(pair), ...made });
      else yield made;
    }
  },
};

async function draftOf(input: MakerInput, pair: TestPair): Promise<Draft | Refusal> {
  const { index, tools } = input;
  const { target, test, language } = pair;
  const tool = tools.test;
  if (tool === undefined || reportedRunner(tool.title) === undefined) {
    return { reason: 'tool-missing', detail: `results of ${tool?.title ?? 'its tests'} cannot be told apart` };
  }
  if (!suits(tool, language)) return { reason: 'tool-missing', detail: `${tool.title} does not run ${language}` };
  if (!picomatch.isMatch(test, test, { dot: true }))
    return { reason: 'ambiguous', detail: 'its path reads as a pattern' };
  const reference = index.text(test);
  if (reference.length + index.text(target).length > MOST_CHARACTERS)
    return { reason: 'too-large', detail: `more than ${MOST_CHARACTERS} characters` };
  const stubs = stubTests(index, pair, tool.title);
  const faults = await faultsOf(input, pair, stubs);
  if ('reason' in faults) return faults;
  const symbols = distinct(faults.map(({ symbol }) => symbol));
  const telling = tellingTests(index, pair, symbols);
  const example = exampleTest(index, pair, new Set(telling));
  const sources = [target, ...faults.map(({ mutant }) => mutant.path)];
  const needed = [...new Set(sources)];
  const others = needed.slice(1);
  return {
    category,
    kind: kindOf(pair, faults),
    language,
    subject: subjectOf(pair),
    cluster: target,
    title: `Write the tests of ${target}`,
    description: `${target} is to be tested${others.length === 0 ? '' : ` together with ${others.join(', ')}`}, so that faults are noticed.`,
    prompt: taskText({ index, pair, tool, faults, example }),
    approach: `Read ${needed.join(', ')}, find what ${symbols.map(({ name }) => name).join(', ')} decide, and test both sides of each decision.`,
    truthText: faults.map(({ mutant: { id } }) => id).join('\n'),
    criteria: ['Its tests pass on the code as it is.', ...faults.map(({ mutant }) => `They notice ${mutant.id}.`)],
    groundTruth: {
      files: needed,
      symbols: symbols.map(({ id }) => id),
      edges: others.map((each) => [target, each] as const),
    },
    base: [{ path: test, content: null }],
    verification: {
      kind: 'tests',
      testFile: test,
      target,
      mutants: faults.map(({ mutant }) => mutant),
      reference: [{ path: test, content: reference }],
    },
    needed,
    related: [...(example === undefined ? [] : [example]), ...pair.collaborators],
    secrets: [reference, ...longCases(index, test), ...telling.map((path) => index.text(path))],
    stubs: [
      { kind: 'nothing', files: [], answers: {} },
      { kind: 'empty-test', files: [written(test, stubs.empty)], answers: {} },
      { kind: 'failing-test', files: [written(test, stubs.failing)], answers: {} },
      { kind: 'only-imports', files: [written(test, stubs.importing)], answers: {} },
    ],
  };
}

/** Those that the tests notice; where nothing may be run, those of functions that the tests name. */
async function faultsOf(input: MakerInput, pair: TestPair, stubs: StubTests): Promise<readonly Fault[] | Refusal> {
  const { index, random, observe } = input;
  const { named, called } = reachedFunctions(index, pair);
  const inOrder = (functions: readonly CodeSymbol[]) => faultsInOrder(index, pair.target, functions, random);
  if (observe === undefined) {
    if (named.length === 0)
      return { reason: 'no-tests', detail: 'the tests name no function of it, and nothing may be run' };
    const kept: Fault[] = [];
    for await (const each of inOrder(named)) if (kept.push(each) >= MOST_KEPT) break;
    return kept.length >= LEAST_KEPT ? kept : { reason: 'too-small', detail: 'too few places for a fault' };
  }
  const all = functionsOf(index, pair.target);
  const reached = [...shuffle(named, random), ...called];
  if (named.length === 0 && all.length > MOST_UNNAMED) {
    return { reason: 'no-tests', detail: 'the tests name none of its many functions' };
  }
  const unnamed = distinct([...shuffle(all, random), ...called]);
  return noticedFaults(input, {
    test: pair.test,
    loading: written(besideTest(pair.test), stubs.importing),
    faults: inOrder(named.length === 0 ? unnamed : reached),
  });
}

function distinct(symbols: readonly CodeSymbol[]): readonly CodeSymbol[] {
  return [...new Map(symbols.map((symbol) => [symbol.id, symbol])).values()];
}

/** Tests to write are of scripts and Python. */
function suits({ title }: ToolCommand, language: TestPair['language']): boolean {
  if (title === 'go test') return false;
  return (title === 'pytest') === (language === 'python');
}

function kindOf({ collaborators, target }: TestPair, faults: readonly Fault[]): string {
  const together = faults.length === 0 ? collaborators.length > 0 : faults.some(({ mutant }) => mutant.path !== target);
  return together ? 'tests-with-collaborators' : 'tests-of-one-file';
}

function subjectOf({ test, target }: TestPair): string {
  return `${test} of ${target}`;
}

function written(path: string, content: string): FileChange {
  return { path, content };
}
