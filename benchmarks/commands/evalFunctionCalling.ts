/** `whetstone eval function-calling`: whether the right functions are called with the right arguments. */
import { Option, type Command } from 'commander';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { AnswerJournal } from '../functionCalling/answerJournal';
import { askModel, type Predictions } from '../functionCalling/askModel';
import type { CallingModel } from '../functionCalling/callingModel';
import { builtInModels, callingModel } from '../functionCalling/callingModels';
import { callReport, callReportText } from '../functionCalling/evaluateCalls';
import { judgedCalls, type JudgedReply } from '../functionCalling/judgedReply';
import { readFiller } from '../functionCalling/multiTurn/filler';
import { docsBeside, readFunctionDocs } from '../functionCalling/multiTurn/functionDocs';
import { judgedDialogue } from '../functionCalling/multiTurn/judgedDialogue';
import type { DialogueMode } from '../functionCalling/multiTurn/runDialogue';
import { turnPrediction } from '../functionCalling/multiTurn/turnPredictions';
import { gatewayModel } from '../functionCalling/gatewayModel';
import { readPredictionSet } from '../functionCalling/predictions';
import { readQuestionSet, type QuestionSet } from '../functionCalling/questions';
import { runFigures, runText } from '../functionCalling/runFigures';
import { trialFigures } from '../functionCalling/trials';
import { openCommandGateway } from './commandGateway';
import { integer } from './optionValues';

interface CallingOptions {
  readonly questions: readonly string[];
  readonly answers: readonly string[];
  readonly predictions?: readonly string[];
  readonly model?: string;
  readonly savePredictions?: string;
  readonly maxTokens: number;
  readonly config?: string;
  readonly repeat?: number;
  readonly mode: DialogueMode;
  readonly functionDocs?: string;
  readonly filler?: string;
  readonly limit?: number;
  readonly strict?: true;
  readonly json?: true;
}

/** @param group the command `eval` */
export function addEvalFunctionCallingCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('function-calling')
    .description('calls checked as the Berkeley Function-Calling Leaderboard does, of one turn and of several')
    .requiredOption('--questions <files>', 'BFCL_v4_*.json, with commas between', list)
    .option('--answers <files>', 'possible_answer/BFCL_v4_*.json of them; questions of relevance need none', list, [])
    .option(
      '--predictions <files>',
      'one {id, toolCalls: [{name, arguments}]} a line; of several turns {id, turns: turns of steps of such calls}; or ' +
        "the leaderboard's {id, result}. Several files with commas between are several tries",
      list,
    )
    .option(
      '--model <id>',
      `instead of predictions: a model of the gateway, the path of a GGUF file, or ${builtInModels.map(({ id }) => id).join(', ')}`,
    )
    .option(
      '--save-predictions <file>',
      "write the model's calls here as they come, in the form of --predictions; a run that was broken off goes on",
    )
    .option('--max-tokens <n>', 'of an answer of the model', integer(1, 100_000), 1024)
    .option('--config <file>', 'settings of the gateway (JSON); default: the vendors whose keys are set, and Ollama')
    .option('--repeat <n>', 'ask the model every question so many times, for pass^k', integer(1, 100))
    .addOption(
      new Option(
        '--mode <mode>',
        'how functions that come later are handed in: as tools, or as text as the leaderboard does',
      )
        .choices(['product', 'harness'])
        .default('product'),
    )
    .option(
      '--function-docs <folder>',
      "the leaderboard's multi_turn_func_doc; default: beside the questions, or our own",
    )
    .option(
      '--filler <file>',
      "the leaderboard's long_context.py; without it long contexts are filled with other texts",
    )
    .option('--limit <n>', 'only the first questions of each category', integer(1, 10_000_000))
    .option('--strict', 'arguments for Java and JavaScript must be source text, as in the leaderboard')
    .option('--json', 'print one JSON document: {n, accuracy, interval, byCategory, leaderboard, reasons, failures}')
    .action(async (options: CallingOptions) => {
      const questions = limited(await readQuestionSet(options.questions, options.answers), options.limit);
      const filler = await readFiller(options.filler);
      const started = Date.now();
      const tries = await predictionsOf(options, questions, output, signal);
      const seconds = options.model === undefined ? undefined : (Date.now() - started) / 1000;
      const judged = tries.map(({ predictions }): readonly JudgedReply[] => [
        ...questions.single.map((each) =>
          judgedCalls(each, predictions.single.get(each.id), { sourceText: options.strict === true }),
        ),
        ...questions.dialogues.map((each) => judgedDialogue(each, predictions.turns.get(each.id), filler)),
      ]);
      const [first = []] = judged;
      const report = callReport(first);
      const name = tries[0]?.predictions.name ?? '';
      const trials =
        judged.length > 1 ? trialFigures(judged.map((each) => each.map(({ verdict }) => verdict.right))) : undefined;
      const used = tries.at(-1)?.used;
      const run = runFigures(tries[0]?.predictions.single ?? new Map());
      const document = { model: name, ...report, trials, seconds, tokens: used, run };
      output.answer(options.json === true, document, () => {
        const passes = Object.entries(trials?.passAll ?? {}).map(
          ([k, share]) => `pass^${k} ${(100 * share).toFixed(1)} %`,
        );
        const cost = [
          ...passes,
          ...(seconds === undefined ? [] : [`${seconds.toFixed(1)} s`]),
          ...(used === undefined ? [] : [`${used.inputTokens} tokens read, ${used.outputTokens} written`]),
        ];
        const more = [cost.join(', '), run ? runText(run) : ''].filter((each) => each !== '').join('\n');
        return `${callReportText(name, report)}${more === '' ? '' : `\n\n${more}`}`;
      });
    });
}

