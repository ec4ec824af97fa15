/** `whetstone eval function-calling`: whether the right functions are called with the right arguments. */
import type { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { callReportText, evaluateCalls } from '../functionCalling/evaluateCalls';
import type { CallingModel } from '../functionCalling/callingModel';
import { embeddedCallerModel, readEmbeddedCaller } from '../functionCalling/embeddedCallerModel';
import { pairedCalls, pairedText } from '../functionCalling/pairedCalls';
import { predictionLines, readPredictions, type Prediction } from '../functionCalling/predictions';
import { retrievalBaseline } from '../functionCalling/retrievalBaseline';
import { readQuestions, type Question } from '../functionCalling/questions';
import { integer } from './optionValues';

const ids = [retrievalBaseline.id, 'embedded-caller'].join(', ');

interface CallingOptions {
  readonly questions: readonly string[];
  readonly answers: readonly string[];
  readonly predictions?: string;
  readonly model?: string;
  readonly against?: string;
  readonly callerWeights?: string;
  readonly savePredictions?: string;
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
    .option('--model <id>', `instead of predictions: ${ids}`)
    .option('--against <id>', 'compare with this model on the same questions: wins, losses, McNemar test')
    .option('--caller-weights <file>', 'weights of embedded-caller, as train.ts writes them')
    .option('--save-predictions <file>', "write the model's calls here, in the form of --predictions")
    .option('--limit <n>', 'only the first questions of each category', integer(1, 10_000_000))
    .option('--strict', 'arguments for Java and JavaScript must be source text, as in the leaderboard')
    .option('--json', 'print one JSON document: {n, accuracy, interval, byCategory, reasons, failures}')
    .action(async (options: CallingOptions) => {
      const questions = limited(await readQuestions(options.questions, options.answers), options.limit);
      const { name, predictions } = await predictionsOf(options, questions, output, signal);
      const unused = [...predictions.keys()].filter((id) => !questions.some((each) => each.id === id)).length;
      if (unused > 0) output.log(`${unused} predictions are of other questions; they do not count.`);
      const report = evaluateCalls(questions, predictions, { sourceText: options.strict === true });
      if (options.against === undefined) {
        output.answer(options.json === true, { model: name, ...report }, () => callReportText(name, report));
        return;
      }
      const other = await answersOf(await modelOf(options.against, options.callerWeights), questions, output, signal);
      const otherReport = evaluateCalls(questions, other, { sourceText: options.strict === true });
      const paired = pairedCalls(questions, report, otherReport);
      const against = { model: options.against, byCategory: otherReport.byCategory, paired };
      output.answer(options.json === true, { model: name, ...report, against }, () =>
        [callReportText(name, report), pairedText(against.model, paired)].join('\n\n'),
      );
    });
}

interface NamedPredictions {
  readonly name: string;
  readonly predictions: ReadonlyMap<string, Prediction>;
}

async function predictionsOf(
  { predictions, model, callerWeights, savePredictions }: CallingOptions,
  questions: readonly Question[],
  output: CommandOutput,
  signal: AbortSignal,
): Promise<NamedPredictions> {
  if ((predictions === undefined) === (model === undefined)) {
    throw new BadInputError('Give either --predictions FILE or --model ID.');
  }
  if (predictions !== undefined) {
    if (savePredictions !== undefined)
      throw new BadInputError('--save-predictions needs --model; these are in a file.');
    return { name: path.basename(predictions), predictions: await readPredictions(predictions) };
  }
  const chosen = await modelOf(model, callerWeights);
  const answers = await answersOf(chosen, questions, output, signal);
  if (savePredictions !== undefined) await writeFile(savePredictions, predictionLines(answers));
  return { name: chosen.id, predictions: answers };
}

/** @throws BadInputError for an id that is none of the models here, and for weights that are missing or none */
async function modelOf(id: string | undefined, weights: string | undefined): Promise<CallingModel> {
  if (id === retrievalBaseline.id) return retrievalBaseline;
  if (id !== 'embedded-caller') throw new BadInputError(`There is no model ${id ?? ''} here. Give one of: ${ids}.`);
  if (weights === undefined)
    throw new BadInputError('embedded-caller needs --caller-weights FILE, which train.ts writes.');
  return embeddedCallerModel(await readEmbeddedCaller(weights));
}

async function answersOf(
  model: CallingModel,
  questions: readonly Question[],
  output: CommandOutput,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Prediction>> {
  const answers = new Map<string, Prediction>();
  for (const question of questions) {
    signal.throwIfAborted();
    answers.set(question.id, await model.answer(question, signal));
    output.progress(`${answers.size} of ${questions.length}`, answers.size === questions.length);
  }
  return answers;
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
