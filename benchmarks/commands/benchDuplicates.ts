/** `whetstone bench duplicates`: telling of functions that double others while files are edited. */
import type { Command } from 'commander';
import type { CommandOutput } from '../core/commandOutput';
import { integer } from './optionValues';

export function addBenchDuplicatesCommand(bench: Command, output: CommandOutput, signal: AbortSignal): void {
  bench
    .command('duplicates')
    .description('the first look for functions that double others, and looks after edits')
    .option('--functions <n>', 'of the folder', integer(20, 50_000), 10_000)
    .option('--edits <n>', 'each of one file', integer(1, 10_000), 100)
    .option('--json', 'print one JSON document: {tools, groups, seconds, peakMegabytes, edit: {median, p95, n}}')
    .action(async ({ functions, edits, json }: { functions: number; edits: number; json?: true }) => {
      const { measureDuplicates } = await import('../speed/duplicateRows');
      const found = await measureDuplicates(functions, edits, signal);
      output.answer(json === true, found, () =>
        [
          `${found.tools} functions read: ${found.seconds.toFixed(1)} s, ${found.peakMegabytes.toFixed(0)} MB at most, ${found.groups} groups`,
          `after an edit: median ${found.edit.median.toFixed(1)} ms, p95 ${found.edit.p95.toFixed(1)} ms (n = ${found.edit.n})`,
        ].join('\n'),
      );
    });
}
