/** `whetstone eval length`: how well probing finds the length of a gap; --fit calibrates a model for it. */
import type { Command } from 'commander';
import type { LengthCalibration } from '../../runtime/diffusion';
import { defaultThreads } from '../../runtime/host/threadCount';
import { putModelFile } from '../../runtime/models';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { mean } from '../core/statistics';
import { readInfillingDataset } from '../infilling/dataset';
import { measuredTasks } from '../infilling/measuredTasks';
import { openFullAttentionModel } from './fullAttentionModel';
import { integer } from './optionValues';

interface LengthOptions {
  readonly model: string;
  readonly data: string;
  readonly limit?: number;
  readonly fit?: true;
  readonly language: string;
  readonly threads: number;
  readonly json?: true;
}

interface LengthAnswer {
  readonly model: string;
  readonly data: { readonly name: string; readonly sha256: string };
  /** Tasks whose middle fits into the model's window. */
  readonly n: number;
  /** The file that was written. */
  readonly fitted?: string;
  readonly calibration: LengthCalibration;
  /** Of the lengths that probing with this calibration finds, on the same tasks; in tokens. */
  readonly exact: number;
  readonly withinTwo: number;
  readonly meanError: number;
  readonly trueMean: number;
  readonly passes: number;
}

/** @param group the command `eval` */
export function addEvalLengthCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('length')
    .description('how well a model with full attention finds the length of a gap by probing; --fit calibrates it')
    .requiredOption('--model <folder>', 'a model folder')
    .requiredOption('--data <file>', 'FILE.jsonl or FILE.jsonl.gz, in the form of human-eval-infilling')
    .option('--limit <n>', 'only the first tasks', integer(1, 10_000_000))
    .option('--fit', 'fit B(L) to these tasks and store it in the model folder (length.json)')
    .option('--language <id>', 'VS Code language id of tasks that name none', 'python')
    .option('--threads <n>', 'threads of a forward pass', integer(1, 256), defaultThreads())
    .option('--json', 'print one JSON document')
    .action(async (options: LengthOptions) => {
      const answer = await run(options, output, signal);
      output.answer(options.json === true, answer, () => textOf(answer));
    });
}

async function run(options: LengthOptions, output: CommandOutput, signal: AbortSignal): Promise<LengthAnswer> {
  const data = await readInfillingDataset(options.data);
  const tasks = measuredTasks(data, options.language, options.limit);
  const model = await openFullAttentionModel(options.model, options.threads, 'length search');
  const checkpoint = async () => signal.throwIfAborted();
  const runtime = await import('../../runtime/diffusion');
  try {
    let calibration = model.lengthCalibration;
    let fitted: string | undefined;
    if (options.fit) {
      const samples = [];
      for (const [index, task] of tasks.entries()) {
        samples.push(...(await runtime.lengthSamples(model, task, runtime.calibrationLengths, checkpoint)));
        output.progress(`measured ${index + 1} of ${tasks.length}`, index + 1 === tasks.length);
      }
      calibration = runtime.fitLengthCalibration(samples);
      await putModelFile(model.info.folder, runtime.lengthFile, runtime.lengthText(calibration));
      fitted = `${model.info.folder}/${runtime.lengthFile}`;
    }
    if (!calibration) {
      throw new BadInputError(`${model.info.id} has no length calibration. Fit one first: add --fit.`);
    }
    const found = [];
    for (const [index, task] of tasks.entries()) {
      const probed = await runtime.probedLength(model, task, calibration, checkpoint);
      if (probed.truth <= model.config.windowTokens) found.push(probed);
      output.progress(`probed ${index + 1} of ${tasks.length}`, index + 1 === tasks.length);
    }
    if (found.length === 0) throw new BadInputError('No middle of these tasks fits into the window of the model.');
    const errors = found.map((each) => Math.abs(each.found - each.truth));
    return {
      model: model.info.id,
      data: { name: data.name, sha256: data.sha256 },
      n: found.length,
      ...(fitted !== undefined && { fitted }),
      calibration,
      exact: mean(errors.map((error) => (error === 0 ? 1 : 0))),
      withinTwo: mean(errors.map((error) => (error <= 2 ? 1 : 0))),
      meanError: mean(errors),
      trueMean: mean(found.map(({ truth }) => truth)),
      passes: mean(found.map(({ passes }) => passes)),
    };
  } finally {
    await model.dispose();
  }
}

function textOf(answer: LengthAnswer): string {
  const { a, b, c, d, e } = answer.calibration.bias;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const bias = [a, b, c, d, e].map((value, i) => `${'abcde'[i]} ${value.toFixed(3)}`).join(', ');
  return [
    `${answer.model} on ${answer.data.name} (${answer.n} tasks, ${answer.trueMean.toFixed(1)} tokens on average)`,
    `B(L)             ${bias}${answer.fitted === undefined ? '' : `, written to ${answer.fitted}`}`,
    `length found     ${percent(answer.exact)} exact, ${percent(answer.withinTwo)} within two tokens`,
    `mean error       ${answer.meanError.toFixed(1)} tokens`,
    `probing passes   ${answer.passes.toFixed(1)} a task`,
  ].join('\n');
}
