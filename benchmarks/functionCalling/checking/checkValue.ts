import { isExactArray, isExactObject, type ExactJson, type ExactObject } from '../../../runtime/functionCalling';
import type { ExpectedType } from './checkType';
import { isAmong, shown, standardised, standardisedValue } from './pythonValues';
import { right, wrong, type Verdict } from './verdict';

/** Whether a value of the expected type is one of those accepted. */
export function checkValue(
  argument: string,
  value: ExactJson,
  accepted: readonly ExactJson[],
  { type, items }: ExpectedType,
): Verdict {
  if (type === 'dict' && isExactObject(value)) return checkObject(value, accepted);
  if (type === 'list' && items === 'dict' && isExactArray(value)) return checkObjects(value, accepted);
  if (type === 'str' && typeof value === 'string') {
    const texts = accepted.flatMap((each) => (typeof each === 'string' ? [standardised(each)] : []));
    return texts.includes(standardised(value)) ? right : unacceptable('string', argument, value, accepted);
  }
  if (type === 'list' && isExactArray(value)) {
    const lists = accepted.map((each) => itemsOf(each).map(standardisedValue));
    const own = value.map(standardisedValue);
    return isAmong(own, lists) ? right : unacceptable('list/tuple', argument, value, accepted);
  }
  return checkPlain(argument, value, accepted);
}

/** Membership as it is. */
export function checkPlain(argument: string, value: ExactJson, accepted: readonly ExactJson[]): Verdict {
  return isAmong(value, accepted) ? right : unacceptable('others', argument, value, accepted);
}

/** Some accepted object must allow every member that is there, and every one that is missing. */
function checkObject(value: ExactObject, accepted: readonly ExactJson[]): Verdict {
  let verdict: Verdict = wrong('dict_checker:unclear', `${shown(value)} matches none of the accepted objects.`);
  for (const answer of accepted) {
    if (answer === '') continue;
    verdict = isExactObject(answer) ? checkMembers(value, answer) : verdict;
    if (verdict.right) return verdict;
  }
  return verdict;
}

function checkMembers(value: ExactObject, answer: ExactObject): Verdict {
  let verdict: Verdict = right;
  for (const [key, member] of value) {
    const values = answer.get(key);
    if (values === undefined) {
      verdict = wrong('value_error:dict_key', `The member ${key} is not expected.`);
      break;
    }
    if (!isAmong(standardisedValue(member), itemsOf(values).map(standardisedValue))) {
      verdict = unacceptable('dict_value', key, member, itemsOf(values));
      break;
    }
  }
  for (const [key, values] of answer) {
    // The later error is the one that is told, as the leaderboard does.
    if (!value.has(key) && !isAmong('', itemsOf(values))) {
      return wrong('value_error:dict_key', `The member ${key} is missing.`);
    }
  }
  return verdict;
}

/** Item by item, in order. */
function checkObjects(value: readonly ExactJson[], accepted: readonly ExactJson[]): Verdict {
  let verdict: Verdict = wrong('list_dict_checker:unclear', `${shown(value)} matches none of the accepted lists.`);
  for (const answer of accepted) {
    const objects = itemsOf(answer);
    if (objects.length !== value.length) {
      verdict = wrong('value_error:list_dict_count', `Expected ${objects.length} objects, got ${value.length}.`);
      continue;
    }
    const failed = value
      .map((item, index) => (isExactObject(item) ? checkObject(item, [objects[index]!]) : verdict))
      .find((each) => !each.right);
    if (failed === undefined) return right;
    verdict = failed;
  }
  return verdict;
}

/** Python walks the characters of a string where a list is expected, so that `""` stands for an empty list. */
function itemsOf(value: ExactJson): readonly ExactJson[] {
  if (isExactArray(value)) return value;
  return typeof value === 'string' ? Array.from(value) : [];
}

function unacceptable(kind: string, argument: string, value: ExactJson, accepted: readonly ExactJson[]): Verdict {
  return wrong(`value_error:${kind}`, `${argument} is ${shown(value)}; accepted are ${shown(accepted)}.`);
}
