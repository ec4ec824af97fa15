/** Small faults are put into what stands for a tool: cases that do not notice them prove little. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CaseArguments, FileSet, Runners } from '../../execution';
import { distinctCases, simplestFirst } from '../cases/distinctCases';
import { samplesOf } from '../cases/samples';
import { firstNoticed } from '../mutation/firstNoticed';
import { type Mutant, mutantsOf } from '../mutation/mutantsOf';
import type { Replacement } from '../replacements';
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
  /** The case that noticed it. */
  by?: number;
}

export async function mutationStep(trials: readonly Trial[], options: MutationOptions): Promise<void> {
  const attempts: Attempt[] = [];
  for (const trial of trials.filter(({ isRun }) => isRun)) attempts.push(...(await attemptsOn(trial, options)));
  await notice(attempts, options, (trial) => simplestFirst(trial, distinctCases(trial.results, FEW)));
  const missed = attempts.filter(({ noticed }) => !noticed);
  await notice(missed, options, ({ cases }) => cases.map((_, index) => index));
  for (const trial of trials.filter(({ isRun }) => isRun)) {
    const own = attempts.filter((each) => each.trial === trial);
    tell(trial, own);
    trial.samples = samplesOf(
      trial,
      own.flatMap(({ by }) => by ?? []),
    );
  }
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
  const runs = attempts.map(({ trial, replacement: { callee, given, report } }) => {
    const chosen = choose(trial);
    return {
      ...{ callee, report, seconds: trial.seconds },
      cases: chosen.map((index): CaseArguments => given(trial.cases[index] ?? {})),
      before: chosen.map((index) => trial.results[index] ?? '!notRun'),
    };
  });
  const found = await firstNoticed(runs, runners, signal);
  attempts.forEach((attempt, at) => {
    const first = found[at];
    if (first === undefined) return;
    attempt.noticed = true;
    attempt.by = choose(attempt.trial)[first] ?? 0;
  });
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
