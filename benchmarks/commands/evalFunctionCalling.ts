/** `whetstone eval function-calling`: whether the right functions are called with the right arguments. */
import { Option, type Command } from 'commander';
import path from 'node:path';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { askModel, type Predictions } from '../functionCalling/askModel';
import { callerNames, openCallingModel } from '../functionCalling/callingModels';
import { editorQuestions } from '../functionCalling/editorTasks/editorQuestions';
import { callReport, callReportText } from '../functionCalling/evaluateCalls';
import { judgedCalls, type JudgedReply } from '../functionCalling/judgedReply';
import { readFiller } from '../functionCalling/multiTurn/filler';
import { docsBeside, readFunctionDocs } from '../functionCalling/multiTurn/functionDocs';
import { judgedDialogue } from '../functionCalling/multiTurn/judgedDialogue';
import { type DialogueMode } from '../functionCalling/multiTurn/runDialogue';
import { turnPrediction } from '../functionCalling/multiTurn/turnPredictions';
import { pairedCalls, pairedText, type PairedFigures } from '../functionCalling/pairedCalls';
import { readPredictionSet } from '../functionCalling/predictions';
import { readQuestionSet, type QuestionSet } from '../functionCalling/questions';
import { runFigures, runText } from '../functionCalling/runFigures';
import { trialFigures } from '../functionCalling/trials';
import { openCommandGateway } from './commandGateway';
import { integer } from './optionValues';

interface CallingOptions {
  readonly questions: readonly string[];
  readonly suite?: 'editor';
  readonly seed: number;
  readonly count: number;
  readonly answers: readonly string[];
  readonly predictions?: readonly string[];
  readonly model?: string;
  readonly savePredictions?: string;
  readonly config?: string;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly guard: boolean;
  readonly repeat?: number;
  readonly mode: DialogueMode;
  readonly functionDocs?: string;
  readonly filler?: string;
  readonly against?: string;
  readonly callerWeights?: string;
  readonly limit?: number;
  readonly strict?: true;
  readonly json?: true;
}

/** @param group the command `eval` */
export function addEvalFunctionCallingCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('function-calling')
    .description('calls checked as the Berkeley Function-Calling Leaderboard does, of one turn and of several')
    .option('--questions <files>', 'BFCL_v4_*.json, with commas between', list, [])
    .addOption(
      new Option(
        '--suite <name>',
        'instead of questions: requests to an assistant in an editor, made by a seed',
      ).choices(['editor']),
    )
    .option('--seed <n>', 'of --suite; default 1', integer(0, 2 ** 31), 1)
    .option('--count <n>', 'questions of each category of --suite; default 60', integer(1, 10_000), 60)
    .option('--answers <files>', 'possible_answer/BFCL_v4_*.json of them; questions of relevance need none', list, [])
    .option(
      '--predictions <files>',
      'one {id, toolCalls: [{name, arguments}]} a line; of several turns {id, turns: turns of steps of such calls}; or ' +
        "the leaderboard's {id, result}. Several files with commas between are several tries",
      list,
    )
    .option(
      '--model <id>',
      `instead of predictions: a model of the gateway, the path of a GGUF file, or ${callerNames.join(', ')}`,
    )
    .option(
      '--save-predictions <file>',
      "write the model's calls here as they come, in the form of --predictions; a run that was broken off goes on",
    )
    .option('--max-tokens <n>', 'of an answer of the model', integer(1, 100_000), 1024)
    .option('--temperature <t>', 'of the model; 0: always the most probable token', temperature, 0)
    .option('--no-guard', 'do not doubt calls of a model on this machine that seem needless')
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
    .option('--against <id>', 'compare with this model on the same questions of one turn: wins, losses, McNemar test')
    .option('--caller-weights <file>', 'weights of embedded-caller, as train.ts writes them')
    .option('--limit <n>', 'only the first questions of each category', integer(1, 10_000_000))
    .option('--strict', 'arguments for Java and JavaScript must be source text, as in the leaderboard')
    .option('--json', 'print one JSON document: {n, accuracy, interval, byCategory, leaderboard, reasons, failures}')
    .action(async (options: CallingOptions) => {
      const questions = limited(await questionsOf(options, signal), options.limit);
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
      const run = tries[0] === undefined ? undefined : runFigures(tries[0].predictions.single);
      const against = await comparedWith(options, questions, first, output, signal);
      const document = { model: name, ...report, trials, seconds, tokens: used, run, ...(against && { against }) };
      output.answer(options.json === true, document, () => {
        const passes = Object.entries(trials?.passAll ?? {}).map(
          ([k, share]) => `pass^${k} ${(100 * share).toFixed(1)} %`,
        );
        const cost = [
          ...passes,
          ...(seconds === undefined ? [] : [`${seconds.toFixed(1)} s`]),
          ...(used === undefined ? [] : [`${used.inputTokens} tokens read, ${used.outputTokens} written`]),
          ...(run === undefined ? [] : [runText(run)]),
        ];
        const parts = [callReportText(name, report), ...(cost.length > 0 ? [cost.join(', ')] : [])];
        if (against !== undefined) parts.push(pairedText(against.model, against.byCategory));
        return parts.join('\n\n');
      });
    });
}

