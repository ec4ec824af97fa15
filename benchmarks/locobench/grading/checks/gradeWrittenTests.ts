/** A test that a model wrote: it has to pass on the code as it is, and to fail on faults of it. */
import type { Verification } from '../../scenarios/types';
import { valued, type Step } from '../milestones';
import type { RepositoryState } from '../state/repositoryState';
import type { TestRun } from '../tests/types';
import type { ReadAnswer } from '../types';
import { applyAnswer } from './changesCheck';
import type { ChangeGrade } from './gradeChange';
import { parsesCheck } from './parsesCheck';
import { runTestFiles } from './runSelections';
import type { CheckTools, StepLog } from './tools';

export const TEST_WEIGHTS = { applies: 0.1, parses: 0.1, passes: 0.2, kills: 0.6 } as const;

type TestsVerification = Extract<Verification, { readonly kind: 'tests' }>;

export interface TestsGrade extends ChangeGrade {
  /** Share of the mutants that were noticed; undefined: not measured. */
  readonly killed: number | undefined;
  readonly passes: boolean | undefined;
}

export async function gradeWrittenTests(
  verification: TestsVerification,
  base: RepositoryState,
  answer: ReadAnswer,
  tools: CheckTools,
): Promise<TestsGrade> {
  const { testFile, mutants } = verification;
  const applied = applyAnswer(base, answer, [testFile]);
  const after = base.with(applied.changes);
  const notMeasured: string[] = [];
  const logs: StepLog[] = [];
  const problem =
    applied.forbidden.length > 0
      ? `It changes more than ${testFile}: ${applied.forbidden.slice(0, 5).join(', ')}`
      : (applied.problem ?? (after.text(testFile) === undefined ? `There is no ${testFile}.` : undefined));
  const parses = problem === undefined ? await parsesCheck(base, applied.changes) : undefined;
  const first =
    problem === undefined
      ? await runTestFiles('written tests', [testFile], after, tools, notMeasured, logs)
      : undefined;
  const passes = problem !== undefined ? false : first === undefined ? undefined : passesAll(first);
  const killed =
    passes === true ? await kills(verification, after, tools, logs, first!) : passes === false ? 0 : undefined;
  const nothing = problem !== undefined;
  const steps: Step[] = [
    {
      id: 'applies',
      text: `The answer writes ${testFile} and nothing else`,
      weight: TEST_WEIGHTS.applies,
      achieved: !nothing,
      detail: problem,
    },
    {
      ...{ id: 'parses', text: 'What it wrote parses', weight: TEST_WEIGHTS.parses },
      achieved: nothing ? false : parses?.measured === true ? parses.broken.length === 0 : undefined,
      detail: parses?.broken.join('\n') === '' ? undefined : parses?.broken.join('\n'),
    },
    {
      ...{
        id: 'passes',
        text: 'Its tests run, and pass on the code as it is',
        weight: TEST_WEIGHTS.passes,
        keeps: true,
      },
      achieved: passes,
      detail: first === undefined ? undefined : testsDetail(first),
    },
    {
      ...{
        id: 'kills',
        text: `Its tests notice faults (${mutants.length})`,
        weight: TEST_WEIGHTS.kills,
        decisive: true,
      },
      achieved: typeof killed === 'object' ? killed.share : killed,
      detail: typeof killed === 'object' ? killed.detail : undefined,
    },
  ];
  return {
    valued: valued(steps),
    facts: {
      ...{ base, after, applied, expectations: [], expectationsBefore: [], newTypeErrors: undefined },
      ...{ failToPass: undefined, passToPass: undefined },
      broken: parses?.measured === true ? parses.broken : undefined,
    },
    killed: typeof killed === 'object' ? killed.share : killed,
    ...{ passes, notMeasured, logs },
  };
}

function passesAll(run: TestRun): boolean {
  const ran = run.results.filter(({ result }) => result !== 'skipped');
  return (
    run.ended === 'ran' && run.problem === undefined && ran.length > 0 && ran.every(({ result }) => result === 'passed')
  );
}

function testsDetail(run: TestRun): string {
  const count = (result: string) => run.results.filter((each) => each.result === result).length;
  return run.problem ?? `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
}

/**
 * A mutant is noticed where a test that passed before fails on it. First the code is run with nothing but comments added: a test that
 * fails there looks at the text of the code, not at what it does, and notices nothing.
 */
async function kills(
  { mutants, testFile, target }: TestsVerification,
  state: RepositoryState,
  tools: CheckTools,
  logs: StepLog[],
  first: TestRun,
): Promise<{ readonly share: number; readonly detail: string }> {
  const passed = new Set(first.results.filter(({ result }) => result === 'passed').map(({ name }) => name));
  const touched = [...new Set([target, ...mutants.map(({ path }) => path)])].filter((path) => state.has(path));
  const commented = touched.map((path) => ({ path, content: withComment(path, state.text(path) ?? '') }));
  const control = await runTestFiles('unchanged behaviour', [testFile], state.with(commented), tools, [], logs);
  if (control === undefined || !passesAll(control)) {
    return {
      share: 0,
      detail: 'Its tests fail where nothing but a comment was added: they do not test what the code does.',
    };
  }
  const alive: string[] = [];
  for (const mutant of mutants) {
    tools.signal.throwIfAborted();
    const run = await runTestFiles(`mutant ${mutant.id}`, [testFile], state.with([mutant.change]), tools, [], logs);
    if (run === undefined || !notices(run, passed)) alive.push(`${mutant.path}:${mutant.line} ${mutant.operator}`);
  }
  const killed = mutants.length - alive.length;
  return {
    share: mutants.length === 0 ? 0 : killed / mutants.length,
    detail: [`${killed} of ${mutants.length} noticed`, ...alive.map((each) => `not noticed: ${each}`)].join('\n'),
  };
}

/** Failing, hanging and not loading all tell of the fault; a forged run tells nothing. */
function notices(run: TestRun, passed: ReadonlySet<string>): boolean {
  if (run.ended === 'forged') return false;
  if (run.ended !== 'ran') return true;
  return run.results.some(({ name, result }) => result === 'failed' && passed.has(name));
}

function withComment(path: string, text: string): string {
  const mark = path.endsWith('.py') ? '#' : '//';
  return `${text.replace(/\n?$/, '\n')}${mark} nothing is changed but this\n`;
}
