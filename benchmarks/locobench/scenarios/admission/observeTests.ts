/** Runs tests of a set's repository with changes, for makers that have to know which tests a change breaks. */
import { openSandbox, SandboxUnavailableError, type CommandSandbox } from '../../../../runtime/tools/sandbox';
import { Checkouts } from '../../grading/checkout/checkouts';
import { RepositoryState } from '../../grading/state/repositoryState';
import { notReportable, runTests } from '../../grading/tests/runTests';
import type { TestRun } from '../../grading/tests/types';
import type { TestObserver } from '../maker';
import type { FileChange, ScenarioSet } from '../types';
import { TestsWithoutChanges, type TimedRun } from './testsWithoutChanges';

/** What a test of one draft may take: a fault that makes a loop endless is no use. */
const WALL_MS = 60_000;

export interface OpenObserver {
  readonly observe: TestObserver;
  close(): Promise<void>;
}

export function openTestObserver(set: ScenarioSet, folder: string): OpenObserver {
  const checkouts = new Checkouts();
  let sandbox: Promise<CommandSandbox | undefined> | undefined;
  const run = async (
    changes: readonly FileChange[],
    files: readonly string[],
    wallMs: number,
    signal: AbortSignal,
  ): Promise<TimedRun> => {
    const tool = set.tools.test;
    if (tool === undefined || notReportable(tool) !== undefined) return NOT_MEASURED;
    const opened = await (sandbox ??= openOrNothing());
    if (opened === undefined) return NOT_MEASURED;
    const state = RepositoryState.ofSnapshot({ folder, set }).with(changes);
    const ran = await runTests({
      ...{ sandbox: opened, checkout: await checkouts.of(folder, set), changes: state.changes(), tool, files, signal },
      text: (file) => state.text(file),
      limits: { wallMs },
    });
    return { outcome: outcomeOf(ran), milliseconds: ran.milliseconds, processorSeconds: ran.processorSeconds };
  };
  const asTheyAre = new TestsWithoutChanges((files, wallMs, signal) => run([], files, wallMs, signal));
  return {
    observe: async (changes, files, signal) =>
      changes.length === 0 ? asTheyAre.of(files, signal) : (await run(changes, files, WALL_MS, signal)).outcome,
    close: () => checkouts.close(),
  };
}

const NOT_MEASURED: TimedRun = { outcome: { kind: 'not-measured' }, milliseconds: 0, processorSeconds: 0 };

function outcomeOf({ ended, results: all }: TestRun): TimedRun['outcome'] {
  if (ended === 'set-up') return { kind: 'not-measured' };
  if (ended === 'limit') return { kind: 'limit' };
  const results = all.flatMap(({ file, name, result, message }) =>
    file === undefined || result === 'skipped' ? [] : [{ file, name, passed: result === 'passed', message }],
  );
  return { kind: 'ran', results };
}

async function openOrNothing(): Promise<CommandSandbox | undefined> {
  try {
    return await openSandbox();
  } catch (error) {
    if (error instanceof SandboxUnavailableError) return undefined;
    throw error;
  }
}
