/** Runners whose reports can be believed, by the title that a set gives them. */
import { goTest } from './goTests';
import {
  JEST_REPORTER,
  MOCHA_REPORTER,
  NODE_REPORTER,
  PYTEST_PLUGIN,
  PYTEST_PLUGIN_NAME,
  TAPE_REPORTER,
  VITEST_REPORTER,
} from './reporters';
import { globalProbe, nodeProbe, pytestProbe, tapeProbe, vitestProbe } from './probes';
import type { ReportedRunner } from './types';

const one = (name: string, content: string) => (folder: string) => [{ path: `${folder}/${name}`, content }];

const mocha: ReportedRunner = {
  title: 'mocha',
  files: one('reporter.cjs', MOCHA_REPORTER),
  command: ({ files, ours, words, program }) => [
    ...program('mocha'),
    ...optionsOf(words, 'mocha', [
      '--reporter',
      '-R',
      '--reporter-option',
      '-O',
      '--spec',
      '--fgrep',
      '-f',
      '--grep',
      '-g',
    ]),
    ...['--reporter', `${ours}/reporter.cjs`, '--no-parallel', ...files],
  ],
  env: () => ({}),
  probe: (_file, _text, probe) => globalProbe(probe, false),
};

const nodeTest: ReportedRunner = {
  title: 'node --test',
  files: one('reporter.mjs', NODE_REPORTER),
  command: ({ files, ours, words }) => [
    'node',
    ...optionsOf(words, 'node', ['--test-reporter', '--test-reporter-destination', '--test-name-pattern']).filter(
      (word) => word !== '--test',
    ),
    ...['--test', `--test-reporter=${ours}/reporter.mjs`, '--test-reporter-destination=stdout', ...files],
  ],
  env: () => ({}),
  probe: nodeProbe,
};

const tape: ReportedRunner = {
  title: 'tape',
  // It does not say which file a test is of.
  apart: (file) => file,
  files: one('reporter.cjs', TAPE_REPORTER),
  command: ({ files, ours, words, program }) => [
    ...program('tape'),
    ...['--require', `${ours}/reporter.cjs`, ...optionsOf(words, 'tape', []), ...files],
  ],
  env: () => ({}),
  probe: tapeProbe,
};

const vitest: ReportedRunner = {
  title: 'vitest',
  files: one('reporter.mjs', VITEST_REPORTER),
  command: ({ files, ours, words, program }) => [
    ...program('vitest'),
    ...optionsOf(words, 'vitest', ['--reporter', '--outputFile', '-t', '--testNamePattern']).filter(
      (word) => !['run', 'watch', 'dev'].includes(word),
    ),
    ...['run', '--reporter', `${ours}/reporter.mjs`, ...files],
  ],
  env: () => ({}),
  probe: (_file, _text, probe) => vitestProbe(probe),
};

const jest: ReportedRunner = {
  title: 'jest',
  files: one('reporter.cjs', JEST_REPORTER),
  command: ({ files, ours, words, program }) => [
    ...program('jest'),
    ...optionsOf(words, 'jest', ['--reporters', '-t', '--testNamePattern', '--outputFile']).filter(
      (word) => word !== '--json',
    ),
    ...['--reporters', `${ours}/reporter.cjs`, '--runTestsByPath', ...files],
  ],
  env: () => ({}),
  probe: (_file, _text, probe) => globalProbe(probe, true),
};

const pytest: ReportedRunner = {
  title: 'pytest',
  files: one(`${PYTEST_PLUGIN_NAME}.py`, PYTEST_PLUGIN),
  command: ({ files, words }) => {
    const python = words.find((word) => /(?:^|\/)python[\d.]*$/.test(word)) ?? 'python3';
    return [python, '-m', 'pytest', '-q', '-p', PYTEST_PLUGIN_NAME, '-p', 'no:cacheprovider', '--color=no', ...files];
  },
  env: (ours) => ({ PYTHONPATH: ours, PYTHONDONTWRITEBYTECODE: '1' }),
  probe: (_file, _text, probe) => pytestProbe(probe),
};

const RUNNERS: readonly ReportedRunner[] = [mocha, nodeTest, tape, vitest, jest, pytest, goTest];

/** @returns undefined for a runner whose results stand only in what it prints, which tested code can print too */
export function reportedRunner(title: string): ReportedRunner | undefined {
  const name = title === 'node:test' ? 'node --test' : title;
  return RUNNERS.find((runner) => runner.title === name);
}

/**
 * The project's own options of its test command, e.g. `--require tsx/cjs`: without the program, files, and options that are ours.
 * A word after an option without `=` is taken for its value where it is no file that the project lists.
 */
export function optionsOf(words: readonly string[], program: string, ours: readonly string[]): string[] {
  const at = words.findIndex((word) => word === program || word.endsWith(`/${program}`));
  const rest = words.slice(at + 1).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
  const kept: string[] = [];
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index]!;
    if (!word.startsWith('-')) continue;
    const next = rest[index + 1];
    const value =
      !word.includes('=') && next !== undefined && !next.startsWith('-') && takesValue(word) ? next : undefined;
    if (value !== undefined) index++;
    if (ours.includes(word.split('=')[0]!)) continue;
    kept.push(word, ...(value === undefined ? [] : [value]));
  }
  return kept;
}

/** Switches of these runners that stand alone; any other option without `=` is followed by its value. */
const SWITCHES: ReadonlySet<string> = new Set([
  ...['--test', '--bail', '-b', '--exit', '--recursive', '--check-leaks', '--color', '--colors', '-C', '--no-color'],
  ...['--parallel', '--no-parallel', '--coverage', '--ci', '--silent', '--verbose', '--runInBand', '-i', '--run'],
  ...['--globals', '--passWithNoTests', '--forbid-only', '--async-only', '--no-warnings', '--enable-source-maps'],
  ...['--experimental-strip-types', '--experimental-vm-modules', '--experimental-test-coverage', '--inline-diffs'],
]);

function takesValue(word: string): boolean {
  return !SWITCHES.has(word) && !word.startsWith('--no-');
}
