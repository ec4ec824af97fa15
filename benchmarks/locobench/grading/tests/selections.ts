import type { TestSelection } from '../../scenarios/types';
import type { TestRun } from './types';

export interface SelectionResult {
  /** Share of the selected tests that passed, 0 to 1. */
  readonly share: number;
  readonly passed: number;
  readonly total: number;
  /** Names of some that did not, with what they said. */
  readonly failed: readonly string[];
}

/** Titles joined in whatever way: `a > b`, `a › b`, `a::b` and `a b` are the same. */
export function testName(name: string): string {
  return name
    .replace(/\s*(?:>|›|::)\s*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A test that did not run did not pass. A file without names passes as a whole: something ran, and nothing failed. */
export function selected(run: TestRun, selections: readonly TestSelection[]): SelectionResult {
  const failed: string[] = [];
  let [passed, total] = [0, 0];
  for (const { file, names } of selections) {
    const own = run.results.filter((each) => each.file === undefined || each.file === file);
    if (names.length === 0) {
      const ran = own.filter(({ result }) => result !== 'skipped');
      const good = ran.filter(({ result }) => result === 'passed');
      total += Math.max(1, ran.length);
      passed += good.length;
      failed.push(...ran.filter(({ result }) => result === 'failed').map(({ name, message }) => `${name}: ${message}`));
      if (ran.length === 0) failed.push(`${file}: no test ran`);
      continue;
    }
    for (const name of names) {
      const same = own.filter((each) => testName(each.name) === testName(name));
      const good = same.length > 0 && same.every(({ result }) => result === 'passed');
      total++;
      if (good) passed++;
      else failed.push(`${name}: ${same.find(({ result }) => result !== 'passed')?.message ?? 'did not run'}`);
    }
  }
  return { share: total === 0 ? 0 : passed / total, passed, total, failed };
}
