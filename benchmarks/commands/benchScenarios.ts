/** `whetstone bench scenarios`: how long it takes to make scenarios. */
import type { Command } from 'commander';
import path from 'node:path';
import type { CommandOutput } from '../core/commandOutput';
import { integer } from './optionValues';

interface ScenariosOptions {
  readonly repo: string;
  readonly count: number;
  readonly repeats: number;
  readonly json?: true;
}

export function addBenchScenariosCommand(bench: Command, output: CommandOutput, signal: AbortSignal): void {
  bench
    .command('scenarios')
    .description('making scenarios from a repository, beside reading its files')
    .option('--repo <dir>', 'the repository', '.')
    .option('--count <n>', 'scenarios', integer(1, 100_000), 1000)
    .option('--repeats <n>', 'sets, each with a seed of its own', integer(1, 100), 5)
    .option('--json', 'print one JSON document')
    .action(async ({ repo, count, repeats, json }: ScenariosOptions) => {
      const { openRepositoryIndex } = await import('../../runtime/repository');
      const { stateFolder } = await import('../../runtime/store/stateFolder');
      const { measureScenarios } = await import('../speed/scenarios/scenarioRows');
      const { tableOf } = await import('../speed/report');
      const index = await openRepositoryIndex({ root: repo, folder: path.join(stateFolder(), 'repositories'), signal });
      try {
        const lengths = [10_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];
        const onProgress = (what: string) => output.log(`measuring: ${what}`);
        const report = await measureScenarios({ index, count, lengths, repeats, signal, onProgress });
        output.answer(json === true, report, () => tableOf(report));
      } finally {
        await index.close();
      }
    });
}
