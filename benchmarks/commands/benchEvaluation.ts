/** `whetstone bench evaluation`: what a run adds to its answers, and how soon pages of samples come. */
import type { Command } from 'commander';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CommandOutput } from '../core/commandOutput';
import { integer } from './optionValues';

interface EvaluationOptions {
  readonly samples: number;
  readonly inFlight: number;
  readonly rounds: number;
  readonly listed: number;
  readonly folder: string;
  readonly json?: true;
}

export function addBenchEvaluationCommand(bench: Command, output: CommandOutput, signal: AbortSignal): void {
  bench
    .command('evaluation')
    .description('overhead of a run beside a bare loop, with a model that answers at once; pages of 100,000 samples')
    .option('--samples <n>', 'of a run', integer(1, 1_000_000), 2000)
    .option('--in-flight <n>', 'answers at the same time', integer(1, 256), 64)
    .option('--rounds <n>', 'runs of each, in turn', integer(1, 1000), 5)
    .option('--listed <n>', 'samples that pages are taken of', integer(1000, 1_000_000), 100_000)
    .option('--folder <dir>', 'on the disk that is measured', tmpdir())
    .option('--json', 'print one JSON document: {rows, published}')
    .action(async (options: EvaluationOptions) => {
      const { measureEvaluation } = await import('../speed/evaluation/runnerOverhead');
      const folder = path.resolve(options.folder);
      await mkdir(folder, { recursive: true });
      const rows = await measureEvaluation({ ...options, folder, signal });
      const { publishedFigures: published } = await import('../speed/evaluation/publishedFigures');
      output.answer(options.json === true, { rows, published }, () =>
        [
          ...rows.map(
            ({ what, n, mean, p50, p95 }) =>
              `${what}: mean ${mean.toFixed(3)} ms, p50 ${p50.toFixed(3)}, p95 ${p95.toFixed(3)} (n = ${n})`,
          ),
          '',
          'Published by others, not measured here:',
          ...published.map(
            ({ program, what, ms, machine, published: date, source }) =>
              `${program}: ${what}: ${ms.toFixed(2)} ms on ${machine} (${date}, ${source})`,
          ),
        ].join('\n'),
      );
    });
}
