import type { ExactObject } from '../../../runtime/functionCalling';
import type { CalledFunction, Prediction } from '../predictions';
import type { Question } from '../questions';
import { checkCall, type CheckOptions } from './checkCall';
import { right, wrong, type Verdict } from './verdict';

/** @param prediction undefined: the model gave no answer to this question at all, which is never right */
export function checkPrediction(
  question: Question,
  prediction: Prediction | undefined,
  options: { readonly sourceText: boolean },
): Verdict {
  const { kind, language } = question.category;
  if (prediction === undefined) return wrong('no_prediction', 'There is no prediction for this question.');
  const called = prediction.kind === 'calls' && prediction.calls.length > 0;
  if (kind === 'irrelevance') {
    return called ? wrong('irrelevance_error:decoder_success', 'A function was called though none applies.') : right;
  }
  if (kind === 'relevance') {
    return called ? right : wrong('relevance_error:decoder_failed', 'No function was called though one applies.');
  }
  if (prediction.kind === 'malformed')
    return wrong('ast_decoder:decoder_failed', `Not readable: ${prediction.reason}.`);
  const { calls } = prediction;
  const expected = kind === 'simple' ? 1 : question.accepted.length;
  if (calls.length !== expected) {
    return wrong(`${checkers[kind]}:wrong_count`, `Expected ${expected} call(s), got ${calls.length}.`);
  }
  const check = { ...options, language };
  return kind === 'parallel' ? checkUnordered(question, calls, check) : checkOne(question, calls[0]!, check);
}

const checkers = {
  simple: 'simple_function_checker',
  multiple: 'multiple_function_checker',
  parallel: 'parallel_function_checker_no_order',
} as const;

function checkOne(question: Question, call: CalledFunction, options: CheckOptions): Verdict {
  const accepted = question.accepted[0]!;
  return checkCall(descriptionOf(question, accepted.name), call, accepted, options);
}

/** Expected calls one after the other take the first call that is right for them and not yet taken. */
function checkUnordered(question: Question, calls: readonly CalledFunction[], options: CheckOptions): Verdict {
  const left = [...calls];
  for (const [index, accepted] of question.accepted.entries()) {
    const description = descriptionOf(question, accepted.name);
    const verdicts = left.map((call) => checkCall(description, call, accepted, options));
    const found = verdicts.findIndex((verdict) => verdict.right);
    if (found < 0) {
      const why = verdicts.map((verdict) => (verdict.right ? '' : `${verdict.reason}: ${verdict.message}`));
      const message = `No call is the expected one of ${accepted.name} (answer ${index + 1}). ${why.join(' ')}`;
      return wrong(`${checkers.parallel}:cannot_find_match`, message);
    }
    left.splice(found, 1);
  }
  return right;
}

function descriptionOf({ functions }: Question, name: string): ExactObject {
  return functions.find((each) => each.get('name') === name)!;
}
