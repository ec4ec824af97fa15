/** Every question once, in order, to a model. */
import { appendFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { BadInputError } from '../core/badInputError';
import { answerQuestions } from './answerQuestions';
import type { CallingModel } from './callingModel';
import { runDialogue, turnPredictionLine, type DialogueOptions } from './multiTurn/runDialogue';
import { turnPrediction, type TurnPrediction } from './multiTurn/turnPredictions';
import { readPredictionSet, type Prediction } from './predictions';
import type { QuestionSet } from './questions';

export interface Predictions {
  readonly name: string;
  readonly single: ReadonlyMap<string, Prediction>;
  readonly turns: ReadonlyMap<string, TurnPrediction>;
}

export interface AskOptions extends DialogueOptions {
  /** Answers are added here as they come, and those that it holds already are not asked for again. */
  readonly file: string | undefined;
  /** Is told how many are answered. */
  readonly progress: (answered: number) => void;
}

/**
 * @throws BadInputError when there are dialogues and the model holds none; whatever the model throws, and what was answered before is
 *   in the file then
 */
export async function askModel(
  model: CallingModel,
  { single, dialogues }: QuestionSet,
  options: AskOptions,
  signal: AbortSignal,
): Promise<Predictions> {
  const { file, progress, attempt } = options;
  const [dialogue] = dialogues;
  const reply = model.reply?.bind(model);
  if (dialogue !== undefined && reply === undefined) {
    throw new BadInputError(`${model.id} answers questions of one turn only, and ${dialogue.id} has several.`);
  }
  const asked = {
    ...model,
    answer: (question: (typeof single)[number], stop: AbortSignal) => model.answer(question, stop, attempt),
  };
  const answers = await answerQuestions(asked, single, { file, progress }, signal);
  const kept =
    file !== undefined && existsSync(file) ? (await readPredictionSet(file)).turns : new Map<string, never>();
  const turns = new Map([...kept].map(([id, value]) => [id, turnPrediction(value)]));
  for (const question of dialogues) {
    if (reply === undefined || turns.has(question.id)) continue;
    signal.throwIfAborted();
    const prediction = await runDialogue(question, reply, options, signal);
    turns.set(question.id, prediction);
    if (file !== undefined) await appendFile(file, turnPredictionLine(question.id, prediction));
    progress(single.length + turns.size);
  }
  return { name: model.id, single: answers, turns };
}
