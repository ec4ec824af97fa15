/** What the old tools answer: on their examples, on made-up arguments, and on arguments like those that they took. */
import type { BothOutcomes, CallJob, CallOutcome, CaseArguments, Literals, Runners } from '../../execution';
import { bothRuns, didRaise, secondsOf, wasEnded } from '../../execution';
import { casesLike, madeUpCases } from '../cases/toolCases';
import type { Trial } from '../trial';
import { strengthen } from './strengthen';

export interface RunOptions {
  readonly runners: Runners;
  readonly seed: number;
  /** Made-up cases of each tool. */
  readonly cases: number;
  readonly literals: (trial: Trial) => Literals;
  /** Folder of the tools as they were. */
  readonly before: string;
  /** Faults of each tool that its cases are made stronger by. */
  readonly strength: number;
  /** Cases that were found so, by tool. */
  readonly found: Map<string, readonly CaseArguments[]>;
  readonly signal: AbortSignal;
}

/** Above this share of raised cases as many again are made of those that the tool took. */
const MOSTLY_RAISED = 0.5;

/** Gives each trial its cases and results; one whose tool cannot be compared is `unverified` afterwards. */
export async function originalResults(
  trials: readonly Trial[],
  options: RunOptions,
): Promise<Map<Trial, BothOutcomes>> {
  const run = trials.filter(({ isRun }) => isRun);
  for (const trial of run) {
    const { original } = trial;
    if (original === undefined) continue;
    const made = madeUpCases(original, options.literals(trial), options.seed, options.cases);
    trial.cases = [...trial.cases, ...made];
  }
  const first = await options.runners.run(
    run.flatMap((trial) => jobOf(trial, trial.cases)),
    options.signal,
  );
  const outcomes = new Map(run.map((trial, index) => [trial, first[index]]));
  const refused = run.filter((trial) => mostlyRaised(outcomes.get(trial)?.first));
  const more = refused.map((trial) => likeTaken(trial, outcomes.get(trial)?.first, options));
  const second = await options.runners.run(
    refused.flatMap((trial, index) => jobOf(trial, more[index] ?? [])),
    options.signal,
  );
  refused.forEach((trial, index) => {
    trial.cases = [...trial.cases, ...(more[index] ?? [])];
    const [old, now] = [outcomes.get(trial), second[index]];
    if (old !== undefined && now !== undefined) outcomes.set(trial, bothRuns(old, now));
  });
  const known = new Map<Trial, BothOutcomes>();
  for (const [trial, outcome] of outcomes) {
    const problem = problemOf(outcome);
    if (problem !== undefined) trial.notRun('property', problem);
    else if (outcome !== undefined) {
      known.set(trial, outcome);
      trial.results = outcome.first.kind === 'run' ? outcome.first.results : [];
      trial.seconds = secondsOf(outcome);
    }
  }
  await strengthen(known, { ...options, faults: options.strength });
  return known;
}

function jobOf({ original }: Trial, cases: readonly CaseArguments[]): CallJob[] {
  return original === undefined ? [] : [{ callee: original, cases }];
}

function mostlyRaised(outcome: CallOutcome | undefined): boolean {
  if (outcome?.kind !== 'run' || outcome.results.some(wasEnded)) return false;
  const raised = outcome.results.filter(didRaise).length;
  return raised < outcome.results.length && raised > outcome.results.length * MOSTLY_RAISED;
}

function likeTaken({ original, cases }: Trial, outcome: CallOutcome | undefined, options: RunOptions): CaseArguments[] {
  if (original === undefined || outcome?.kind !== 'run') return [];
  const taken = cases.filter((_, index) => !didRaise(outcome.results[index] ?? '!'));
  return casesLike(original, taken, options.seed, options.cases);
}

/** Why the results of a tool say nothing about it. */
function problemOf(outcome: BothOutcomes | undefined): string | undefined {
  if (outcome === undefined) return 'it was not run';
  const { first, second } = outcome;
  if (first.kind === 'notLoaded') return `it cannot be run here: ${first.problem}`;
  if (second.kind === 'notLoaded') return `it cannot be run here: ${second.problem}`;
  const tried = [...new Set([...first.tried, ...second.tried])];
  if (tried.length > 0) return `it tried to use ${tried.join(', ')}`;
  const steady = first.results.every((result, index) => {
    const other = second.results[index] ?? '!notRun';
    return result === other || wasEnded(result) || wasEnded(other);
  });
  if (!steady) return 'its results depend on the clock, on chance, or on what ran before';
  const comparable = first.results.filter((each) => !wasEnded(each) && each !== '!argument').length;
  return comparable === 0 ? 'no call of it ended in time' : undefined;
}
