/** `whetstone eval routing`: how well the router knows which requests need the strong model. */
import { InvalidArgumentError, type Command } from 'commander';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import type { RoutingSummary } from '../routing/evaluateRouting';
import type { MeanAndDeviation } from '../routing/meanAndDeviation';
import type { TokenPrice } from '../routing/pricedItem';
import { integer } from './optionValues';

export interface RoutingDataOptions {
  readonly data: string;
  readonly weak: string;
  readonly strong: string;
  readonly prompt: string;
  readonly contaminated?: string;
  readonly answers?: string;
  readonly price: TokenPrice;
  readonly seeds: number;
  readonly json?: true;
}

interface EvalOptions extends RoutingDataOptions {
  readonly train: number;
}

/** @param group the command `eval` */
export function addEvalRoutingCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  const command = group
    .command('routing')
    .description(
      'learn from some answers of a weak and a strong model which requests need the strong one; test on the rest',
    );
  addRoutingDataOptions(command)
    .requiredOption('--train <n>', 'labelled requests to learn from; the others are tested', integer(2, 10_000_000))
    .action(async (options: EvalOptions) => {
      const { evaluateRouting } = await import('../routing/evaluateRouting');
      const { pricedItem } = await import('../routing/pricedItem');
      const { items, removed, answerColumn } = await readData(options);
      if (options.train >= items.length) {
        throw new BadInputError(
          `--train ${options.train} leaves nothing to test: the data has ${items.length} requests${removed === 0 ? '' : ` (${removed} contaminated ones left out)`}. Give a smaller number.`,
        );
      }
      const summary = evaluateRouting(
        items.map((item) => pricedItem(item, options.price)),
        {
          ...{ train: options.train, seeds: options.seeds, price: options.price, signal },
          names: { weak: options.weak, strong: options.strong },
          onSeed: (done) => output.progress(`seed ${done} of ${options.seeds}`, done === options.seeds),
        },
      );
      const answer = { ...summary, removed, answers: answerColumn ?? null, price: options.price };
      output.answer(options.json === true, answer, () => tableOf(summary));
    });
}

/** Options of both commands that read such data. */
export function addRoutingDataOptions(command: Command): Command {
  return command
    .requiredOption('--data <file>', 'FILE.csv with a prompt and two columns of True and False')
    .requiredOption('--weak <column>', 'column of the weak model (free, on this machine)')
    .requiredOption('--strong <column>', 'column of the strong model (paid)')
    .requiredOption('--prompt <column>', 'column of the prompts')
    .option('--contaminated <file>', 'FILE.jsonl of prompts to leave out ("eval_prompt")')
    .option(
      '--answers <column>',
      'column of the strong model\'s answers, for costs (default: "<strong>_response" if it is there)',
    )
    .option('--price <input,output>', 'USD for a million tokens of the strong model', tokenPrice, {
      input: 10,
      output: 30,
    })
    .option('--seeds <n>', 'how often all is repeated with another split', integer(1, 10_000), 5)
    .option('--json', 'print one JSON document');
}

/** @throws BadInputError when the data cannot be used */
export async function readData(
  options: RoutingDataOptions,
): Promise<Awaited<ReturnType<typeof import('../routing/routingData').readRoutingData>>> {
  const { readRoutingData } = await import('../routing/routingData');
  const { prompt, weak, strong, answers } = options;
  const data = await readRoutingData(
    options.data,
    { prompt, weak, strong, strongAnswer: answers },
    options.contaminated,
  );
  const gap = data.items.reduce((sum, item) => sum + Number(item.strong) - Number(item.weak), 0);
  if (gap <= 0) {
    throw new BadInputError(`"${strong}" is not better than "${weak}" in this data. Swap --weak and --strong.`);
  }
  return data;
}

function tokenPrice(value: string): TokenPrice {
  const [input, output, ...rest] = value.split(',').map(Number);
  if (
    input === undefined ||
    output === undefined ||
    rest.length > 0 ||
    !(input >= 0) ||
    !(output >= 0) ||
    input + output === 0
  ) {
    throw new InvalidArgumentError('Give two prices in USD for a million tokens, e.g. 10,30.');
  }
  return { input, output };
}

function tableOf(summary: RoutingSummary): string {
  const value = ({ mean, deviation }: MeanAndDeviation, digits = 3) =>
    `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
  const rows = (['random', 'lengthOnly', 'nearestNeighbours', 'clusters', 'oracle'] as const).map(
    (name) => [name, summary[name]] as const,
  );
  const router = { ...summary.apgr, cpt50: summary.cpt50, cpt80: summary.cpt80, apgrDollars: summary.apgrDollars };
  return [
    `${summary.n} requests, ${summary.train} learnt from, ${summary.seeds} seeds. Weak ${value(summary.weak)}, strong ${value(summary.strong)}.`,
    '',
    `${'ranking'.padEnd(18)} ${'APGR'.padEnd(16)} ${'CPT50 %'.padEnd(14)} ${'CPT80 %'.padEnd(14)} APGR in dollars`,
    ...[['router', router] as const, ...rows].map(([name, figures]) =>
      [
        name.padEnd(18),
        value(figures).padEnd(16),
        value(figures.cpt50, 1).padEnd(14),
        value(figures.cpt80, 1).padEnd(14),
        value(figures.apgrDollars),
      ].join(' '),
    ),
  ].join('\n');
}
