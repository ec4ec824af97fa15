/** Runs copies with a fault on cases whose results are known. */
import { type CallJob, type Callee, type CaseArguments, type Runners, wasEnded } from '../../execution';
import { sameResult } from '../sameResult';

export interface FaultRun {
  /** With the fault in its files. */
  readonly callee: Callee;
  /** As the callee takes them. */
  readonly cases: readonly CaseArguments[];
  readonly report?: Readonly<Record<string, string>>;
  /** Results without the fault, by case. */
  readonly before: readonly string[];
}

/** @returns for each run the first case whose result shows the fault; undefined: none does */
export async function firstNoticed(
  runs: readonly FaultRun[],
  runners: Runners,
  signal: AbortSignal,
): Promise<readonly (number | undefined)[]> {
  const jobs = runs.map(({ callee, cases, report }): CallJob => {
    // A fault that makes a loop endless is noticed by the first call that does not end.
    return { callee, cases, patience: 1, ...(report === undefined ? {} : { report }) };
  });
  // Half of them in each world: both are idle otherwise.
  const half = Math.ceil(jobs.length / 2);
  const outcomes = (
    await Promise.all([
      runners.runIn('first', jobs.slice(0, half), signal),
      runners.runIn('second', jobs.slice(half), signal),
    ])
  ).flat();
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
