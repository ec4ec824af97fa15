/** The outcome of each test of a run, as the test reporter writes it. */
import { existsSync, readFileSync } from 'node:fs';

/** Environment variable with the path of the file to write. */
export const outcomesFile = 'WHETSTONE_TEST_RESULTS';

/** Full titles of the tests; of those that failed with the reason behind it. */
export interface TestOutcomes {
  readonly passed: string[];
  readonly failed: string[];
  readonly skipped: string[];
}

const isTitles = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((title) => typeof title === 'string');

function isOutcomes(value: unknown): value is TestOutcomes {
  if (typeof value !== 'object' || value === null) return false;
  const { passed, failed, skipped } = value as Record<string, unknown>;
  return isTitles(passed) && isTitles(failed) && isTitles(skipped);
}

/** Reads a run's file; undefined when the run did not get as far as writing it. */
export function readOutcomes(file: string): TestOutcomes | undefined {
  if (!existsSync(file)) return undefined;
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return isOutcomes(value) ? value : undefined;
}
