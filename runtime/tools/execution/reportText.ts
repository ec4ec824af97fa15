/** What a test run found, in words for a model. */
import type { CommandOutcome } from '../sandbox';
import { cutMiddle, endText, outcomeText, plain } from './outcomeText';
import type { TestRunner } from './runners/testReport';

const TOLD_FAILURES = 10;
const FAILURE_CHARACTERS = 1_500;

export function reportText(runner: TestRunner, outcome: CommandOutcome): string {
  const report = outcome.ended === 'exit' ? runner.read(plain(outcome.stdout), plain(outcome.stderr)) : undefined;
  // Broken before the first test, or a runner without a report: its output says why.
  if (report === undefined || (outcome.code !== 0 && report.failures.length === 0)) {
    return `${runner.title}: ${outcomeText(outcome, 4_000)}`;
  }
  const { passed, skipped, failures } = report;
  const lines = [
    `${runner.title}: ${passed} passed, ${failures.length} failed, ${skipped} skipped (${endText(outcome)})`,
  ];
  for (const { name, output } of failures.slice(0, TOLD_FAILURES)) {
    lines.push(`FAILED ${name}\n${cutMiddle(output.trim(), FAILURE_CHARACTERS)}`);
  }
  if (failures.length > TOLD_FAILURES) {
    const more = failures.slice(TOLD_FAILURES, 60).map(({ name }) => name);
    lines.push(`${failures.length - TOLD_FAILURES} more failed: ${more.join('; ')}`);
  }
  return lines.join('\n\n');
}
