/** `whetstone eval infilling`: quality of a model on a set in the form of human-eval-infilling. */
import { Option, type Command } from 'commander';
import { defaultThreads } from '../../runtime/host/threadCount';
import type { CopyReach, DenoisingOptions, InfillExtent, LengthPolicy, RunnerChoice } from '../../runtime/protocol';
import { openPythonSandbox } from '../../runtime/tools/sandbox';
import type { CommandOutput } from '../core/commandOutput';
import { weightsOf } from '../core/weightsOf';
import { openEngine } from '../core/openEngine';
import { readInfillingDataset, type InfillingTask } from '../infilling/dataset';
import { DEFAULT_THRESHOLD, TEST_LIMIT_MS } from '../infilling/defaults';
import { evaluateInfilling, type InfillingSummary } from '../infilling/evaluateInfilling';
import { contextOf, taskResultSchema, wantedText, type TaskForm, type TaskResult } from '../infilling/infillingTask';
import { ResultFile } from '../infilling/resultFile';
import { chosenModel } from './chosenModel';
import { addDenoisingOptions, checkDenoising, denoisingOf, type DenoisingChoices } from './denoisingOptions';
import { integer, lengthChoice, lengthPolicyOf, probability, type LengthChoice } from './optionValues';
import { providerOption, runnerOptions } from './providerOption';

interface EvalOptions extends DenoisingChoices {
  readonly data: string;
  readonly limit?: number;
  readonly length: LengthChoice;
  readonly model: string;
  readonly extent?: InfillExtent;
  readonly language: string;
  readonly execute?: true;
  readonly threshold: number;
  readonly copy: CopyReach;
  readonly seed: number;
  readonly threads: number;
  readonly provider: RunnerChoice;
  readonly results?: string;
  readonly json?: true;
}

/** @param group the command `eval` */
export function addEvalInfillingCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  const command = group
    .command('infilling')
    .description('fill the gaps of a set in the form of human-eval-infilling (JSON lines, also gzip)')
    .requiredOption('--data <file>', 'FILE.jsonl or FILE.jsonl.gz')
    .option('--limit <n>', 'only the first tasks', integer(1, 10_000_000))
    .option(
      '--length <length>',
      'number of tokens: found by the model (or by delete-only, expand-delete, probed), oracle (of the true middle), or fixed',
      lengthChoice,
      'found',
    )
    .option('--model <id>', 'embedded, a model folder, or a GGUF file that fills in the middle', 'embedded')
    .addOption(new Option('--extent <extent>', 'default: by the data').choices(['line', 'block']))
    .option('--language <id>', 'VS Code language id of tasks that name none', 'python')
    .option('--execute', 'run the tests (python3, in a sandbox without network) for passAt1')
    .option(
      '--threshold <p>',
      'denoising order only: accept tokens of at least this probability in parallel',
      probability,
      DEFAULT_THRESHOLD,
    )
    .addOption(
      new Option(
        '--copy <reach>',
        'what the copy prior reads: nothing, or the text around the gap; files: also the sources that the engine was given',
      )
        .choices(['off', 'file', 'files'])
        .default('file'),
    );
  addDenoisingOptions(command)
    .option('--seed <n>', 'seed of the sampler', integer(0, 2 ** 31), 0)
    .option('--threads <n>', 'threads of a forward pass', integer(1, 256), defaultThreads())
    .option('--results <file>', 'keep the result of each task here, and go on from it after an interruption')
    .addOption(providerOption())
    .option('--json', 'print one JSON document')
    .action(async (options: EvalOptions) => {
      const answer = await run(options, output, signal);
      output.answer(options.json === true, answer, () => textOf(answer));
    });
}

type EvalAnswer = InfillingSummary & {
  readonly model: string;
  readonly data: { readonly name: string; readonly sha256: string };
  readonly length: LengthChoice;
  /** With the oracle: tasks whose true middle is longer than the model's window; they could not be right. */
  readonly tooLong?: number;
  readonly threshold: number;
  readonly copy: CopyReach;
  /** What was asked for by options; undefined: the family's defaults. */
  readonly denoising?: DenoisingOptions | undefined;
};

/**
 * How the number of tokens is chosen for a task. For 'oracle' it is that of the true middle as the model would write it:
 * with the part of the prefix that it writes again (its last pretoken), because only whole pretokens were ever learnt.
 */
