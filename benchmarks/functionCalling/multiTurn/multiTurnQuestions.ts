/** Questions of several turns, and what ought to be called in each, in the leaderboard's forms. */
import { isExactArray, isExactObject, type ExactJson, type ExactObject } from '../../../runtime/functionCalling';
import { BadInputError } from '../../core/badInputError';
import { apiClasses } from './apis/apiClasses';
import { parsePyCall, type PyCall } from './python/pyLiteral';

export interface MultiTurnQuestion {
  readonly id: string;
  /** e.g. `multi_turn_miss_func` */
  readonly category: string;
  /** Messages of each turn; a turn in which functions are handed in later has none of its own. */
  readonly turns: readonly (readonly ExactObject[])[];
  readonly config: ExactObject;
  readonly classes: readonly string[];
  /** Functions that the model never gets. */
  readonly excluded: readonly string[];
  /** Functions that it gets only in a turn, by its number from 0. */
  readonly missing: ReadonlyMap<number, readonly string[]>;
  /** One for each turn; none in a turn that cannot be answered by calls. */
  readonly accepted: readonly (readonly PyCall[])[];
  /** Objects are filled with much that does not matter. */
  readonly longContext: boolean;
}

export function isMultiTurnId(id: string): boolean {
  return id.startsWith('multi_turn');
}

/**
 * @param value a line of a file of questions, with this id
 * @param truth `ground_truth` of the same id
 * @throws BadInputError that begins with the place
 */
export function multiTurnQuestion(
  place: string,
  id: string,
  value: ExactObject,
  truth: ExactJson | undefined,
): MultiTurnQuestion {
  const fail = (what: string): never => {
    throw new BadInputError(`${place}: ${what}`);
  };
  const [turns, config, classes] = [value.get('question'), value.get('initial_config'), value.get('involved_classes')];
  if (!isExactArray(turns) || !turns.every(isExactArray) || turns.length === 0) {
    fail(`${id} needs question: a list of turns, each a list of messages.`);
  }
  if (config !== undefined && !isExactObject(config)) fail(`initial_config of ${id} must be an object by class.`);
  if (!isTexts(classes)) return fail(`${id} needs involved_classes: a list of names of classes.`);
  const unknown = classes.find((name) => !apiClasses.has(name));
  if (unknown !== undefined) {
    fail(`${id} is about ${unknown}, which is not built here. Known are ${[...apiClasses.keys()].join(', ')}.`);
  }
  if (truth === undefined) fail(`there is no accepted answer for ${id}. Give its file with --answers.`);
  const accepted = isExactArray(truth) ? truth.map((turn) => acceptedTurn(place, id, turn)) : [];
  const messages = isExactArray(turns)
    ? turns.map((turn) => (isExactArray(turn) ? turn.filter(isExactObject) : []))
    : [];
  if (accepted.length !== messages.length) {
    fail(`${id} has ${messages.length} turns, and its accepted answer ${accepted.length}.`);
  }
  const category = id.replace(/_\d+(-\d+)*$/, '');
  return {
    id,
    category,
    turns: messages,
    config: isExactObject(config) ? config : new Map<string, ExactJson>(),
    classes,
    excluded: textsOf(value.get('excluded_function')),
    missing: missingFunctions(place, value.get('missed_function')),
    accepted,
    longContext: /long_context|composite/.test(category),
  };
}

function acceptedTurn(place: string, id: string, turn: ExactJson): readonly PyCall[] {
  if (!isTexts(turn))
    throw new BadInputError(`${place}: ground_truth of ${id} must be lists of calls in Python, by turn.`);
  return turn.map((text) => {
    try {
      return parsePyCall(text);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new BadInputError(`${place}: the accepted answer of ${id} holds what is no call (${text}): ${why}.`);
    }
  });
}

function missingFunctions(place: string, value: ExactJson | undefined): ReadonlyMap<number, readonly string[]> {
  if (value === undefined || value === null) return new Map();
  if (!isExactObject(value)) throw new BadInputError(`${place}: missed_function must be {turn: [names]}.`);
  return new Map([...value].map(([turn, names]) => [Number(turn), textsOf(names)]));
}

function isTexts(value: ExactJson | undefined): value is readonly string[] {
  return isExactArray(value) && value.every((each) => typeof each === 'string');
}

const textsOf = (value: ExactJson | undefined): readonly string[] => (isTexts(value) ? value : []);
