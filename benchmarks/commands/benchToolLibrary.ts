/** `whetstone bench tool-library`: grouping and finding many tools, beside ml-hclust and minisearch. */
import type { Command } from 'commander';
import type { CommandOutput } from '../core/commandOutput';
import { integer } from './optionValues';

export function addBenchToolLibraryCommand(bench: Command, output: CommandOutput): void {
  bench
    .command('tool-library')
    .description('grouping of many schemas, average linkage beside ml-hclust, retrieval beside minisearch')
    .option('--tools <n>', 'schemas', integer(10, 20_000), 10_000)
    .option('--points <n>', 'of the linkage that the rival does too', integer(10, 3000), 600)
    .option('--queries <n>', 'requests', integer(10, 100_000), 500)
    .option('--json', 'print one JSON document: {tools, grouping, linkage, retrieval}')
    .action(
      async ({ tools, points, queries, json }: { tools: number; points: number; queries: number; json?: true }) => {
        const { measureToolLibrary } = await import('../speed/toolLibraryRows');
        const found = await measureToolLibrary(tools, points, queries);
        const { grouping, linkage } = found;
        output.answer(json === true, found, () =>
          [
            `${tools} schemas grouped: ${grouping.seconds.toFixed(1)} s, ${grouping.peakMegabytes.toFixed(0)} MB at most`,
            `average linkage of ${points} points: ${linkage.seconds.toFixed(2)} s; ml-hclust: ${linkage.rivalSeconds.toFixed(2)} s`,
            ...found.retrieval.map(
              ({ name, median, p95, n }) =>
                `${name}: median ${median.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms (n = ${n})`,
            ),
          ].join('\n'),
        );
      },
    );
}
