/** `whetstone eval function-calling`: whether the right functions are called with the right arguments. */
import type { Command } from 'commander';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { answerQuestions } from '../functionCalling/answerQuestions';
import { callReportText, evaluateCalls } from '../functionCalling/evaluateCalls';
import type { CallingModel } from '../functionCalling/callingModel';
import { readPredictions, type Prediction } from '../functionCalling/predictions';
import { gatewayModel } from '../functionCalling/gatewayModel';
import { retrievalBaseline } from '../functionCalling/retrievalBaseline';
import { readQuestions, type Question } from '../functionCalling/questions';
import { runFigures, runText } from '../functionCalling/runFigures';
import { openCommandGateway } from './commandGateway';
import { integer } from './optionValues';

const baselines: readonly CallingModel[] = [retrievalBaseline];
const defaultMaxTokens = 1024;

interface CallingOptions {
  readonly questions: readonly string[];
  readonly answers: readonly string[];
  readonly predictions?: string;
  readonly model?: string;
  readonly savePredictions?: string;
  readonly config?: string;
  readonly maxTokens: number;
  readonly limit?: number;
  readonly strict?: true;
  readonly json?: true;
}

/** @param group the command `eval` */
export function addEvalFunctionCallingCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('function-calling')
    .description("calls checked as the Berkeley Function-Calling Leaderboard's AST checker does")
    .requiredOption('--questions <files>', 'BFCL_v4_*.json, with commas between', list)
    .option('--answers <files>', 'possible_answer/BFCL_v4_*.json of them; questions of relevance need none', list, [])
    .option('--predictions <file>', 'one {id, toolCalls: [{name, arguments}]} a line')
    .option(
      '--model <id>',
      `instead of predictions: a model of the gateway, the path of a GGUF file, or ${baselines.map(({ id }) => id).join(', ')}`,
    )
    .option(
      '--save-predictions <file>',
      "write the model's calls here as they come, in the form of --predictions; a run that was broken off goes on",
    )
    .option('--max-tokens <n>', 'of an answer of the model', integer(1, 100_000), defaultMaxTokens)
    .option('--config <file>', 'settings of the gateway (JSON); default: the vendors whose keys are set, and Ollama')
    .option('--limit <n>', 'only the first questions of each category', integer(1, 10_000_000))
    .option('--strict', 'arguments for Java and JavaScript must be source text, as in the leaderboard')
    .option('--json', 'print one JSON document: {model, n, accuracy, interval, byCategory, reasons, failures, run}')
    .action(async (options: CallingOptions) => {
      const questions = limited(await readQuestions(options.questions, options.answers), options.limit);
      const { name, predictions } = await predictionsOf(options, questions, output, signal);
      const unused = [...predictions.keys()].filter((id) => !questions.some((each) => each.id === id)).length;
      if (unused > 0) output.log(`${unused} predictions are of other questions; they do not count.`);
      const report = evaluateCalls(questions, predictions, { sourceText: options.strict === true });
      const run = runFigures(predictions);
      const text = () => [callReportText(name, report), ...(run ? ['', runText(run)] : [])].join('\n');
      output.answer(options.json === true, { model: name, ...report, ...(run && { run }) }, text);
    });
}

interface NamedPredictions {
  readonly name: string;
  readonly predictions: ReadonlyMap<string, Prediction>;
}

async function predictionsOf(
  options: CallingOptions,
  questions: readonly Question[],
  output: CommandOutput,
  signal: AbortSignal,
): Promise<NamedPredictions> {
  const { predictions, model, savePredictions: file } = options;
  if ((predictions === undefined) === (model === undefined)) {
    throw new BadInputError('Give either --predictions FILE or --model ID.');
  }
  if (predictions !== undefined) {
    if (file !== undefined) throw new BadInputError('--save-predictions needs --model; these are in a file.');
    return { name: path.basename(predictions), predictions: await readPredictions(predictions) };
  }
  const { chosen, close } = await openModel(model ?? '', options, output);
  try {
    const progress = (done: number, all: number) => output.progress(`${done} of ${all}`, done === all);
    const answers = await answerQuestions(chosen, questions, { file, progress }, signal);
    return { name: chosen.id, predictions: answers };
  } finally {
    await close();
  }
}

async function openModel(
  id: string,
  { config, maxTokens }: CallingOptions,
  output: CommandOutput,
): Promise<{ readonly chosen: CallingModel; readonly close: () => Promise<void> }> {
  const baseline = baselines.find((each) => each.id === id);
  if (baseline !== undefined) return { chosen: baseline, close: async () => undefined };
  if (!/[/\\]|\.gguf$/i.test(id) && id !== 'auto' && id !== 'local') {
    throw new BadInputError(
      `There is no model ${id}. Give PROVIDER/NAME, the path of a GGUF file, or ${baselines.map((each) => each.id).join(', ')}.`,
    );
  }
  const { gateway, model, file, close } = await openCommandGateway(id, config, output);
  try {
    const modelHash = file === undefined ? undefined : await fileHash(file);
    const task = 'eval function-calling';
    return { chosen: gatewayModel(gateway, { model, modelHash, task, maxOutputTokens: maxTokens }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function fileHash(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function limited(questions: readonly Question[], limit: number | undefined): readonly Question[] {
  if (limit === undefined) return questions;
  const taken = new Map<string, number>();
  return questions.filter(({ category }) => {
    const count = (taken.get(category.name) ?? 0) + 1;
    taken.set(category.name, count);
    return count <= limit;
  });
}

function list(value: string): readonly string[] {
  return value.split(',').filter((item) => item !== '');
}
