/** A part of `npm test`: something that is run and counted as a whole. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { inProject } from '../vscode/projectPaths';
import { run } from '../vscode/run';
import { outcomesFile, readOutcomes } from './outcomes';

export interface PartResult {
  readonly passed: number;
  /** What failed, one line each. */
  readonly failed: readonly string[];
  /** What was not run, and why. */
  readonly skipped: readonly string[];
}

export interface Part {
  /** What it is called on the command line. */
  readonly name: string;
  /** Heading of its section. */
  readonly title: string;
  run(): Promise<PartResult>;
}

/** Adds up the results of steps that belong to one part. */
export function combine(...results: readonly PartResult[]): PartResult {
  return {
    passed: results.reduce((sum, result) => sum + result.passed, 0),
    failed: results.flatMap((result) => result.failed),
    skipped: results.flatMap((result) => result.skipped),
  };
}

/** A single check with a name; it fails with the message of what the function throws. */
export async function check(name: string, function_: () => Promise<void>): Promise<PartResult> {
  try {
    await function_();
    console.log(`  ok      ${name}`);
    return { passed: 1, failed: [], skipped: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.log(`  FAILED  ${name}\n${message}`);
    return { passed: 0, failed: [name], skipped: [] };
  }
}

/** A check that a program ends with exit code 0. */
export function programCheck(name: string, command: string, args: readonly string[]): Promise<PartResult> {
  return check(name, async () => {
    const { code, output } = await run(command, args, { timeoutMs: 10 * 60_000 });
    if (code !== 0) throw new Error(`${output.trimEnd()}\n(exit code ${code})`);
  });
}

/**
 * Runs TypeScript tests with mocha in plain Node.
 *
 * @param files globs, relative to the project
 */
export async function mochaPart(name: string, files: readonly string[], env: NodeJS.ProcessEnv): Promise<PartResult> {
  const results = inProject('.cache', `results-${name}.json`);
  await mkdir(inProject('.cache'), { recursive: true });
  await rm(results, { force: true });
  // The tests start hundreds of programs: the code of one that ran before is not compiled again.
  const compiled = await mkdtemp(inProject('.cache', 'compiled-'));
  const { code } = await run(
    process.execPath,
    [
      inProject('node_modules', 'mocha', 'bin', 'mocha.js'),
      ...['--reporter', inProject('dist', 'dev', 'testReporter.cjs'), '--forbid-only', ...files],
    ],
    {
      env: { ...process.env, ...env, NODE_COMPILE_CACHE: compiled, [outcomesFile]: results },
      show: true,
      timeoutMs: 40 * 60_000,
    },
  );
  await rm(compiled, { recursive: true, force: true });
  const outcomes = readOutcomes(results);
  if (outcomes === undefined) return { passed: 0, failed: [`mocha ended with ${code} before its report`], skipped: [] };
  const failed = [...outcomes.failed];
  if (code !== 0 && failed.length === 0) failed.push(`mocha ended with ${code} although every test passed`);
  return { passed: outcomes.passed.length, failed, skipped: outcomes.skipped };
}
