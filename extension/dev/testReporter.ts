/**
 * Mocha's usual report, and beside it a file with the outcome of every test, from which `npm test` counts. Used for unit
 * tests, browser suites and the suites inside VS Code alike. The file's name comes from WHETSTONE_TEST_RESULTS.
 */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { outcomesFile, type TestOutcomes } from './parts/outcomes';
import { failureLine } from './parts/part';

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;

class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const passed: string[] = [];
    const failed: string[] = [];
    const skipped: string[] = [];
    // A failing hook arrives here as well, and counts like a test.
    runner.on(EVENT_TEST_FAIL, (test: Mocha.Runnable, error: unknown) =>
      failed.push(failureLine(test.fullTitle(), error)),
    );
    runner.on(EVENT_TEST_PASS, (test: Mocha.Test) => passed.push(test.fullTitle()));
    runner.on(EVENT_TEST_PENDING, (test: Mocha.Test) => skipped.push(test.fullTitle()));
    runner.once(EVENT_RUN_END, () => {
      const file = process.env[outcomesFile];
      const outcomes: TestOutcomes = { passed, failed, skipped };
      if (file !== undefined) writeFileSync(file, JSON.stringify(outcomes));
    });
  }
}

// Mocha takes the module itself as the reporter.
module.exports = CountingReporter;
