/** Predictions made from the accepted answers. */
import { isExactArray, isExactObject, pythonJson, type ExactJson } from '../../../runtime/functionCalling';
import type { CalledFunction } from '../predictions';
import type { AcceptedCall, Question } from '../questions';

/** A right answer: the first accepted value of every argument; arguments that may be left out are, if `least`. */
export function goldCalls(question: Question, least = false): readonly CalledFunction[] {
  return question.accepted.map((call) => goldCall(call, least));
}

function goldCall({ name, values }: AcceptedCall, least: boolean): CalledFunction {
  const members = [...values].flatMap(([argument, accepted]): [string, ExactJson][] => {
    const value = accepted.find((each) => each !== '');
    if (value === undefined) return accepted.length > 0 && !accepted.includes('') ? [[argument, '']] : [];
    return least && accepted.includes('') ? [] : [[argument, concrete(value)]];
  });
  return { name, arguments: new Map(members) };
}

/** Objects of accepted answers hold lists of accepted values; a member that may be left out is. */
function concrete(value: ExactJson): ExactJson {
  if (isExactArray(value)) return value.map((item) => (isExactObject(item) ? concrete(item) : item));
  if (!isExactObject(value)) return value;
  const members = [...value].flatMap(([key, accepted]): [string, ExactJson][] => {
    const first = isExactArray(accepted) ? accepted.find((each) => each !== '') : accepted;
    return first === undefined ? [] : [[key, first]];
  });
  return new Map(members);
}

/** The same call with its arguments as source text of JavaScript. */
export function asSource(call: CalledFunction): CalledFunction {
  const members = [...call.arguments].map(([name, value]): [string, ExactJson] => [
    name,
    typeof value === 'string' ? value : pythonJson(value),
  ]);
  return { name: call.name, arguments: new Map(members) };
}
