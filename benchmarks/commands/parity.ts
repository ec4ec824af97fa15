/** `whetstone parity`: golden files of reference implementations through the real code. */
import type { Command } from 'commander';
import type { CommandOutput } from '../core/commandOutput';
import { FailedCheckError } from '../core/failedCheckError';
import { goldenForms } from '../parity/goldenForms';
import { runParity, type ParityReport } from '../parity/runParity';

export function addParityCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  program
    .command('parity')
    .description('compares our scores with those that reference implementations gave, from golden files')
    .argument('<path>', 'a golden file, or a folder of them')
    .option(
      '--json',
      'print one JSON document: {files, checks, failures: [{file, case, key, expected, actual}], corrected, unknown}',
    )
    .action(async (place: string, { json }: { readonly json?: true }) => {
      const report = await runParity(place, goldenForms, signal);
      for (const file of report.unknown) output.log(`${file}: of no known form, left out.`);
      output.answer(json === true, report, () => reportText(report));
      if (report.failures.length > 0) {
        throw new FailedCheckError(`${report.failures.length} of ${report.checks} values differ from the reference's.`);
      }
    });
}

function reportText({ files, checks, failures, corrected }: ParityReport): string {
  return [
    `${files} golden files, ${checks} values, ${failures.length} differ, ${corrected.length} corrected on purpose`,
    ...failures.map(
      ({ file, case: name, key, expected, actual }) =>
        `${file}, ${name}: ${key} is ${JSON.stringify(actual)}, and should be ${JSON.stringify(expected)}`,
    ),
    ...[...new Set(corrected.map(({ why }) => why))].map(
      (why) => `Corrected in ${corrected.filter((each) => each.why === why).length} values: ${why}`,
    ),
  ].join('\n');
}
