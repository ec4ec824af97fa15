/** A part of `npm test`: something that is counted as a whole. */
import { run } from '../vscode/run';

export interface PartResult {
  readonly passed: number;
  /** What failed, one line each. */
  readonly failed: readonly string[];
  /** What was not run, and why. */
  readonly skipped: readonly string[];
}

/** A program of its own, because one that crashes or hangs must not take the results of others with it. */
export interface Step {
  readonly name: string;
  run(): Promise<PartResult>;
}

/** Files of tests for mocha in plain Node. */
export interface TestFiles {
  /** Where they are, relative to the project. */
  readonly folders: readonly string[];
  /** Of these, folders whose files are not meant. */
  readonly except?: readonly string[];
  /** What their names end with. */
  readonly ending: string;
  /** What the tests need in their environment. */
  environment?(): Promise<NodeJS.ProcessEnv>;
}

export interface Part {
  /** What it is called on the command line. */
  readonly name: string;
  /** What it is called in the summary. */
  readonly title: string;
  /** Names of parts that have to have ended before it begins, where they are run at all. */
  readonly after?: readonly string[];
  /**
   * It waits for windows most of the time, and what it does there must not come late: it has a lane of its own, beside the
   * others, and the processors before them.
   */
  readonly precedence?: true;
  /** What it finds does not depend on who is busy beside it, or is found again by itself. */
  readonly beside?: true;
  /** Steps do not wait for each other. */
  readonly work: { readonly steps: readonly Step[] } | { readonly testFiles: TestFiles };
}

export const nothing: PartResult = { passed: 0, failed: [], skipped: [] };

/** Adds up the results of steps that belong to one part. */
export function combine(...results: readonly PartResult[]): PartResult {
  return {
    passed: results.reduce((sum, result) => sum + result.passed, 0),
    failed: results.flatMap((result) => result.failed),
    skipped: results.flatMap((result) => result.skipped),
  };
}

const longestReason = 300;

/** A line for what failed: its name, and the beginning of what is said about why. */
export function failureLine(name: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const reason = message.trim().replaceAll(/\s+/g, ' ').slice(0, longestReason);
  return reason === '' ? name : `${name}: ${reason}`;
}

/** A single check with a name; it fails with the message of what the function throws. */
export async function check(name: string, function_: () => Promise<void>): Promise<PartResult> {
  try {
    await function_();
    console.log(`  ok      ${name}`);
    return { ...nothing, passed: 1 };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.log(`  FAILED  ${name}\n${message}`);
    return { ...nothing, failed: [failureLine(name, error)] };
  }
}

/** A check that a program ends with exit code 0. */
export function programCheck(name: string, command: string, args: readonly string[]): Promise<PartResult> {
  return check(name, async () => {
    // Beside suites of VS Code, to which it gives way, it takes several times as long as by itself.
    const { code, output } = await run(command, args, { timeoutMs: 20 * 60_000 });
    if (code !== 0) throw new Error(`${output.trimEnd()}\n(exit code ${code})`);
  });
}
