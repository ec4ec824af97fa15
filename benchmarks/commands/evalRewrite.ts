/** `whetstone eval rewrite`: whether rewriting leaves right text alone, and what it does to a wrong word. */
import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { defaultThreads } from '../../runtime/host/threadCount';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { openEngine } from '../core/openEngine';
import type { Interval } from '../core/statistics';
import {
  rewriteOne,
  summarise,
  type RewriteOutcome,
  type RewritePolicy,
  type RewritingSummary,
} from '../infilling/rewriting/evaluateRewriting';
import { rewriteTasks, type RewriteTask } from '../infilling/rewriting/rewriteTasks';
import { readSuiteTasks, sliceFile, type SuiteFile } from '../infilling/suite/suiteTasks';
import { GrammarsMissingError } from '../../runtime/syntax';
import { chosenModel } from './chosenModel';
import { integer, probability } from './optionValues';

interface RewriteOptions {
  readonly tasks?: readonly string[];
  readonly slice?: true;
  readonly model: string;
  readonly polish: number;
  readonly keep: number;
  readonly limit?: number;
  readonly seed: number;
  readonly threads: number;
  readonly changes?: true;
  readonly json?: true;
}

interface RewriteAnswer {
  readonly model: string;
  readonly files: readonly SuiteFile[];
  readonly seed: number;
  readonly policies: readonly (RewritePolicy &
    RewritingSummary & {
      /** With --changes: every span that was not left as it was. */
      readonly changes?: readonly Readonly<Record<'key' | 'end' | 'truth' | 'before' | 'after', string>>[];
    })[];
}

/** @param group the command `eval` */
export function addEvalRewriteCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('rewrite')
    .description('how often rewriting leaves right text alone, and how often it repairs one wrong word')
    .option('--tasks <names...>', 'files in the form of human-eval-infilling, or folders of such files')
    .option('--slice', 'the tasks that are in the repository')
    .option('--model <id>', 'embedded, or a model folder', 'embedded')
    .option('--polish <share>', 'share of the words that polishing never touches', probability, 0.75)
    .option('--keep <share>', 'share of the words that stays where a selection is written anew', probability, 0.5)
    .option('--limit <n>', 'only the first tasks of each language and kind', integer(1, 10_000_000))
    .option('--seed <n>', 'of the requests', integer(0, 2 ** 31), 0)
    .option('--changes', 'with --json: also every span that was changed')
    .option('--threads <n>', 'threads of a forward pass', integer(1, 256), defaultThreads())
    .option('--json', 'print one JSON document')
    .action(async (options: RewriteOptions) => {
      const answer = await run(options, output, signal);
      output.answer(options.json === true, answer, () => textOf(answer));
    });
}

async function run(options: RewriteOptions, output: CommandOutput, signal: AbortSignal): Promise<RewriteAnswer> {
  const { slice, tasks: named = [], limit, seed } = options;
  if (slice && !existsSync(sliceFile())) {
    throw new BadInputError(`There is no ${sliceFile()}: the packaged extension comes without it. Use --tasks.`);
  }
  const files = [...(slice ? [sliceFile()] : []), ...named];
  if (files.length === 0) throw new BadInputError('No tasks. Give --slice, or files or folders with --tasks.');
  const suite = await readSuiteTasks(files, limit);
  const tasks = rewriteTasks(suite.tasks);
  if (!tasks.some(({ damage }) => damage !== undefined)) {
    throw new BadInputError('No line of these tasks can be rewritten: their middles are empty or too long.');
  }
  const model = await chosenModel(options.model);
  const engine = await openEngine(options.threads);
  try {
    const { id } = await engine.load(model);
    const policies: readonly RewritePolicy[] = [
      { name: 'polish', keep: { kind: 'surest', ratio: options.polish } },
      { name: 'keep', keep: { kind: 'share', ratio: options.keep } },
    ];
    const done = [];
    for (const policy of policies) {
      const outcomes: RewriteOutcome[] = [];
      for (const task of tasks) {
        outcomes.push(await rewriteOne(engine, task, policy, { model, seed, signal }));
        engine.closeSession(task.key);
        const progress = `${policy.name}: ${outcomes.length} of ${tasks.length}`;
        output.progress(progress, outcomes.length === tasks.length);
      }
      const changes = options.changes && { changes: outcomes.filter(({ end }) => end !== 'left').map(changeOf) };
      done.push({ ...policy, ...summarise(outcomes), ...changes });
    }
    return { model: id, files: suite.files, seed, policies: done };
  } catch (error) {
    if (!(error instanceof GrammarsMissingError)) throw error;
    throw new BadInputError(`${error.message} They are development dependencies: run \`npm install\`.`);
  } finally {
    await engine.dispose();
  }
}

function changeOf({ task, end, text }: RewriteOutcome) {
  const { key, truth, text: before }: RewriteTask = task;
  return { key, end, truth, before, after: text };
}

function textOf({ model, files, policies }: RewriteAnswer): string {
  const percent = ({ mean, low, high }: Interval) =>
    `${(100 * mean).toFixed(1)} % (${(100 * low).toFixed(1)}-${(100 * high).toFixed(1)})`;
  const rows = policies.flatMap(({ name, keep, right, wrong, forwardPasses, msP50, msP95 }) => [
    `${name}${'ratio' in keep ? ` ${keep.ratio}` : ''}`,
    `  right text left alone   ${percent(right.leftAlone)}, n = ${right.n}`,
    `  wrong word restored     ${percent(wrong.restored)}, n = ${wrong.n}`,
    `  other, valid syntax     ${percent(wrong.otherValid)}`,
    `  other, broken           ${percent(wrong.broken)}`,
    `  left as it was          ${percent(wrong.left)}`,
    ...Object.entries(wrong.byDamage).map(([damage, { n, restored }]) => `  restored ${damage}: ${restored} of ${n}`),
    `  ${forwardPasses.toFixed(1)} forward passes, ${msP50.toFixed(0)} ms (p50), ${msP95.toFixed(0)} ms (p95) a span`,
  ]);
  return [`${model} on ${files.map(({ name }) => name).join(', ')}; 95 % intervals`, ...rows].join('\n');
}
