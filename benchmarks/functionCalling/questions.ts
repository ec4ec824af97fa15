/** Questions and accepted answers in the forms of the Berkeley Function-Calling Leaderboard: one JSON object a line. */
import { isExactArray, isExactObject, type ExactJson, type ExactObject } from '../../runtime/functionCalling';
import { BadInputError } from '../core/badInputError';
import { readUserJsonLines } from '../core/userJson';
import { categoryOf, type Category } from './category';
import { isMultiTurnId, multiTurnQuestion, type MultiTurnQuestion } from './multiTurn/multiTurnQuestions';

/** Accepted values of each argument of one call; `""` among them: the argument may be left out. */
export interface AcceptedCall {
  readonly name: string;
  readonly values: ReadonlyMap<string, readonly ExactJson[]>;
}

export interface Question {
  readonly id: string;
  readonly category: Category;
  /** What the user and others say, in OpenAI's form. */
  readonly messages: readonly ExactObject[];
  /** `{name, description, parameters}` each. */
  readonly functions: readonly ExactObject[];
  /** Empty where no call is right, or any is. */
  readonly accepted: readonly AcceptedCall[];
}

/** @param description `{name, description, parameters}` */
export function functionName(description: ExactObject | undefined): string {
  const name = description?.get('name');
  return typeof name === 'string' ? name : '';
}

export interface QuestionSet {
  readonly single: readonly Question[];
  /** Questions of several turns. */
  readonly dialogues: readonly MultiTurnQuestion[];
}

/**
 * @param questionFiles files of one or more categories
 * @param answerFiles their accepted answers, matched by id; questions about relevance have none
 * @throws BadInputError with file and line for everything that is not such a question or answer
 */
export async function readQuestionSet(
  questionFiles: readonly string[],
  answerFiles: readonly string[],
): Promise<QuestionSet> {
  const answers = await readAnswers(answerFiles);
  const single: Question[] = [];
  const dialogues: MultiTurnQuestion[] = [];
  const seen = new Set<string>();
  for (const file of questionFiles) {
    for (const { place, value } of await readUserJsonLines(file)) {
      const id = isExactObject(value) ? value.get('id') : undefined;
      if (isExactObject(value) && typeof id === 'string' && isMultiTurnId(id)) {
        dialogues.push(multiTurnQuestion(place, id, value, answers.turns.get(id)));
      } else single.push(questionOf(place, value, answers.calls));
      if (typeof id !== 'string') continue;
      if (seen.has(id)) throw new BadInputError(`${place}: the id ${id} is already used.`);
      seen.add(id);
    }
  }
  if (seen.size === 0) throw new BadInputError(`${questionFiles.join(', ')}: there is no question in it.`);
  return { single, dialogues };
}

/** As `readQuestionSet`, and refuses questions of several turns. */
export async function readQuestions(
  questionFiles: readonly string[],
  answerFiles: readonly string[],
): Promise<readonly Question[]> {
  const { single, dialogues } = await readQuestionSet(questionFiles, answerFiles);
  const [dialogue] = dialogues;
  if (dialogue !== undefined) {
    throw new BadInputError(
      `${questionFiles.join(', ')}: ${dialogue.id} is of several turns; only questions that one reply answers count here.`,
    );
  }
  return single;
}

function questionOf(place: string, value: ExactJson, answers: ReadonlyMap<string, readonly AcceptedCall[]>): Question {
  const id = isExactObject(value) ? value.get('id') : undefined;
  const turns = isExactObject(value) ? value.get('question') : undefined;
  const given = isExactObject(value) ? value.get('function') : undefined;
  const functions = isExactObject(given) ? [given] : isExactArray(given) ? given.filter(isExactObject) : undefined;
  if (typeof id !== 'string' || functions === undefined || !isExactArray(turns)) {
    throw new BadInputError(
      `${place}: not a question. Needed are id, question (a list of turns) and function (a list).`,
    );
  }
  for (const each of functions) {
    if (typeof each.get('name') !== 'string' || !isExactObject(each.get('parameters'))) {
      throw new BadInputError(`${place}: a function needs a name and parameters.`);
    }
  }
  const accepted = answers.get(id);
  const category = categoryOf(id, { functions: functions.length, answers: accepted?.length });
  if (category === undefined) {
    throw new BadInputError(
      `${place}: questions like ${id} are about memory, web search or formats, which are not checked here.`,
    );
  }
  const needed = category.kind !== 'irrelevance' && category.kind !== 'relevance';
  if (needed && accepted === undefined) {
    throw new BadInputError(`${place}: there is no accepted answer for ${id}. Give its file with --answers.`);
  }
  const messages = (isExactArray(turns[0]) ? turns.flatMap((turn) => (isExactArray(turn) ? turn : [])) : turns).filter(
    isExactObject,
  );
  return { id, category, messages, functions, accepted: needed ? checked(place, accepted ?? [], functions) : [] };
}

/** Every accepted call must be one of a function that the question has. */
function checked(
  place: string,
  accepted: readonly AcceptedCall[],
  functions: readonly ExactObject[],
): readonly AcceptedCall[] {
  for (const { name } of accepted) {
    if (!functions.some((each) => each.get('name') === name)) {
      throw new BadInputError(
        `${place}: the accepted answer calls ${name}, which is none of the question's functions.`,
      );
    }
  }
  return accepted;
}

interface Answers {
  readonly calls: ReadonlyMap<string, readonly AcceptedCall[]>;
  /** Of questions of several turns, as they stand. */
  readonly turns: ReadonlyMap<string, ExactJson>;
}

async function readAnswers(files: readonly string[]): Promise<Answers> {
  const calls = new Map<string, readonly AcceptedCall[]>();
  const turns = new Map<string, ExactJson>();
  for (const file of files) {
    for (const { place, value } of await readUserJsonLines(file)) {
      const id = isExactObject(value) ? value.get('id') : undefined;
      const truth = isExactObject(value) ? value.get('ground_truth') : undefined;
      if (typeof id !== 'string' || !isExactArray(truth)) {
        throw new BadInputError(`${place}: not an accepted answer. Needed are id and ground_truth (a list of calls).`);
      }
      if (calls.has(id) || turns.has(id)) throw new BadInputError(`${place}: ${id} already has an answer.`);
      if (isMultiTurnId(id)) turns.set(id, truth);
      else {
        calls.set(
          id,
          truth.map((call) => acceptedCall(place, call)),
        );
      }
    }
  }
  return { calls, turns };
}

function acceptedCall(place: string, call: ExactJson): AcceptedCall {
  const [entry, ...others] = isExactObject(call) ? [...call] : [];
  const values = entry?.[1];
  if (entry === undefined || others.length > 0 || !isExactObject(values)) {
    throw new BadInputError(`${place}: a call in ground_truth must be {name: {argument: [accepted values]}}.`);
  }
  const lists = [...values].map(([name, accepted]): readonly [string, readonly ExactJson[]] => {
    if (isExactArray(accepted)) return [name, accepted];
    throw new BadInputError(`${place}: the accepted values of ${name} must be a list.`);
  });
  return { name: entry[0], values: new Map(lists) };
}
