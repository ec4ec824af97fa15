import type { CommandSandbox } from '../../../../runtime/tools/sandbox';
import type { ChangeCheck, TestSelection, ToolCommand } from '../../scenarios';
import type { RepositoryState } from '../state/repositoryState';
import { notReportable, runTests } from '../tests/runTests';
import { selected, type SelectionResult } from '../tests/selections';
import type { TestRun } from '../tests/types';
import type { CheckTools, StepLog } from './tools';

/** More files of tests are not run for one answer. */
const MOST_FILES = 40;

export interface BothResults {
  readonly target: SelectionResult | undefined;
  readonly others: SelectionResult | undefined;
}

/**
 * Tests that have to pass again and those that still have to, in one run: most of the time goes into starting the runner and loading the
 * code. Each by itself where that run does not end well, so that one of them takes nothing from the other.
 */
export async function runBoth(
  { failToPass, passToPass }: Pick<ChangeCheck, 'failToPass' | 'passToPass'>,
  state: RepositoryState,
  tools: CheckTools,
  notMeasured: string[],
  logs: StepLog[],
): Promise<BothResults> {
  if (failToPass.length > 0 && passToPass.length > 0 && !('missing' in runnerOf(tools))) {
    const [target, others] = [failToPass, passToPass].map((each) => each.slice(0, MOST_FILES));
    const run = await runTestFiles('tests', filesOf([...target!, ...others!]), state, tools, notMeasured, logs);
    if (run?.ended === 'ran' && run.problem === undefined) {
      return { target: selected(run, target!), others: selected(run, others!) };
    }
  }
  return {
    target: await runSelections('target tests', failToPass, state, tools, notMeasured, logs),
    others: await runSelections('other tests', passToPass, state, tools, notMeasured, logs),
  };
}

/** @returns undefined where there is nothing to run, or nothing to run it with: then `notMeasured` has the reason */
async function runSelections(
  step: string,
  selections: readonly TestSelection[],
  state: RepositoryState,
  tools: CheckTools,
  notMeasured: string[],
  logs: StepLog[],
): Promise<SelectionResult | undefined> {
  if (selections.length === 0) return undefined;
  const chosen = selections.slice(0, MOST_FILES);
  const run = await runTestFiles(step, filesOf(chosen), state, tools, notMeasured, logs);
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
  const found = runnerOf(tools);
  if ('missing' in found) {
    notMeasured.push(`${step}: ${found.missing}`);
    return undefined;
  }
  const key = `${state.key()}\n${[...files].sort().join('\n')}`;
  const run = tools.runs?.get(key) ?? (await runNow(found, files, state, tools));
  if (run.ended === 'set-up') throw new Error(`The sandbox could not be set up for ${step}: ${run.log}`);
  if (run.ended === 'ran') tools.runs?.set(key, run);
  logs.push({ step, text: [run.problem, run.log].filter((each) => each !== undefined).join('\n') });
  return run;
}

interface FoundRunner {
  readonly sandbox: CommandSandbox;
  readonly tool: ToolCommand;
}

function runnerOf({ tools: { test: tool }, sandbox }: CheckTools): FoundRunner | { readonly missing: string } {
  const missing = 'unavailable' in sandbox ? sandbox.unavailable : notReportable(tool);
  return missing !== undefined || tool === undefined || 'unavailable' in sandbox
    ? { missing: missing ?? '' }
    : { sandbox, tool };
}

async function runNow(
  found: FoundRunner,
  files: readonly string[],
  state: RepositoryState,
  { checkout, testLimits, signal }: CheckTools,
): Promise<TestRun> {
  return runTests({
    ...{ ...found, files, limits: testLimits, signal },
    checkout: await checkout(),
    changes: state.changes(),
    text: (file) => state.text(file),
  });
}

function filesOf(selections: readonly TestSelection[]): readonly string[] {
  return [...new Set(selections.map(({ file }) => file))];
}