interface Try {
  readonly predictions: Predictions;
  readonly used?: { readonly inputTokens: number; readonly outputTokens: number } | undefined;
}

async function predictionsOf(
  options: CallingOptions,
  questions: QuestionSet,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<readonly Try[]> {
  const { predictions, model, savePredictions, repeat } = options;
  if ((predictions === undefined) === (model === undefined)) {
    throw new BadInputError('Give either --predictions FILE or --model ID.');
  }
  if (predictions !== undefined) {
    if (savePredictions !== undefined)
      throw new BadInputError('--save-predictions needs --model; these are in a file.');
    if (repeat !== undefined)
      throw new BadInputError('--repeat needs --model; give a file of predictions for each try.');
    const tries: Try[] = [];
    for (const file of predictions) tries.push({ predictions: await readTry(file, questions, output) });
    if (tries.length === 0) throw new BadInputError('--predictions names no file.');
    return tries;
  }
  const { chosen, close } = await openModel(model ?? '', options, output);
  try {
    return await askedOf(chosen, questions, options, output, signal);
  } finally {
    await close();
  }
}

/** Later tries get their number before the ending of the name: `calls.jsonl`, `calls.2.jsonl`. */
async function askedOf(
  chosen: CallingModel,
  questions: QuestionSet,
  { repeat, savePredictions: file, ...options }: CallingOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<readonly Try[]> {
  const docsFolder = options.functionDocs ?? options.questions.map(docsBeside).find((each) => each !== undefined);
  const dialogue = {
    docs: await readFunctionDocs(docsFolder),
    filler: await readFiller(options.filler),
    mode: options.mode,
  };
  const all = (questions.single.length + questions.dialogues.length) * (repeat ?? 1);
  const tries: Try[] = [];
  for (let attempt = 0; attempt < (repeat ?? 1); attempt++) {
    const before = attempt * (all / (repeat ?? 1));
    const progress = (answered: number) => output.progress(`${before + answered} of ${all}`, before + answered === all);
    const journal = file === undefined ? undefined : await AnswerJournal.open(triedFile(file, attempt));
    const asked = await askModel(chosen, questions, { ...dialogue, attempt }, progress, signal, journal);
    tries.push({ predictions: asked, used: chosen.used?.() });
  }
  return tries;
}

function triedFile(file: string, attempt: number): string {
  const { dir, name, ext } = path.parse(file);
  return attempt === 0 ? file : path.join(dir, `${name}.${attempt + 1}${ext}`);
}

async function openModel(
  id: string,
  { config, maxTokens, repeat = 1 }: Pick<CallingOptions, 'config' | 'maxTokens' | 'repeat'>,
  output: CommandOutput,
): Promise<{ readonly chosen: CallingModel; readonly close: () => Promise<void> }> {
  if (!/[/\\]|\.gguf$/i.test(id) && id !== 'auto' && id !== 'local') {
    return { chosen: callingModel(id), close: async () => undefined };
  }
  const { gateway, model, file, close } = await openCommandGateway(id, config, output);
  try {
    const modelHash = file === undefined ? undefined : await fileHash(file);
    const temperature = repeat > 1 ? 0.7 : 0;
    const chosen = gatewayModel(gateway, {
      model,
      modelHash,
      task: 'eval function-calling',
      maxOutputTokens: maxTokens,
      temperature,
    });
    return { chosen, close };
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

async function readTry(file: string, { single, dialogues }: QuestionSet, output: CommandOutput): Promise<Predictions> {
  const read = await readPredictionSet(file);
  const asked = new Set([...single, ...dialogues].map(({ id }) => id));
  const unused = [...read.single.keys(), ...read.turns.keys()].filter((id) => !asked.has(id)).length;
  if (unused > 0) output.log(`${unused} predictions are of other questions; they do not count.`);
  const turns = new Map([...read.turns].map(([id, value]) => [id, turnPrediction(value)]));
  return { name: path.basename(file), single: read.single, turns };
}

function limited({ single, dialogues }: QuestionSet, limit: number | undefined): QuestionSet {
  return {
    single: firstOfEach(single, ({ category }) => category.name, limit),
    dialogues: firstOfEach(dialogues, ({ category }) => category, limit),
  };
}

function firstOfEach<T>(items: readonly T[], category: (item: T) => string, limit: number | undefined): readonly T[] {
  if (limit === undefined) return items;
  const taken = new Map<string, number>();
  return items.filter((item) => {
    const count = (taken.get(category(item)) ?? 0) + 1;
    taken.set(category(item), count);
    return count <= limit;
  });
}

function list(value: string): readonly string[] {
  return value.split(',').filter((item) => item !== '');
}
