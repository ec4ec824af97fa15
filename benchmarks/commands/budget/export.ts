import { Option, type Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import type { CommandOutput } from '../../core/commandOutput';
import { pointInTime } from './budgetValues';
import { withBooks, withLedger, type BooksOptions } from './openBooks';

interface ExportOptions extends BooksOptions {
  readonly format: 'csv' | 'json';
  readonly from?: number;
  readonly until?: number;
  readonly out?: string;
}

export function addExportCommand(budget: Command, output: CommandOutput): void {
  withBooks(budget.command('export'))
    .description('all calls in the books, oldest first, without any text of prompts or answers')
    .addOption(new Option('--format <format>', 'of the table').choices(['csv', 'json']).default('csv'))
    .option('--from <time>', 'first day, or time with its zone', pointInTime)
    .option('--until <time>', 'day or time before which calls are exported', pointInTime)
    .option('--out <file>', 'write into this file instead of printing')
    .action(async (options: ExportOptions) => {
      const { from = 0, until = Number.MAX_SAFE_INTEGER, out } = options;
      const format = options.json === true && out === undefined ? 'json' : options.format;
      const text = await withLedger(options, (ledger) => ledger.exportCalls({ format, from, until }));
      if (out === undefined) {
        output.text(text);
        return;
      }
      await writeFile(out, text, { mode: 0o600 });
      output.answer(options.json === true, { out, format }, () => `Written: ${out}`);
    });
}
