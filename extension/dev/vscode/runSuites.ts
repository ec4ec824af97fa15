/** Runs the suites of extension/test inside VS Code, desktop or served, by @vscode/test-electron. */
import { PassThrough } from 'node:stream';
import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { outcomesFile, readOutcomes, type TestOutcomes } from '../parts/outcomes';
import { desktopExecutable } from './desktopVscode';
import { writeProfile } from './profile';
import { inProject } from './projectPaths';

export interface SuiteRun {
  /** Names the run's folder under .cache/suites. */
  readonly name: string;
  /** Folder of the extension that is loaded under development. */
  readonly developmentPath: string;
  /** Folder that the extension under test must come from, or the folder that directly holds it. */
  readonly expected: string;
  /** Extensions folder; an empty one if not given. */
  readonly extensions?: string;
  /** Module that exports run(); the project's own by default. */
  readonly testsPath?: string;
  /** Folder with other suites than the project's own. */
  readonly suites?: string;
  /** Only tests whose full title matches. */
  readonly grep?: string;
  /** Swallow what the suite prints (self-tests of the harness, where failures are wanted). */
  readonly quiet?: boolean;
}

export interface SuiteResult {
  /** Whether VS Code ended with exit code 0. */
  readonly succeeded: boolean;
  /** Undefined when the run ended before its report. */
  readonly outcomes: TestOutcomes | undefined;
  readonly error: string | undefined;
}

const mark = '\u0001';

const drain = (): NodeJS.WritableStream => new PassThrough().resume();

/** Runs one VS Code to the end of its suites. */
export async function runSuites(options: SuiteRun): Promise<SuiteResult> {
  const desktop = await desktopExecutable();
  const folder = inProject('.cache', 'suites', options.name);
  await rm(folder, { recursive: true, force: true });
  const workspace = path.join(folder, 'workspace');
  await mkdir(folder, { recursive: true });
  await cp(inProject('extension', 'dev', 'sampleWorkspace'), workspace, { recursive: true });
  const userData = path.join(folder, 'user-data');
  await writeProfile(userData, 'dark');
  if (options.extensions === undefined) await linkOtherExtension(path.join(folder, 'extensions'));
  const results = path.join(folder, 'results.json');
  const env: Record<string, string> = {
    [outcomesFile]: results,
    WHETSTONE_EXPECTED_EXTENSION: options.expected,
    // The extension shows the suites what it counts and measures.
    WHETSTONE_TEST: '1',
    // Books of this run: those of the user are none of its business.
    WHETSTONE_HOME: path.join(folder, 'home'),
    // Figures of the extension host, for `whetstone` benchmarks; those of a busy machine are none.
    ...(process.env.WHETSTONE_BUSY === undefined
      ? { WHETSTONE_SPEED_FILE: inProject('.cache', 'speed', 'extension-host.json') }
      : {}),
    ...(options.suites === undefined ? {} : { WHETSTONE_SUITES: options.suites }),
    ...(options.grep === undefined ? {} : { WHETSTONE_GREP: options.grep }),
    // A model of real size, for the suite that asks for one.
    ...passedOn('WHETSTONE_TRUE_SIZE_MODEL'),
    ...(desktop === undefined ? { WHETSTONE_OUTPUT_MARK: mark } : {}),
  };
  let error: string | undefined;
  try {
    await runTests({
      vscodeExecutablePath: desktop ?? inProject('dist', 'dev', 'servedExecutable.cjs'),
      extensionDevelopmentPath: options.developmentPath,
      extensionTestsPath: options.testsPath ?? inProject('dist', 'test', 'index.cjs'),
      extensionTestsEnv: env,
      launchArgs: [
        workspace,
        `--user-data-dir=${userData}`,
        `--extensions-dir=${options.extensions ?? path.join(folder, 'extensions')}`,
      ],
      ...(options.quiet ? { stdout: drain(), stderr: drain() } : {}),
    });
  } catch (reason) {
    error = reason instanceof Error ? reason.message : String(reason);
  }
  return { succeeded: error === undefined, outcomes: readOutcomes(results), error };
}

/** Somebody else's extension, which the suites about language models talk with. */
async function linkOtherExtension(extensions: string): Promise<void> {
  await mkdir(extensions, { recursive: true });
  const other = inProject('extension', 'dev', 'otherExtension');
  await symlink(other, path.join(extensions, 'whetstone-test.other-models-0.0.1'), 'junction');
}

function passedOn(name: string): Record<string, string> {
  const value = process.env[name];
  return value === undefined ? {} : { [name]: value };
}