/** What another model does with the same questions of one turn. */
async function comparedWith(
  options: CallingOptions,
  { single }: QuestionSet,
  judged: readonly JudgedReply[],
  output: CommandOutput,
  signal: AbortSignal,
): Promise<{ readonly model: string; readonly byCategory: Readonly<Record<string, PairedFigures>> } | undefined> {
  const { against, predictions: _, savePredictions: __, repeat: ___, ...rest } = options;
  if (against === undefined) return undefined;
  const [other] = await predictionsOf({ ...rest, model: against }, { single, dialogues: [] }, output, signal);
  const theirs = single.map((each) =>
    judgedCalls(each, other?.predictions.single.get(each.id), { sourceText: options.strict === true }),
  );
  const ours = callReport(judged.slice(0, single.length));
  return { model: against, byCategory: pairedCalls(single, ours, callReport(theirs)) };
}

async function questionsOf(options: CallingOptions, signal: AbortSignal): Promise<QuestionSet> {
  if ((options.questions.length === 0) === (options.suite === undefined)) {
    throw new BadInputError('Give either --questions FILES or --suite editor.');
  }
  if (options.suite === undefined) return readQuestionSet(options.questions, options.answers);
  return { single: await editorQuestions(options.seed, options.count, signal), dialogues: [] };
}

interface Try {
  readonly predictions: Predictions;
  readonly used?: { readonly inputTokens: number; readonly outputTokens: number } | undefined;
}

async function predictionsOf(
  { predictions, model, savePredictions, repeat, ...options }: CallingOptions,
  questions: QuestionSet,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<readonly Try[]> {
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
  const docsFolder = options.functionDocs ?? options.questions.map(docsBeside).find((each) => each !== undefined);
  const dialogue = {
    docs: await readFunctionDocs(docsFolder),
    filler: await readFiller(options.filler),
    mode: options.mode,
  };
  const { chosen, close } = await openCallingModel(model ?? '', options, (id) =>
    openCommandGateway(id, options.config, output),
  );
  try {
    const each = questions.single.length + questions.dialogues.length;
    const all = each * (repeat ?? 1);
    const tries: Try[] = [];
    for (let attempt = 0; attempt < (repeat ?? 1); attempt++) {
      const progress = (answered: number) => {
        const done = attempt * each + answered;
        output.progress(`${done} of ${all}`, done === all);
      };
      const file = savePredictions === undefined ? undefined : fileOfTry(savePredictions, attempt);
      const asked = await askModel(chosen, questions, { ...dialogue, attempt, file, progress }, signal);
      tries.push({ predictions: asked, used: chosen.used?.() });
    }
    return tries;
  } finally {
    await close();
  }
}

async function readTry(file: string, { single, dialogues }: QuestionSet, output: CommandOutput): Promise<Predictions> {
  const read = await readPredictionSet(file);
  const asked = new Set([...single, ...dialogues].map(({ id }) => id));
  const unused = [...read.single.keys(), ...read.turns.keys()].filter((id) => !asked.has(id)).length;
  if (unused > 0) output.log(`${unused} predictions are of other questions; they do not count.`);
  const turns = new Map([...read.turns].map(([id, value]) => [id, turnPrediction(value)]));
  return { name: path.basename(file), single: read.single, turns };
}

/** Later tries get their number before the ending of the name: `calls.jsonl`, `calls.2.jsonl`. */
function fileOfTry(file: string, attempt: number): string {
  const { dir, name, ext } = path.parse(file);
  return attempt === 0 ? file : path.join(dir, `${name}.${attempt + 1}${ext}`);
}

function temperature(value: string): number {
  const parsed = Number(value);
  if (value.trim() === '' || !(parsed >= 0 && parsed <= 2))
    throw new BadInputError('--temperature must be from 0 to 2.');
  return parsed;
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
