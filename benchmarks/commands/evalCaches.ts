/** `whetstone eval caches`: what keeping rows of a full-attention context costs in quality, and what it saves. */
import type { Command } from 'commander';
import type { CachedRun } from '../../runtime/diffusion';
import { defaultThreads } from '../../runtime/host/threadCount';
import type { ContextCaching } from '../../runtime/protocol';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { mean, wilsonInterval, type Interval } from '../core/statistics';
import { readInfillingDataset } from '../infilling/dataset';
import { editSimilarity } from '../infilling/editSimilarity';
import { normalised } from '../infilling/infillingTask';
import { measuredTasks } from '../infilling/measuredTasks';
import { addDenoisingOptions, denoisingOf, type DenoisingChoices } from './denoisingOptions';
import { openFullAttentionModel } from './fullAttentionModel';
import { integer } from './optionValues';

interface CachesOptions extends DenoisingChoices {
  readonly model: string;
  readonly data: string;
  readonly limit?: number;
  readonly language: string;
  readonly refreshEvery?: number;
  readonly threads: number;
  readonly json?: true;
}

interface Caching {
  readonly cache: ContextCaching;
  readonly refreshEvery: number;
}

interface CachingFigures extends Caching {
  /** Share of tasks whose text is the same as without a cache, with the 95 % Wilson interval. */
  readonly sameText: Interval;
  /** Share of tokens that are. */
  readonly sameTokens: number;
  readonly exactMatch: Interval;
  readonly editSimilarity: number;
  /** Mean a task. */
  readonly passes: number;
  /** Milliseconds in passes, mean a task. */
  readonly ms: number;
  /** By pass, from the first: share of slots whose best token is that of a full pass, and the greatest difference of a logit. */
  readonly drift: readonly {
    readonly pass: number;
    readonly n: number;
    readonly sameBest: number;
    readonly logits: number;
  }[];
}

interface CachesAnswer {
  readonly model: string;
  readonly data: { readonly name: string; readonly sha256: string };
  /** Tasks whose middle fits into the model's window; each gets as many masks as belong there. */
  readonly n: number;
  readonly cachings: readonly CachingFigures[];
}

/** After how many passes the context is computed anew in the last lines of the table, unless one number is asked for. */
const usualRefreshes = [8, 4, 2];

/** @param group the command `eval` */
export function addEvalCachesCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  const command = group
    .command('caches')
    .description('text, drift and time of a model with full attention under each way of keeping its context')
    .requiredOption('--model <folder>', 'a model folder')
    .requiredOption('--data <file>', 'FILE.jsonl or FILE.jsonl.gz, in the form of human-eval-infilling')
    .option('--limit <n>', 'only the first tasks', integer(1, 10_000_000))
    .option('--language <id>', 'VS Code language id of tasks that name none', 'python');
  addDenoisingOptions(command)
    .option('--threads <n>', 'threads of a forward pass', integer(1, 256), defaultThreads())
    .option('--json', 'print one JSON document')
    .action(async (options: CachesOptions) => {
      if (options.cache !== undefined) throw new BadInputError('All caches are compared here: leave --cache out.');
      const answer = await run(options, output, signal);
      output.answer(options.json === true, answer, () => textOf(answer));
    });
}

