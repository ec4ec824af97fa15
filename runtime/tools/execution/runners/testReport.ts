/** What a test runner found. */
export interface TestFailure {
  readonly name: string;
  readonly output: string;
}

export interface TestReport {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly TestFailure[];
}

export interface TestSelection {
  /** Relative to the workspace. */
  readonly file?: string | undefined;
  /** Tests whose name contains it. */
  readonly name?: string | undefined;
}

export interface TestRunner {
  readonly title: string;
  /** Words of the command. */
  readonly command: (selection: TestSelection) => readonly string[];
  /** @returns undefined where the output is not the runner's */
  readonly read: (stdout: string, stderr: string) => TestReport | undefined;
}
