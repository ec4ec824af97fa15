/** `whetstone eval function-calling`: whether the right functions are called with the right arguments. */
import type { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { callReport, callReportText } from '../functionCalling/evaluateCalls';
import type { CallingModel } from '../functionCalling/callingModel';
import { judgedCalls } from '../functionCalling/judgedReply';
import { readFiller } from '../functionCalling/multiTurn/filler';
import { judgedDialogue } from '../functionCalling/multiTurn/judgedDialogue';
import { turnPrediction, type TurnPrediction } from '../functionCalling/multiTurn/turnPredictions';
import { predictionLines, readPredictionSet, type Prediction } from '../functionCalling/predictions';
import { retrievalBaseline } from '../functionCalling/retrievalBaseline';
import { readQuestionSet, type QuestionSet } from '../functionCalling/questions';
import { integer } from './optionValues';

const models: readonly CallingModel[] = [retrievalBaseline];

interface CallingOptions {
  readonly questions: readonly string[];
  readonly answers: readonly string[];
  readonly predictions?: string;
  readonly model?: string;
  readonly savePredictions?: string;
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
      '--predictions <file>',
      'one {id, toolCalls: [{name, arguments}]} a line; of several turns {id, turns: turns of steps of such calls}; or ' +
        "the leaderboard's {id, result}",
    )
    .option('--model <id>', `instead of predictions: ${models.map(({ id }) => id).join(', ')}`)
    .option('--save-predictions <file>', "write the model's calls here, in the form of --predictions")
    .option(
      '--filler <file>',
      "the leaderboard's long_context.py; without it long contexts are filled with other texts",
    )
    .option('--limit <n>', 'only the first questions of each category', integer(1, 10_000_000))
    .option('--strict', 'arguments for Java and JavaScript must be source text, as in the leaderboard')
    .option('--json', 'print one JSON document: {n, accuracy, interval, byCategory, leaderboard, reasons, failures}')
    .action(async (options: CallingOptions) => {
      const { single, dialogues } = limited(await readQuestionSet(options.questions, options.answers), options.limit);
      const filler = await readFiller(options.filler);
      const { name, predictions, turns } = await predictionsOf(options, { single, dialogues }, output, signal);
      const asked = new Set([...single, ...dialogues].map(({ id }) => id));
      const unused = [...predictions.keys(), ...turns.keys()].filter((id) => !asked.has(id)).length;
      if (unused > 0) output.log(`${unused} predictions are of other questions; they do not count.`);
      const report = callReport([
        ...single.map((each) => judgedCalls(each, predictions.get(each.id), { sourceText: options.strict === true })),
        ...dialogues.map((each) => judgedDialogue(each, turns.get(each.id), filler)),
      ]);
      output.answer(options.json === true, { model: name, ...report }, () => callReportText(name, report));
    });
}

interface NamedPredictions {
  readonly name: string;
  readonly predictions: ReadonlyMap<string, Prediction>;
  readonly turns: ReadonlyMap<string, TurnPrediction>;
}

async function predictionsOf(
  { predictions, model, savePredictions }: CallingOptions,
  { single, dialogues }: QuestionSet,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<NamedPredictions> {
  if ((predictions === undefined) === (model === undefined)) {
    throw new BadInputError('Give either --predictions FILE or --model ID.');
  }
  if (predictions !== undefined) {
    if (savePredictions !== undefined)
      throw new BadInputError('--save-predictions needs --model; these are in a file.');
    const read = await readPredictionSet(predictions);
    const turns = new Map([...read.turns].map(([id, value]) => [id, turnPrediction(value)]));
    return { name: path.basename(predictions), predictions: read.single, turns };
  }
  const chosen = models.find(({ id }) => id === model);
  if (chosen === undefined) {
    throw new BadInputError(
      `There is no model ${model ?? ''} here. Give one of: ${models.map(({ id }) => id).join(', ')}.`,
    );
  }
  const [dialogue] = dialogues;
  if (dialogue !== undefined) {
    throw new BadInputError(`${chosen.id} answers questions of one turn only, and ${dialogue.id} has several.`);
  }
  const answers = new Map<string, Prediction>();
  for (const question of single) {
    signal.throwIfAborted();
    answers.set(question.id, await chosen.answer(question, signal));
    output.progress(`${answers.size} of ${single.length}`, answers.size === single.length);
  }
  if (savePredictions !== undefined) await writeFile(savePredictions, predictionLines(answers));
  return { name: chosen.id, predictions: answers, turns: new Map() };
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
