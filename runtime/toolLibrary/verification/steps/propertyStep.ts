/** Old and new are called with the same arguments: those of examples, and made-up ones with a seed. */
import {
  type BothOutcomes,
  type CallJob,
  type CallOutcome,
  type CaseArguments,
  didRaise,
  looseForm,
  secondsOf,
} from '../../execution';
import { wasEnded, type WorldName } from '../../execution';
import type { Counterexample, LadderStep, ToolExample, ToolRecord } from '../../types';
import { groupExamples } from '../cases/groupExamples';
import { exampleCases } from '../cases/toolCases';
import { shrink } from '../cases/shrink';
import type { Replacement } from '../replacements';
import { sameResult } from '../sameResult';
import type { Trial } from '../trial';
import { originalResults, type RunOptions } from './originalResults';

export interface PropertyOptions extends RunOptions {
  /** Tools of the collection by `path#access`. */
  readonly byAccess: ReadonlyMap<string, ToolRecord>;
  readonly adapters: 'required' | 'optional';
}

const WORLDS: readonly WorldName[] = ['first', 'second'];
/** A tool that raises more often than this shows too little of what it does. */
const MOST_RAISED = 0.9;
const FEWEST_CASES = 200;
/** Rounds of making a case simpler whose calls do not end. */
const ROUNDS_OF_ENDED = 3;

export async function propertyStep(trials: readonly Trial[], options: PropertyOptions): Promise<void> {
  const examples = new Map<Trial, readonly ToolExample[]>();
  for (const trial of trials.filter(({ isRun }) => isRun)) {
    const own = trial.original === undefined ? [] : exampleCases(trial.original, trial.tool.examples);
    examples.set(trial, own);
    const others = trials.filter(({ entry }) => entry.into === trial.entry.into);
    const borrowed = groupExamples(trial, others, options.byAccess.get(trial.entry.into));
    trial.examples = own.length;
    trial.cases = [...own.map(({ arguments: values }) => values), ...borrowed];
  }
  const before = await originalResults(trials, options);
  const steady = [...before.keys()];
  const jobs = steady.flatMap((trial) => trial.replacements.map((replacement) => jobOf(replacement, trial.cases)));
  const answers = await options.runners.run(jobs, options.signal);
  let at = 0;
  for (const trial of steady) {
    const own = before.get(trial);
    for (const replacement of trial.replacements) {
      const after = answers[at++];
      if (!trial.goesOn || own === undefined || after === undefined) continue;
      await compare(trial, own, replacement, after, examples.get(trial)?.length ?? 0, options);
    }
    if (trial.goesOn && own !== undefined) tell(trial, own, examples.get(trial) ?? []);
  }
}

function jobOf({ callee, given, report }: Replacement, cases: readonly CaseArguments[]): CallJob {
  return { callee, cases: cases.map(given), report };
}

async function compare(
  trial: Trial,
  before: BothOutcomes,
  replacement: Replacement,
  after: BothOutcomes,
  examples: number,
  options: PropertyOptions,
): Promise<void> {
  const what = replacement.what === 'adapter' ? `${trial.tool.name} under its old name` : trial.entry.into;
  for (const world of WORLDS) {
    const [old, now] = [before[world], after[world]];
    if (old.kind === 'notLoaded') continue;
    if (now.kind === 'notLoaded') {
      if (
        replacement.what === 'adapter' &&
        options.adapters === 'optional' &&
        /^its file (?:has no|exports no)/.test(now.problem)
      )
        return;
      return trial.failed('replay', `${what} cannot be called: ${now.problem}`);
    }
    if (now.tried.length > 0) return trial.failed('property', `${what} tries to use ${now.tried.join(', ')}`);
    const differs = old.results.findIndex((each, index) => !sameResult(each, now.results[index] ?? '!notRun'));
    if (differs < 0) continue;
    const step = differs < examples ? 'replay' : 'property';
    return reject(trial, replacement, trial.cases[differs] ?? {}, step, world, what, options);
  }
  trial.seconds = Math.max(trial.seconds, secondsOf(after));
  trial.compared += before.first.kind === 'run' ? before.first.results.filter((each) => !wasEnded(each)).length : 0;
}

async function reject(
  trial: Trial,
  replacement: Replacement,
  values: CaseArguments,
  step: LadderStep['step'],
  world: WorldName,
  what: string,
  options: PropertyOptions,
): Promise<void> {
  const { original } = trial;
  if (original === undefined) return;
  const both = async (cases: readonly CaseArguments[]): Promise<Counterexample[]> => {
    const jobs = [{ callee: original, cases }, jobOf(replacement, cases)];
    const [old, now] = (await options.runners.runIn(world, jobs, options.signal)).map(resultsOf);
    return cases.map((each, index) => ({
      arguments: each,
      before: old?.[index] ?? '!notRun',
      after: now?.[index] ?? '!notRun',
    }));
  };
  const fails = async (cases: readonly CaseArguments[]) =>
    (await both(cases)).map(({ before, after }) => !sameResult(before, after));
  const [found] = await both([values]);
  // Each round waits until calls are ended.
  const rounds = wasEnded(found?.after ?? '') ? ROUNDS_OF_ENDED : undefined;
  const simple = await shrink(values, original, fails, rounds);
  const [counterexample] = simple === values ? [found] : await both([simple]);
  trial.failed(step, `${what} answers otherwise`, counterexample);
}

function resultsOf(outcome: CallOutcome): readonly string[] {
  return outcome.kind === 'run' ? outcome.results : [];
}

function tell(trial: Trial, before: BothOutcomes, examples: readonly ToolExample[]): void {
  const results = resultsOf(before.first);
  const outdated = examples.filter(
    ({ expected }, index) => expected !== undefined && !agrees(results[index] ?? '', expected),
  ).length;
  const told = outdated === 0 ? '' : `; ${outdated} of them name a result that the old tool does not give either`;
  if (examples.length === 0) trial.skipped('replay', 'the tool has no examples');
  else trial.passed('replay', `${examples.length} examples give the same results${told}`);
  const made = results.length - examples.length;
  const raised = results.filter(didRaise).length / Math.max(1, results.length);
  trial.passed(
    'property',
    `${made} made-up cases give the same results (seed as given); ${percent(raised)} of all raise`,
  );
  const varied = (trial.original?.parameters.length ?? 0) > 0;
  if (raised > MOST_RAISED || (varied && made < FEWEST_CASES)) trial.lower('weak');
}

function agrees(result: string, expected: string): boolean {
  return looseForm(result.replace(/^async /, '').replace(/ ~(?:changed|printed).*$/, '')) === looseForm(expected);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
