/** `whetstone bench repository`: how long the index of a repository takes. */
import type { Command } from 'commander';
import type { CommandOutput } from '../core/commandOutput';
import { integer } from './optionValues';

interface RepositoryOptions {
  readonly lines: number;
  readonly repeats: number;
  readonly json?: true;
}

export function addBenchRepositoryCommand(bench: Command, output: CommandOutput, signal: AbortSignal): void {
  bench
    .command('repository')
    .description('index of a repository: cold, unchanged, one edited file, memory; beside ctags and git grep')
    .option('--lines <n>', 'lines of the corpus', integer(1000, 10_000_000), 200_000)
    .option('--repeats <n>', 'runs of both sides in turn', integer(1, 100), 3)
    .option('--json', 'print one JSON document')
    .action(async ({ lines, repeats, json }: RepositoryOptions) => {
      const { measureRepository } = await import('../speed/repository/repositoryRows');
      const { tableOf } = await import('../speed/report');
      const onProgress = (what: string) => output.log(`measuring: ${what}`);
      const report = await measureRepository({ lines, repeats, signal, onProgress });
      output.answer(json === true, report, () => tableOf(report));
    });
}
