/** Test runners of JavaScript and TypeScript; each is asked for a report for programs. */
import { z } from 'zod';
import type { TestFailure, TestReport, TestRunner } from './testReport';

const mochaReport = z.object({
  stats: z.object({ passes: z.number(), pending: z.number() }).loose(),
  failures: z.array(
    z
      .object({
        fullTitle: z.string(),
        err: z.object({ stack: z.string().optional(), message: z.string().optional() }).loose(),
      })
      .loose(),
  ),
});

/** A report may stand after what the tests themselves printed. */
function json(text: string, start: string): unknown {
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    try {
      return JSON.parse(text.slice(at, text.lastIndexOf('}') + 1)) as unknown;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Where one file is asked for, the project's own list of files is left out. */
function kept(words: readonly string[], file: string | undefined): readonly string[] {
  if (file === undefined) return words;
  return words.filter((word, index) => word.startsWith('-') || /^-[^=]*$/.test(words[index - 1] ?? ''));
}

/** @param rest words of the project's own test script that are kept, e.g. `--require tsx/cjs` */
export function mocha(rest: readonly string[]): TestRunner {
  return {
    title: 'mocha',
    command: ({ file, name }) => [
      ...['npx', '--no-install', 'mocha', ...kept(rest, file), '--reporter', 'json'],
      ...(name === undefined ? [] : ['--fgrep', name]),
      ...(file === undefined ? [] : [file]),
    ],
    read: (stdout) => {
      const report = mochaReport.safeParse(json(stdout, '{\n  "stats"')).data;
      if (report === undefined) return undefined;
      return {
        passed: report.stats.passes,
        skipped: report.stats.pending,
        failures: report.failures.map(({ fullTitle, err }) => ({
          name: fullTitle,
          output: err.stack ?? err.message ?? '',
        })),
      };
    },
  };
}

const jestReport = z.object({
  numPassedTests: z.number(),
  numPendingTests: z.number().default(0),
  testResults: z.array(
    z
      .object({
        name: z.string().optional(),
        message: z.string().optional(),
        status: z.string().optional(),
        assertionResults: z.array(
          z
            .object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() })
            .loose(),
        ),
      })
      .loose(),
  ),
});

function readJest(stdout: string): TestReport | undefined {
  const report = jestReport.safeParse(json(stdout, '{"num')).data;
  if (report === undefined) return undefined;
  const failures = report.testResults.flatMap(({ name, message, status, assertionResults }): TestFailure[] => {
    const failed = assertionResults.filter((each) => each.status === 'failed');
    // A file that cannot be loaded has no tests.
    if (failed.length === 0 && status === 'failed') return [{ name: name ?? 'a test file', output: message ?? '' }];
    return failed.map((each) => ({ name: each.fullName, output: (each.failureMessages ?? []).join('\n') }));
  });
  return { passed: report.numPassedTests, skipped: report.numPendingTests, failures };
}

export function jest(): TestRunner {
  return {
    title: 'jest',
    command: ({ file, name }) => [
      ...['npx', '--no-install', 'jest', '--json'],
      ...(name === undefined ? [] : ['-t', name]),
      ...(file === undefined ? [] : [file]),
    ],
    read: readJest,
  };
}

export function vitest(): TestRunner {
  return {
    title: 'vitest',
    command: ({ file, name }) => [
      ...['npx', '--no-install', 'vitest', 'run', '--reporter=json'],
      ...(name === undefined ? [] : ['-t', name]),
      ...(file === undefined ? [] : [file]),
    ],
    read: readJest,
  };
}

/** Node's own runner, in TAP (testanything.org). @param rest words that are kept, e.g. `--import tsx` */
export function nodeTest(rest: readonly string[]): TestRunner {
  return {
    title: 'node --test',
    command: ({ file, name }) => [
      ...['node', ...kept(rest, file), '--test', '--test-reporter=tap'],
      ...(name === undefined ? [] : [`--test-name-pattern=${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`]),
      ...(file === undefined ? [] : [file]),
    ],
    read: readTap,
  };
}

function readTap(stdout: string): TestReport | undefined {
  if (!/^TAP version/m.test(stdout)) return undefined;
  const count = (name: string) => Number(new RegExp(`^# ${name} (\\d+)`, 'm').exec(stdout)?.[1] ?? 0);
  const lines = stdout.split('\n');
  const failures: TestFailure[] = [];
  lines.forEach((line, index) => {
    const failed = /^(\s*)not ok \d+ - (.*)$/.exec(line);
    if (failed === null) return;
    const [, indent = '', name = ''] = failed;
    const end = lines.findIndex((each, at) => at > index && each.startsWith(`${indent}  ...`));
    const output = lines.slice(index + 1, end < 0 ? index + 1 : end).map((each) => each.slice(indent.length + 2));
    // A suite fails because of its tests, which are told already.
    if (!output.some((each) => /failureType: '?subtestsFailed/.test(each)))
      failures.push({ name, output: output.join('\n') });
  });
  return { passed: count('pass'), skipped: count('skipped') + count('todo'), failures };
}