async function lengthPolicy(
  choice: LengthChoice,
  modelFolder: string,
): Promise<{
  readonly lengthOf: (task: InfillingTask, form: TaskForm) => LengthPolicy;
  /** Tasks whose true middle no window of the model holds; undefined where nobody looked. */
  readonly tooLong: () => number | undefined;
}> {
  if (choice !== 'oracle') {
    return { lengthOf: () => lengthPolicyOf(choice), tooLong: () => undefined };
  }
  const { readModelParts } = await import('../../runtime/diffusion');
  const { tokenizer, config } = await readModelParts(modelFolder);
  // Models whose context never sees the window go on in another one.
  const most = config.attention === 'full' ? config.windowTokens : Infinity;
  const tooLong = new Set<string>();
  return {
    lengthOf: (task, form) => {
      const { prefix } = contextOf(task, form);
      const healed = prefix.slice(tokenizer.encode(prefix).pretokens.at(-1)?.unit ?? 0);
      const tokens = tokenizer.encode(healed + wantedText(task, form)).ids.length;
      if (tokens > most) tooLong.add(task.task_id);
      return { kind: 'fixed', tokens: Math.max(1, Math.min(tokens, most)) };
    },
    tooLong: () => (config.attention === 'full' ? tooLong.size : undefined),
  };
}

async function run(options: EvalOptions, output: CommandOutput, signal: AbortSignal): Promise<EvalAnswer> {
  const data = await readInfillingDataset(options.data);
  const model = await chosenModel(options.model);
  const sandbox = options.execute ? await openPythonSandbox({ wallMs: TEST_LIMIT_MS }) : undefined;
  const engine = await openEngine(options.threads, runnerOptions(options.provider, output));
  try {
    const info = await engine.load(model);
    checkDenoising(options, info, 'infill');
    const denoising = denoisingOf(options);
    const { id, folder } = info;
    const { length, threshold, copy, seed, extent, language } = options;
    const weights = await weightsOf(folder);
    const settings = {
      data: data.sha256,
      model: id,
      weights,
      length,
      threshold,
      copy,
      seed,
      extent,
      language,
      denoising,
    };
    const policy = await lengthPolicy(length, folder);
    const summary = await evaluateInfilling(engine, data, {
      model,
      languageId: options.language,
      extent,
      limit: options.limit,
      threshold,
      copy,
      seed,
      denoising,
      lengthOf: policy.lengthOf,
      sandbox,
      results:
        options.results === undefined ? undefined : await ResultFile.open(options.results, settings, taskResultSchema),
      onProgress: (done, total, results) => output.progress(progressOf(done, total, results), done === total),
      signal,
    });
    const tooLong = policy.tooLong();
    if (tooLong) output.log(`${tooLong} true middles are longer than the model's window, so they could not be right.`);
    return {
      ...summary,
      ...(tooLong !== undefined && { tooLong }),
      model: id,
      data: { name: data.name, sha256: data.sha256 },
      length,
      threshold,
      copy,
      denoising,
    };
  } finally {
    await engine.dispose();
  }
}

function progressOf(done: number, total: number, results: readonly TaskResult[]): string {
  const percent = (count: number) => `${((100 * count) / done).toFixed(1)} %`;
  const passed = results.some((result) => result.passed !== undefined)
    ? `, ${percent(results.filter((result) => result.passed).length)} pass`
    : '';
  return `${done} of ${total}: ${percent(results.filter((result) => result.exact).length)} exact${passed}`;
}

function textOf(answer: EvalAnswer): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const { exactMatch, passAt1, passAt1Interval } = answer;
  const lines = [
    `${answer.model} on ${answer.data.name} (${answer.n} tasks, sha256 ${answer.data.sha256.slice(0, 8)}), length ${answer.length}`,
    `exact match      ${percent(exactMatch.mean)}  (95 %: ${percent(exactMatch.low)} to ${percent(exactMatch.high)})`,
    `edit similarity  ${percent(answer.editSimilarity)}`,
  ];
  if (passAt1 !== undefined && passAt1Interval !== undefined) {
    lines.push(
      `pass@1           ${percent(passAt1)}  (95 %: ${percent(passAt1Interval.low)} to ${percent(passAt1Interval.high)})`,
    );
  }
  lines.push(
    `forward passes   ${answer.forwardPasses.toFixed(1)} a task`,
    `time, cold       p50 ${answer.msP50.toFixed(0)} ms, p95 ${answer.msP95.toFixed(0)} ms`,
  );
  return lines.join('\n');
}