async function run(options: CachesOptions, output: CommandOutput, signal: AbortSignal): Promise<CachesAnswer> {
  const data = await readInfillingDataset(options.data);
  const tasks = measuredTasks(data, options.language, options.limit);
  const model = await openFullAttentionModel(options.model, options.threads, 'cache');
  const all: readonly Caching[] = [
    { cache: 'none', refreshEvery: 0 },
    { cache: 'prefix', refreshEvery: 0 },
    { cache: 'dual', refreshEvery: 0 },
    ...(options.refreshEvery === undefined ? usualRefreshes : [options.refreshEvery]).map(
      (refreshEvery) => ({ cache: 'dual', refreshEvery }) as const,
    ),
  ];
  // llama.cpp keeps no more than what is left of the window.
  const cachings = all.filter(({ cache }) => model.caches.includes(cache));
  const { CachingMeasurement } = await import('../../runtime/diffusion');
  const measurement = new CachingMeasurement(model);
  const { order, accept, steps, temperature, topP } = options;
  const denoising = denoisingOf({ order, accept, steps, temperature, topP });
  const runs: (readonly CachedRun[])[] = [];
  const middles: string[] = [];
  try {
    for (const [index, task] of tasks.entries()) {
      const own: CachedRun[] = [];
      for (const caching of cachings) {
        const compare = caching.cache !== 'none';
        const result = await measurement.run(task, caching, denoising, compare, async () => signal.throwIfAborted());
        if (result) own.push(result);
      }
      if (own.length === cachings.length) {
        runs.push(own);
        middles.push(normalised(task.middle));
      }
      output.progress(`${index + 1} of ${tasks.length}`, index + 1 === tasks.length);
    }
  } finally {
    await model.dispose();
  }
  if (runs.length === 0) throw new BadInputError('No middle of these tasks fits into the window of the model.');
  return {
    model: model.info.id,
    data: { name: data.name, sha256: data.sha256 },
    n: runs.length,
    cachings: cachings.map((caching, index) => ({
      ...caching,
      ...figures(
        runs.map((own) => own[index]!),
        runs.map((own) => own[0]!),
        middles,
      ),
    })),
  };
}

function figures(
  runs: readonly CachedRun[],
  exact: readonly CachedRun[],
  middles: readonly string[],
): Omit<CachingFigures, keyof Caching> {
  const tokens = runs.flatMap((run, i) => run.tokens.map((token, slot) => (token === exact[i]!.tokens[slot] ? 1 : 0)));
  const texts = runs.map(({ text }) => normalised(text));
  const longest = Math.max(...runs.map(({ drift }) => drift.length));
  return {
    sameText: wilsonInterval(runs.filter((run, i) => run.text === exact[i]!.text).length, runs.length),
    sameTokens: mean(tokens),
    exactMatch: wilsonInterval(texts.filter((text, i) => text === middles[i]).length, runs.length),
    editSimilarity: mean(texts.map((text, i) => editSimilarity(text, middles[i]!))),
    passes: mean(runs.map(({ passes }) => passes)),
    ms: mean(runs.map(({ ms }) => ms)),
    drift: Array.from({ length: longest }, (_, index) => {
      const passes = runs.flatMap(({ drift }) => drift[index] ?? []);
      const rows = passes.reduce((sum, pass) => sum + pass.rows, 0);
      return {
        pass: index + 1,
        n: passes.length,
        sameBest: passes.reduce((sum, pass) => sum + pass.sameBest, 0) / rows,
        logits: mean(passes.map(({ difference }) => difference)),
      };
    }),
  };
}

function textOf(answer: CachesAnswer): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(8);
  const within = ({ mean: share, low, high }: Interval) =>
    `${percent(share)} (${(100 * low).toFixed(1)}-${(100 * high).toFixed(1)})`.padEnd(22);
  const rows = answer.cachings.map((each) => {
    const name = each.refreshEvery === 0 ? each.cache : `${each.cache}, anew every ${each.refreshEvery}`;
    const last = each.drift.at(-1);
    const drift = last === undefined ? '' : `${percent(last.sameBest)} of best tokens in pass ${last.pass}`;
    return `${name.padEnd(22)}${within(each.sameText)}${percent(each.sameTokens)} ${within(each.exactMatch)}${percent(each.editSimilarity)}${each.passes.toFixed(1).padStart(8)}${each.ms.toFixed(0).padStart(8)}  ${drift}`;
  });
  return [
    `${answer.model} on ${answer.data.name} (${answer.n} tasks)`,
    `${'cache'.padEnd(22)}same text (95 %)        tokens  exact (95 %)          similar  passes      ms`,
    ...rows,
  ].join('\n');
}
