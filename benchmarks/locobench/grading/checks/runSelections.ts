import type { TestSelection } from '../../scenarios/types';
import type { RepositoryState } from '../state/repositoryState';
import { notReportable, runTests } from '../tests/runTests';
import { selected, type SelectionResult } from '../tests/selections';
import type { TestRun } from '../tests/types';
import type { CheckTools, StepLog } from './tools';

/** More files of tests are not run for one answer. */
const MOST_FILES = 40;

/** @returns undefined where there is nothing to run, or nothing to run it with: then `notMeasured` has the reason */
export async function runSelections(
  step: string,
  selections: readonly TestSelection[],
  state: RepositoryState,
  tools: CheckTools,
  notMeasured: string[],
  logs: StepLog[],
): Promise<SelectionResult | undefined> {
  if (selections.length === 0) return undefined;
  const chosen = selections.slice(0, MOST_FILES);
  const run = await runTestFiles(step, [...new Set(chosen.map(({ file }) => file))], state, tools, notMeasured, logs);
  return run === undefined ? undefined : selected(run, chosen);
}

/** @returns undefined where nothing can be run @throws Error where the sandbox does not start: no answer's fault */
export async function runTestFiles(
  step: string,
  files: readonly string[],
  state: RepositoryState,
  tools: CheckTools,
  notMeasured: string[],
  logs: StepLog[],
): Promise<TestRun | undefined> {
  const tool = tools.tools.test;
  const missing = 'unavailable' in tools.sandbox ? tools.sandbox.unavailable : notReportable(tool);
  if (missing !== undefined || tool === undefined || 'unavailable' in tools.sandbox) {
    notMeasured.push(`${step}: ${missing ?? ''}`);
    return undefined;
  }
  const run = await runTests({
    sandbox: tools.sandbox,
    checkout: await tools.checkout(),
    changes: state.changes(),
    ...{ tool, files, limits: tools.testLimits, signal: tools.signal },
    text: (file) => state.text(file),
  });
  if (run.ended === 'set-up') throw new Error(`The sandbox could not be set up for ${step}: ${run.log}`);
  logs.push({ step, text: [run.problem, run.log].filter((each) => each !== undefined).join('\n') });
  return run;
}
