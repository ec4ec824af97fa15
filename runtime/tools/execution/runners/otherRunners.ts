/** Test runners of Python, Go and Rust. */
import { z } from 'zod';
import type { TestFailure, TestRunner } from './testReport';

export const pytest: TestRunner = {
  title: 'pytest',
  command: ({ file, name }) => [
    ...['python3', '-m', 'pytest', '-q', '-rA', '--tb=short', '--color=no', '-p', 'no:cacheprovider'],
    ...(name === undefined ? [] : ['-k', name]),
    ...(file === undefined ? [] : [file]),
  ],
  read: (stdout) => {
    const summary = /(?:^|\n)(?=.*\bin [\d.]+s)(?:=+ )?(.*(?:passed|failed|error|skipped|no tests ran).*)/.exec(
      stdout,
    )?.[1];
    if (summary === undefined) return undefined;
    const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
    const failures = [...stdout.matchAll(/^(?:FAILED|ERROR) (\S.*?)(?: - (.*))?$/gm)].map(
      ([, name = '', reason = '']): TestFailure => {
        const title = name.split('::').slice(1).join('.') || name;
        const section = new RegExp(
          `^_+ (?:ERROR (?:at setup of|collecting) )?${escape(title)} _+\\n([\\s\\S]*?)(?=^_{3,} |^={3,} )`,
          'm',
        ).exec(stdout);
        return { name, output: section?.[1]?.trim() ?? reason };
      },
    );
    return { passed: count('passed'), skipped: count('skipped'), failures };
  },
};

const goEvent = z
  .object({
    Action: z.string(),
    Test: z.string().optional(),
    Package: z.string().optional(),
    Output: z.string().optional(),
  })
  .loose();

export const goTest: TestRunner = {
  title: 'go test',
  command: ({ file, name }) => [
    ...['go', 'test', '-json'],
    ...(name === undefined ? [] : ['-run', name]),
    file === undefined ? './...' : `./${file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : ''}`,
  ],
  read: (stdout) => {
    const events = stdout.split('\n').flatMap((line) => {
      if (!line.startsWith('{')) return [];
      try {
        return goEvent.safeParse(JSON.parse(line)).data ?? [];
      } catch {
        return [];
      }
    });
    if (events.length === 0) return undefined;
    const output = new Map<string, string>();
    const key = (event: z.infer<typeof goEvent>) => `${event.Package ?? ''} ${event.Test ?? ''}`;
    for (const event of events) {
      if (event.Output !== undefined) output.set(key(event), (output.get(key(event)) ?? '') + event.Output);
    }
    const ended = (action: string) => events.filter((event) => event.Action === action && event.Test !== undefined);
    const failed = ended('fail');
    // A package that does not compile has no tests.
    const broken = events.filter(
      (event) =>
        event.Action === 'fail' && event.Test === undefined && !failed.some((each) => each.Package === event.Package),
    );
    const failures = [...failed, ...broken].map((event) => ({
      name: key(event).trim(),
      output: output.get(key(event)) ?? '',
    }));
    return { passed: ended('pass').length, skipped: ended('skip').length, failures };
  },
};

export const cargoTest: TestRunner = {
  title: 'cargo test',
  command: ({ name }) => ['cargo', 'test', '--offline', '--no-fail-fast', ...(name === undefined ? [] : ['--', name])],
  read: (stdout) => {
    const ended = [...stdout.matchAll(/^test (.+?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)/gm)];
    if (ended.length === 0 && !/^running \d+ tests?$/m.test(stdout)) return undefined;
    const of = (word: string) => ended.filter((each) => each[2] === word);
    const failures = of('FAILED').map(([, name = '']) => {
      const section = new RegExp(
        `^---- ${escape(name)} stdout ----\\n([\\s\\S]*?)(?=^---- |^failures:|\\n\\n\\n)`,
        'm',
      ).exec(stdout);
      return { name, output: section?.[1]?.trim() ?? '' };
    });
    return { passed: of('ok').length, skipped: of('ignored').length, failures };
  },
};

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
