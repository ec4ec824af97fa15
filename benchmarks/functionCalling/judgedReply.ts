/** One question with what was made of its reply; figures are counted over these. */
import { isExactArray, isExactObject, pythonJson, type ExactObject } from '../../runtime/functionCalling';
import { checkPrediction } from './checking/checkPrediction';
import type { Verdict } from './checking/verdict';
import type { CategoryKind } from './category';
import type { CalledFunction, Prediction } from './predictions';
import { functionName, type Question } from './questions';

export interface JudgedReply {
  readonly id: string;
  readonly category: string;
  readonly kind: CategoryKind | 'dialogue' | 'mention';
  readonly verdict: Verdict;
  /** It tried to call, and that cannot be read. */
  readonly malformed: boolean;
  /** It calls a function that the question does not have. */
  readonly unknownFunction: boolean;
  /** A call of a known function lacks a required argument, or has one that the function does not. */
  readonly schemaViolation: boolean;
  /** A call is the very same as the one before it. */
  readonly repeatedCall: boolean;
}

export function judgedCalls(
  question: Question,
  prediction: Prediction | undefined,
  options: { readonly sourceText: boolean },
): JudgedReply {
  const calls = prediction?.kind === 'calls' ? prediction.calls : [];
  const functions = new Map(question.functions.map((each) => [functionName(each), each]));
  const keys = calls.map((call) => `${call.name} ${pythonJson(call.arguments)}`);
  return {
    id: question.id,
    category: question.category.name,
    kind: question.category.kind,
    verdict: checkPrediction(question, prediction, options),
    malformed: prediction?.kind === 'malformed',
    unknownFunction: calls.some(({ name }) => !functions.has(name)),
    schemaViolation: calls.some((call) => violates(functions.get(call.name), call)),
    repeatedCall: repeats(keys),
  };
}

/** Whether a text stands right behind itself. */
export function repeats(texts: readonly string[]): boolean {
  return texts.some((text, index) => index > 0 && text === texts[index - 1]);
}

function violates(description: ExactObject | undefined, call: CalledFunction): boolean {
  const parameters = description?.get('parameters');
  if (!isExactObject(parameters)) return false;
  const [properties, required] = [parameters.get('properties'), parameters.get('required')];
  const known = isExactObject(properties) ? properties : new Map<string, never>();
  return (
    [...call.arguments.keys()].some((name) => !known.has(name)) ||
    (isExactArray(required) && required.some((name) => typeof name === 'string' && !call.arguments.has(name)))
  );
}
