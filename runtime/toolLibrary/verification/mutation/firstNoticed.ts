/** Runs copies with a fault on cases whose results are known. */
import {
  type CallJob,
  type CallOutcome,
  type Callee,
  type CaseArguments,
  type Runners,
  wasEnded,
} from '../../execution';
import { sameResult } from '../sameResult';

export interface FaultRun {
  /** With the fault in its files. */
  readonly callee: Callee;
  /** As the callee takes them. */
  readonly cases: readonly CaseArguments[];
  readonly report?: Readonly<Record<string, string>>;
  /** Results without the fault, by case. */
  readonly before: readonly string[];
  /** Processor time that no call took without the fault. */
  readonly seconds: number;
}

/** A call that takes so many times as long as all without the fault together does not end. */
const TIMES = 5;
/** Seconds that any call is given: most take a thousandth of it. */
const LEAST = 0.2;

/** @returns for each run the first case whose result shows the fault; undefined: none does */
export async function firstNoticed(
  runs: readonly FaultRun[],
  runners: Runners,
  signal: AbortSignal,
): Promise<readonly (number | undefined)[]> {
  const jobs = runs.map(({ callee, cases, report, before, seconds }): CallJob => {
    const expected = before.map((each) => (saysNothing(each) ? undefined : each));
    // A fault that makes a loop endless is noticed by the first call that does not end.
    return {
      callee,
      cases,
      expected,
      patience: 1,
      callSeconds: Math.max(LEAST, TIMES * seconds),
      ...(report === undefined ? {} : { report }),
    };
  });
  const outcomes = await runInBoth(jobs, runners, signal);
  return runs.map(({ before }, at) => {
    const outcome = outcomes[at];
    const results = outcome?.kind === 'run' ? outcome.results : undefined;
    // A fault that keeps the file from loading is noticed by anybody.
    const first = before.findIndex(
      (each, index) => !wasEnded(each) && (results === undefined || !sameResult(each, results[index] ?? '!notRun')),
    );
    return first < 0 ? undefined : first;
  });
}

function saysNothing(result: string): boolean {
  return wasEnded(result) || result === '!argument';
}

/** Every other one in each world: both are idle otherwise. A fault is noticed in either. */
async function runInBoth(
  jobs: readonly CallJob[],
  runners: Runners,
  signal: AbortSignal,
): Promise<readonly CallOutcome[]> {
  const [first, second] = await Promise.all(
    (['first', 'second'] as const).map((world, turn) =>
      runners.runIn(
        world,
        jobs.filter((_, index) => index % 2 === turn),
        signal,
      ),
    ),
  );
  return jobs.flatMap((_, index) => (index % 2 === 0 ? first : second)?.[Math.floor(index / 2)] ?? []);
}
