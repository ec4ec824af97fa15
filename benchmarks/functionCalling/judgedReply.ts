/** One question with what was made of its reply; figures are counted over these. */
import { checkToolCall, plainJson, pythonJson } from '../../runtime/functionCalling';
import { checkPrediction } from './checking/checkPrediction';
import type { Verdict } from './checking/verdict';
import type { CategoryKind } from './category';
import { gatewayTool } from './gatewayMessages';
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
  /** A call of a known function has arguments that its schema does not allow; of dialogues: missing or unknown ones. */
  readonly schemaViolation: boolean;
  /** It is readable and calls nothing: right where no function applies. */
  readonly abstained: boolean;
  /** A call is the very same as the one before it. */
  readonly repeatedCall: boolean;
}

export function judgedCalls(
  question: Question,
  prediction: Prediction | undefined,
  options: { readonly sourceText: boolean },
): JudgedReply {
  const calls = prediction?.kind === 'calls' ? prediction.calls : [];
  const functions = new Set(question.functions.map(functionName));
  const keys = calls.map((call) => `${call.name} ${pythonJson(call.arguments)}`);
  return {
    id: question.id,
    category: question.category.name,
    kind: question.category.kind,
    verdict: checkPrediction(question, prediction, options),
    malformed: prediction?.kind === 'malformed',
    unknownFunction: calls.some(({ name }) => !functions.has(name)),
    schemaViolation: breaksSchema(question, calls),
    abstained: prediction?.kind === 'calls' && calls.length === 0,
    repeatedCall: repeats(keys),
  };
}

/** Whether a text stands right behind itself. */
export function repeats(texts: readonly string[]): boolean {
  return texts.some((text, index) => index > 0 && text === texts[index - 1]);
}

/** Whether a call would be turned away before it is run; JSON Schema's types, not the checker's of the leaderboard. */
function breaksSchema({ functions }: Question, calls: readonly CalledFunction[]): boolean {
  return calls.some((call) => {
    const description = functions.find((each) => functionName(each) === call.name);
    if (description === undefined) return false;
    const given = Object.fromEntries([...call.arguments].map(([name, value]) => [name, plainJson(value)]));
    return checkToolCall({ name: call.name, arguments: given }, [gatewayTool(description)]).kind === 'invalid';
  });
}
