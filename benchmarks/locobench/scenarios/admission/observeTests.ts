/** Runs tests of a set's repository with changes, for makers that have to know which tests a change breaks. */
import { openSandbox, SandboxUnavailableError, type CommandSandbox } from '../../../../runtime/tools/sandbox';
import { Checkouts } from '../../grading/checkout/checkouts';
import { RepositoryState } from '../../grading/state/repositoryState';
import { notReportable, runTests } from '../../grading/tests/runTests';
import type { TestObserver } from '../maker';
import type { ScenarioSet } from '../types';

/** What a test of one draft may take: a fault that makes a loop endless is no use. */
const WALL_MS = 60_000;

export interface OpenObserver {
  readonly observe: TestObserver;
  close(): Promise<void>;
}

export function openTestObserver(set: ScenarioSet, folder: string): OpenObserver {
  const checkouts = new Checkouts();
  let sandbox: Promise<CommandSandbox | undefined> | undefined;
  return {
    observe: async (changes, files, signal) => {
      const tool = set.tools.test;
      if (tool === undefined || notReportable(tool) !== undefined) return { kind: 'not-measured' };
      const opened = await (sandbox ??= openOrNothing());
      if (opened === undefined) return { kind: 'not-measured' };
      const state = RepositoryState.ofSnapshot({ folder, set }).with(changes);
      const run = await runTests({
        ...{
          sandbox: opened,
          checkout: await checkouts.of(folder, set),
          changes: state.changes(),
          tool,
          files,
          signal,
        },
        text: (file) => state.text(file),
        limits: { wallMs: WALL_MS },
      });
      if (run.ended === 'set-up') return { kind: 'not-measured' };
      if (run.ended === 'limit') return { kind: 'limit' };
      const results = run.results.flatMap(({ file, name, result, message }) =>
        file === undefined || result === 'skipped' ? [] : [{ file, name, passed: result === 'passed', message }],
      );
      return { kind: 'ran', results };
    },
    close: () => checkouts.close(),
  };
}

async function openOrNothing(): Promise<CommandSandbox | undefined> {
  try {
    return await openSandbox();
  } catch (error) {
    if (error instanceof SandboxUnavailableError) return undefined;
    throw error;
  }
}
