/** `whetstone locobench report` and `compare`: what a run that is kept found out. */
import { Option, type Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { programVersions } from '../../core/programVersions';
import { besideScores } from '../../core/runs/besideScores';
import {
  compareRuns,
  exportFormats,
  exportRun,
  readExportInput,
  readReportInput,
  type ExportFormat,
  type KeptRuns,
} from '../../core/reports';
import { comparisonText } from './comparisonText';

/** Opens the runs of this user; `close` is called when the command is through. */
export type OpenKeptRuns = () => Promise<KeptRuns & { close(): Promise<void> }>;

interface ReportOptions {
  readonly run: string;
  readonly format?: ExportFormat;
  readonly json?: true;
  readonly markdown?: true;
  readonly failedOnly?: true;
  readonly out?: string;
}

interface CompareOptions {
  readonly run: readonly string[];
  readonly json?: true;
}

export function addReportCommands(group: Command, output: CommandOutput, openRuns: OpenKeptRuns): void {
  group
    .command('report')
    .description('the results of a run as a file')
    .requiredOption('--run <id>', 'id of the run')
    .addOption(new Option('--format <format>', 'what to write').choices(exportFormats))
    .option('--json', 'short for --format json')
    .option('--markdown', 'short for --format markdown')
    .option('--failed-only', 'samples that are not completely solved alone; figures are of the whole run')
    .option('--out <file>', 'write here; default: standard output')
    .action((options: ReportOptions) =>
      withRuns(openRuns, async (runs) => {
        const format = wantedFormat(options);
        const beside = await besideScores(runs, options.run);
        const input = await readExportInput(runs, options.run, programVersions(), beside);
        const text = exportRun(input, format, options.failedOnly === true);
        if (options.out === undefined) return output.text(text);
        await written(options.out, text);
        output.log(`Written to ${options.out}.`);
      }),
    );
  group
    .command('compare')
    .description('two runs of the same models: the later less the earlier, over shared scenarios')
    .requiredOption(
      '--run <id>',
      'id of a run; give it twice',
      (id: string, before: readonly string[]) => [...before, id],
      [],
    )
    .option('--json', 'print one JSON document: {runs, differences, notShared}')
    .action((options: CompareOptions) =>
      withRuns(openRuns, async (runs) => {
        const [a, b, ...more] = options.run;
        if (a === undefined || b === undefined || more.length > 0 || a === b) {
          throw new BadInputError('Two different runs are compared: --run A --run B.');
        }
        const result = compareRuns([await readReportInput(runs, a), await readReportInput(runs, b)]);
        output.answer(options.json === true, result, () => comparisonText(result));
      }),
    );
}

function wantedFormat({ format, json, markdown }: ReportOptions): ExportFormat {
  const wanted = [format, json && ('json' as const), markdown && ('markdown' as const)].filter(
    (each) => each !== undefined,
  );
  const [only, ...more] = new Set(wanted);
  if (only !== undefined && more.length === 0) return only;
  throw new BadInputError(`Name one form: --format ${exportFormats.join(', ')}, or --json, or --markdown.`);
}

async function withRuns(openRuns: OpenKeptRuns, work: (runs: KeptRuns) => Promise<void>): Promise<void> {
  const runs = await openRuns();
  try {
    await work(runs);
  } finally {
    await runs.close();
  }
}

async function written(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['ENOENT', 'EISDIR', 'EACCES', 'EPERM', 'ENOTDIR', 'EROFS'].includes(code)) throw error;
    throw new BadInputError(`${file} cannot be written (${code}). Name a file in a folder that is there.`, {
      cause: error,
    });
  }
}
