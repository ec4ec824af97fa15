/** Test runs whose results the tested code cannot simply print. Types only. */

export interface NamedResult {
  /** Relative to the repository's root; undefined where the runner does not say. */
  readonly file: string | undefined;
  /** Outer titles first, blanks between. */
  readonly name: string;
  readonly result: 'passed' | 'failed' | 'skipped';
  /** Of a failure; cut. */
  readonly message: string;
}

/**
 * 'ran': the report is there and believed. 'forged': there is a report or an exit status, but not one to be believed. 'no-report': the
 * runner reported nothing, as where a file does not load or the code ended the process. 'limit': the sandbox ended it.
 * 'set-up': the sandbox did not start, which is no one's fault but ours.
 */
export interface TestRun {
  readonly ended: 'ran' | 'forged' | 'no-report' | 'limit' | 'set-up';
  readonly results: readonly NamedResult[];
  /** For people. */
  readonly problem: string | undefined;
  readonly log: string;
  readonly milliseconds: number;
  /** Of all its processes together. */
  readonly processorSeconds: number;
}

/** What a probe is written with. */
export interface Probe {
  /** Title of the test that has to fail; letters only. */
  readonly title: string;
  /** Its failure has to say this, with 0 behind it: assertions that did not throw. */
  readonly word: string;
}

export interface RunnerUse {
  /** Relative to the folder that the command runs in. */
  readonly files: readonly string[];
  /** Our folder, absolute. */
  readonly ours: string;
  /** Words of the project's own test command. */
  readonly words: readonly string[];
  /** How a program of node_modules is started. */
  readonly program: (name: string) => readonly string[];
}

/** A test file as it will be run, without its probe. */
export interface ProbedTest {
  /** Relative to the folder that the command runs in. */
  readonly file: string;
  readonly text: string;
  readonly probe: Probe;
}

export interface BesideRequest {
  readonly tests: readonly ProbedTest[];
  /** Our folder, absolute. */
  readonly ours: string;
  readonly key: string;
  /** Where the report is to be, absolute. */
  readonly report: string;
}

/** How one runner is made to report to a file of ours. */
export interface ReportedRunner {
  readonly title: string;
  /** Files that are brought in. @param folder of ours, below the repository's root */
  files(folder: string): readonly { readonly path: string; readonly content: string }[];
  command(use: RunnerUse): readonly string[];
  env(ours: string): Readonly<Record<string, string>>;
  /** The test that has to fail, as the end of a test file. */
  probe(file: string, text: string, probe: Probe): string;
  /** Tests of files with the same answer can run in one process; default: all. */
  apart?(file: string, text: string): string;
  /** Files that know the tests, relative to the folder that the command runs in, for languages where nothing can be asked about them. */
  beside?(request: BesideRequest): readonly { readonly path: string; readonly content: string }[];
}
