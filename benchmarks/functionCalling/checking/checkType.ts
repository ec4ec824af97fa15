import { isExactArray, type ExactJson } from '../../../runtime/functionCalling';
import { pythonType, shown, type PythonType } from './pythonValues';
import { wrong, type Verdict } from './verdict';

export interface ExpectedType {
  /** As the function's description names it. */
  readonly name: string;
  readonly type: PythonType;
  /** Of the items of a list; undefined: not checked. */
  readonly items: PythonType | undefined;
}

/** `variable`: the accepted values are of another type than the description says, and are compared as they are. */
export type TypeVerdict =
  { readonly right: true; readonly variable: boolean } | Extract<Verdict, { readonly right: false }>;

/**
 * Whether a value has the expected type. Items are checked one level deep, and only against accepted values that are
 * lists themselves; any accepted value that is none lets every list pass (`type_checker` of the leaderboard).
 */
export function checkType(
  argument: string,
  value: ExactJson,
  accepted: readonly ExactJson[],
  expected: ExpectedType,
): TypeVerdict {
  const own = pythonType(value);
  const first = accepted.find((each) => each !== '');
  const acceptedType = first === undefined ? undefined : pythonType(first);
  const variable = acceptedType !== undefined && acceptedType !== expected.type;
  if (own === expected.type) {
    const { items } = expected;
    if (items === undefined) return { right: true, variable };
    const fits = (answer: ExactJson) =>
      !isExactArray(answer) ||
      !isExactArray(value) ||
      value.every((item) => checkType(argument, item, answer, { name: items, type: items, items: undefined }).right);
    if (accepted.some(fits)) return { right: true, variable };
    const message = `${argument} must be a list (${expected.name}) of ${items}, got ${shown(value)}.`;
    return wrong(acceptedType === own ? 'type_error:nested' : 'type_error:simple', message);
  }
  if (own === acceptedType) return { right: true, variable: true };
  return wrong('type_error:simple', `${argument} must be ${expected.name}, got ${own}: ${shown(value)}.`);
}
