/** The workspace's own tests, where the user agreed: what passed before passes with the candidate. */
import { detectRunner, type TestReport, type TestRunner } from '../../../tools/execution';
import type { CommandOutcome } from '../../../tools/sandbox';
import type { Trial } from '../trial';
import type { VerifyOptions } from '../types';
import { inWorkspace } from './inWorkspace';

export async function testsStep(trials: readonly Trial[], options: VerifyOptions, root: string): Promise<void> {
  const going = trials.filter(({ goesOn }) => goesOn);
  if (options.consent?.tests !== true) {
    for (const trial of going) trial.skipped('workspaceTests', 'tests are not run without the user’s consent');
    return;
  }
  for (const [ending, files] of [
    ['.py', /\.py$/],
    ['.ts', /\.[mc]?[jt]sx?$/],
  ] as const) {
    const own = going.filter(({ tool }) => files.test(tool.source?.path ?? ''));
    if (own.length === 0) continue;
    const runner = await detectRunner(options.collection.root, `tests${ending}`);
    if (runner === undefined) {
      for (const trial of own) trial.skipped('workspaceTests', 'no test runner was found in the workspace');
      continue;
    }
    const { before, after } = await inWorkspace(runner.command({}), options, root);
    judge(own, runner, before, after);
  }
}

function judge(trials: readonly Trial[], runner: TestRunner, before: CommandOutcome, after: CommandOutcome): void {
  const [old, now] = [reportOf(runner, before), reportOf(runner, after)];
  for (const trial of trials) {
    if (old === undefined || (old.passed === 0 && old.failures.length === 0)) {
      trial.skipped('workspaceTests', `${runner.title} could not be run before: ${lastLine(before)}`);
    } else if (now === undefined) {
      trial.failed('workspaceTests', `${runner.title} does not run any more: ${lastLine(after)}`);
    } else {
      const known = new Set(old.failures.map(({ name }) => name));
      const fresh = now.failures.filter(({ name }) => !known.has(name));
      const lost = old.passed + old.failures.length - now.passed - now.failures.length;
      if (fresh[0] !== undefined)
        trial.failed('workspaceTests', `${fresh[0].name} fails: ${fresh[0].output.trim().slice(-300)}`);
      else if (lost > 0) trial.failed('workspaceTests', `${lost} tests are gone`);
      else trial.passed('workspaceTests', `${now.passed} tests pass (${runner.title})`);
    }
  }
}

function reportOf(runner: TestRunner, outcome: CommandOutcome): TestReport | undefined {
  if (outcome.ended !== 'exit') return undefined;
  const read = runner.read(outcome.stdout, outcome.stderr);
  if (read !== undefined) return read;
  // A runner that counts nothing for us: its exit status is one test.
  return outcome.code === 0 ? { passed: 1, skipped: 0, failures: [] } : undefined;
}

function lastLine({ stderr, stdout, ended }: CommandOutcome): string {
  return (stderr.trim() || stdout.trim()).split('\n').at(-1)?.slice(0, 200) ?? ended;
}
