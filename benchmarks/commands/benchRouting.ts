/** `whetstone bench routing`: a month of requests under a hard budget, simulated with recorded answers. */
import type { Command } from 'commander';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import type { MeanAndDeviation } from '../routing/meanAndDeviation';
import type { SimulationSummary } from '../routing/simulateRouting';
import { addRoutingDataOptions, readData, type RoutingDataOptions } from './evalRouting';
import { integer, probability } from './optionValues';

interface BenchOptions extends RoutingDataOptions {
  readonly requests: number;
  readonly budget: number;
}

/** @param group the command `bench` */
export function addBenchRoutingCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  const command = group
    .command('routing')
    .description('simulate a month of requests under a budget: the router beside chance, length and oracle');
  addRoutingDataOptions(command)
    .option(
      '--requests <n>',
      'requests in the month, drawn from the data with replacement',
      integer(10, 1_000_000),
      2000,
    )
    .option('--budget <share>', 'of what it would cost to ask the strong model always', probability, 0.25)
    .action(async (options: BenchOptions) => {
      if (options.budget === 0) throw new BadInputError('--budget must be above 0.');
      const { simulateRouting } = await import('../routing/simulateRouting');
      const { pricedItem } = await import('../routing/pricedItem');
      const { items, answerColumn } = await readData(options);
      const summary = simulateRouting(
        items.map((item) => pricedItem(item, options.price)),
        {
          ...{ requests: options.requests, budget: options.budget, seeds: options.seeds, price: options.price, signal },
          names: { weak: options.weak, strong: options.strong },
          onSeed: (done) => output.progress(`seed ${done} of ${options.seeds}`, done === options.seeds),
        },
      );
      const answer = { n: items.length, ...summary, answers: answerColumn ?? null, price: options.price };
      output.answer(options.json === true, answer, () => tableOf(summary));
    });
}

function tableOf(summary: SimulationSummary): string {
  const percent = ({ mean, deviation }: MeanAndDeviation) =>
    `${(100 * mean).toFixed(1)} ± ${(100 * deviation).toFixed(1)} %`;
  const rows = (['router', 'firstCome', 'randomPacing', 'length', 'oracle'] as const).map(
    (name) => `${name.padEnd(14)} ${percent(summary[name].accuracy).padEnd(16)} ${percent(summary[name].used)}`,
  );
  return [
    `${summary.requests} requests, budget ${100 * summary.budget} % of always-strong, ${summary.seeds} seeds. Weak ${percent(summary.weak)}, strong ${percent(summary.strong)}.`,
    '',
    `${'policy'.padEnd(14)} ${'accuracy'.padEnd(16)} budget used`,
    ...rows,
    '',
    `Cheaper than random pacing at equal quality: ${percent(summary.saving)}, at least ${(100 * summary.leastSaving).toFixed(1)} %.`,
    `Budget exceeded in ${summary.exceeded} of ${summary.seeds} seeds.`,
  ].join('\n');
}
