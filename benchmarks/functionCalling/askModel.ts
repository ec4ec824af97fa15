/** Every question once, in order, to a model. */
import { BadInputError } from '../core/badInputError';
import type { AnswerJournal } from './answerJournal';
import type { CallingModel } from './callingModel';
import { runDialogue, type DialogueOptions } from './multiTurn/runDialogue';
import type { TurnPrediction } from './multiTurn/turnPredictions';
import type { Prediction } from './predictions';
import type { QuestionSet } from './questions';

export interface Predictions {
  readonly name: string;
  readonly single: ReadonlyMap<string, Prediction>;
  readonly turns: ReadonlyMap<string, TurnPrediction>;
}

/**
 * @param progress is told how many are answered
 * @param journal holds answers of an earlier run, which are not asked for again; undefined: nothing is kept
 * @throws BadInputError when there are dialogues and the model holds none
 */
export async function askModel(
  model: CallingModel,
  { single, dialogues }: QuestionSet,
  options: DialogueOptions,
  progress: (answered: number) => void,
  signal: AbortSignal,
  journal?: AnswerJournal,
): Promise<Predictions> {
  const [dialogue] = dialogues;
  const reply = model.reply?.bind(model);
  if (dialogue !== undefined && reply === undefined) {
    throw new BadInputError(`${model.id} answers questions of one turn only, and ${dialogue.id} has several.`);
  }
  const answers = new Map<string, Prediction>();
  const turns = new Map<string, TurnPrediction>();
  for (const question of single) {
    signal.throwIfAborted();
    const known = journal?.single.get(question.id);
    const answer = known ?? (await model.answer(question, signal, options.attempt));
    answers.set(question.id, answer);
    if (!known) await journal?.add(question.id, answer);
    progress(answers.size);
  }
  for (const question of dialogues) {
    if (reply === undefined) break;
    signal.throwIfAborted();
    const known = journal?.turns.get(question.id);
    const held = known ?? (await runDialogue(question, reply, options, signal));
    turns.set(question.id, held);
    if (!known) await journal?.addTurns(question.id, held);
    progress(answers.size + turns.size);
  }
  return { name: model.id, single: answers, turns };
}
