/** tape (JavaScript): its TAP names tests in comments, and only assertions have numbers. */
import type { TestRunner } from './testReport';

/** @param rest words of the project's own test script that are kept: options and files */
export function tape(rest: readonly string[]): TestRunner {
  return {
    title: 'tape',
    // It cannot choose tests by name: where one is asked for, its whole file runs.
    command: ({ file }) => [
      ...['npx', '--no-install', 'tape'],
      ...(file === undefined ? rest : [...rest.filter((word, index) => isOption(rest, word, index)), file]),
    ],
    read: (stdout) => {
      if (!/^TAP version/m.test(stdout)) return undefined;
      const tests = testsOf(stdout);
      return {
        passed: tests.filter(({ failures }) => failures.length === 0).length,
        skipped: [...stdout.matchAll(/^# SKIP /gm)].length,
        failures: tests.flatMap(({ name, failures }) =>
          failures.length === 0 ? [] : [{ name, output: failures.join('\n') }],
        ),
      };
    },
  };
}

/** `-r module` has its value in the next word. */
function isOption(words: readonly string[], word: string, index: number): boolean {
  return word.startsWith('-') || /^(?:-r|--require|-i|--ignore)$/.test(words[index - 1] ?? '');
}

interface TapeTest {
  readonly name: string;
  readonly failures: string[];
}

/** Tests that assert something, by their comment line. */
function testsOf(stdout: string): readonly TapeTest[] {
  const tests: TapeTest[] = [];
  let heading = 'a test without a name';
  let current: TapeTest | undefined;
  let block: string[] | undefined;
  for (const line of stdout.split('\n')) {
    const [, failed, message = ''] = /^(not )?ok \d+ ?(.*)$/.exec(line) ?? [];
    if (/^(?:not )?ok \d+/.test(line)) {
      block = undefined;
      if (/# SKIP/i.test(message)) continue;
      if (current === undefined) tests.push((current = { name: heading, failures: [] }));
      if (failed !== undefined && !/# TODO/i.test(message)) {
        current.failures.push(message);
        block = current.failures;
      }
    } else if (block !== undefined && /^ {2}/.test(line)) {
      if (!/^ {2}(?:---|\.\.\.)$/.test(line)) block.push(`${block.pop() ?? ''}\n${line.slice(4)}`);
    } else if (/^# (?!SKIP |TODO |tests |pass |fail |ok$)/.test(line)) {
      heading = line.slice(2);
      current = undefined;
      block = undefined;
    }
  }
  return tests;
}
