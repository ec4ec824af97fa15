/** Small faults are put into what stands for a tool: cases that do not notice them prove little. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CallJob, CaseArguments, FileSet, Runners } from '../../execution';
import { wasEnded } from '../../execution';
import { type Mutant, mutantsOf } from '../mutation/mutantsOf';
import type { Replacement } from '../replacements';
import { sameResult } from '../sameResult';
import type { Trial } from '../trial';

export interface MutationOptions {
  readonly runners: Runners;
  readonly files: FileSet;
  readonly root: string;
  readonly seed: number;
  /** Faults of each tool's replacement at most. */
  readonly mutants: number;
  readonly signal: AbortSignal;
}

/** Share of faults that must be noticed. Some change nothing: a bound that no value meets, a branch that nothing reaches. */
export const NOTICED = 0.75;
/** The cases that most faults are noticed by come first: those with results of their own. */
const FEW = 48;

interface Attempt {
  readonly trial: Trial;
  readonly mutant: Mutant;
  readonly replacement: Replacement;
  noticed: boolean;
}

export async function mutationStep(trials: readonly Trial[], options: MutationOptions): Promise<void> {
  const attempts: Attempt[] = [];
  for (const trial of trials.filter(({ isRun }) => isRun)) attempts.push(...(await attemptsOn(trial, options)));
  await notice(attempts, options, (trial) => distinctCases(trial, FEW));
  const missed = attempts.filter(({ noticed }) => !noticed);
  await notice(missed, options, ({ cases }) => cases.map((_, index) => index));
  for (const trial of trials.filter(({ isRun }) => isRun))
    tell(
      trial,
      attempts.filter((each) => each.trial === trial),
    );
}

async function attemptsOn(trial: Trial, options: MutationOptions): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const replacement of trial.replacements) {
    const { path: file, access } = replacement.callee;
    const text =
      options.files.texts.get(file) ?? (await readFile(path.join(options.root, file), 'utf8').catch(() => undefined));
    if (text === undefined) continue;
    const most = Math.ceil(options.mutants / trial.replacements.length);
    const mutants = await mutantsOf(file, text, access, { seed: options.seed, most });
    for (const mutant of mutants) {
      const files = { texts: new Map([[file, mutant.text]]), over: options.files };
      const callee = { ...replacement.callee, files };
      attempts.push({ trial, mutant, replacement: { ...replacement, callee }, noticed: false });
    }
  }
  return attempts;
}

async function notice(
  attempts: readonly Attempt[],
  { runners, signal }: MutationOptions,
  choose: (trial: Trial) => readonly number[],
): Promise<void> {
  const jobs = attempts.map(({ trial, replacement: { callee, given, report } }): CallJob => {
    const cases = choose(trial).map((index): CaseArguments => given(trial.cases[index] ?? {}));
    return { callee, cases, report };
  });
  // Half of them in each world: both are idle otherwise.
  const half = Math.ceil(jobs.length / 2);
  const outcomes = (
    await Promise.all([
      runners.runIn('first', jobs.slice(0, half), signal),
      runners.runIn('second', jobs.slice(half), signal),
    ])
  ).flat();
  attempts.forEach((attempt, at) => {
    const outcome = outcomes[at];
    const results = outcome?.kind === 'run' ? outcome.results : undefined;
    // A fault that keeps the file from loading is noticed by anybody.
    attempt.noticed = choose(attempt.trial).some((index, place) => {
      const before = attempt.trial.results[index] ?? '!notRun';
      return !wasEnded(before) && (results === undefined || !sameResult(before, results[place] ?? '!notRun'));
    });
  });
}

/** Cases with different results first, then the others, so many. */
function distinctCases({ results }: Trial, most: number): number[] {
  const first = new Set([...new Map(results.map((result, index) => [result, index])).values()].slice(0, most));
  for (let index = 0; index < results.length && first.size < most; index++) first.add(index);
  return [...first];
}

function tell(trial: Trial, attempts: readonly Attempt[]): void {
  if (attempts.length === 0) {
    trial.lower('weak');
    return trial.skipped('mutation', 'its text offers no place for a fault');
  }
  const missed = attempts.filter(({ noticed }) => !noticed);
  const noticed = attempts.length - missed.length;
  const example = missed[0] === undefined ? '' : `; not noticed: ${missed[0].mutant.fault}`;
  const detail = `the cases notice ${noticed} of ${attempts.length} faults${example}`;
  if (noticed < attempts.length * NOTICED) trial.lower('weak');
  trial.passed('mutation', detail);
}
