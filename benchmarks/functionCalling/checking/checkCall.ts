import {
  isExactArray,
  isExactObject,
  JsonNumber,
  type ExactJson,
  type ExactObject,
} from '../../../runtime/functionCalling';
import type { SourceLanguage } from '../category';
import type { CalledFunction } from '../predictions';
import type { AcceptedCall } from '../questions';
import { checkType, type ExpectedType } from './checkType';
import { checkPlain, checkValue } from './checkValue';
import { javascriptTypes, javascriptValue } from './javascriptSource';
import { javaTypes, javaValue } from './javaSource';
import { pythonType, shown, type PythonType } from './pythonValues';
import { right, wrong, type Verdict } from './verdict';

export interface CheckOptions {
  readonly language: SourceLanguage;
  /**
   * Arguments for Java and JavaScript must be source text, as the leaderboard wants it. Otherwise a value that is no
   * string is taken as it is.
   */
  readonly sourceText: boolean;
}

/** Names of types in descriptions of Python functions, and those of JSON Schema. */
const pythonTypes: ReadonlyMap<string, PythonType> = new Map([
  ['string', 'str'],
  ['integer', 'int'],
  ['float', 'float'],
  ['boolean', 'bool'],
  ['array', 'list'],
  ['tuple', 'list'],
  ['dict', 'dict'],
  ['any', 'str'],
  ['number', 'float'],
  ['object', 'dict'],
]);

const typesOf = { python: pythonTypes, java: javaTypes, javascript: javascriptTypes } as const;
const valueOf = { java: javaValue, javascript: javascriptValue } as const;

/**
 * Whether one call is right: name, required arguments, no unknown ones, types, values, and none left out that may not be
 * (`simple_function_checker` of the leaderboard).
 *
 * @param description of the expected function
 */
export function checkCall(
  description: ExactObject,
  call: CalledFunction,
  accepted: AcceptedCall,
  options: CheckOptions,
): Verdict {
  const name = description.get('name');
  if (call.name !== name)
    return wrong(`${simple}:wrong_func_name`, `Expected a call of ${shown(name ?? null)}, got ${call.name}.`);
  const parameters = memberObject(description, 'parameters');
  const properties = memberObject(parameters, 'properties');
  const required = parameters.get('required');
  const missing = isExactArray(required)
    ? required.find((each) => typeof each === 'string' && !call.arguments.has(each))
    : undefined;
  if (typeof missing === 'string')
    return wrong(`${simple}:missing_required`, `The required argument ${missing} is missing.`);
  for (const [argument, value] of call.arguments) {
    const schema = properties.get(argument);
    const values = accepted.values.get(argument);
    if (!isExactObject(schema) || values === undefined) {
      return wrong(`${simple}:unexpected_param`, `The argument ${argument} is not expected.`);
    }
    const verdict = checkArgument(argument, value, values, schema, options);
    if (!verdict.right) return verdict;
  }
  for (const [argument, values] of accepted.values) {
    if (!call.arguments.has(argument) && !values.includes('')) {
      return wrong(`${simple}:missing_optional`, `The argument ${argument} is missing, and must be given here.`);
    }
  }
  return right;
}

const simple = 'simple_function_checker';

function checkArgument(
  argument: string,
  given: ExactJson,
  accepted: readonly ExactJson[],
  schema: ExactObject,
  { language, sourceText }: CheckOptions,
): Verdict {
  const declared = schema.get('type');
  const name = typeof declared === 'string' ? declared : 'any';
  const type = typesOf[language].get(name);
  if (type === undefined) return checkPlain(argument, given, accepted);
  const nested = type === 'list' ? memberObject(schema, 'items').get('type') : undefined;
  const itemName = typeof nested === 'string' && nested !== '' ? nested : undefined;
  const expected: ExpectedType = {
    name,
    type,
    items: itemName === undefined ? undefined : typesOf[language].get(itemName),
  };
  let value = given;
  if (language !== 'python') {
    if (typeof given === 'string') value = valueOf[language](given, name, itemName);
    else if (sourceText) {
      const reason = `type_error:${language === 'java' ? 'java' : 'js'}`;
      return wrong(reason, `${argument} must be source text, got ${pythonType(given)}: ${shown(given)}.`);
    }
  }
  if (type === 'float' && (language === 'python' || typeof given !== 'string')) value = asFloat(value);
  const typed = checkType(argument, value, accepted, expected);
  if (!typed.right) return typed;
  return typed.variable ? checkPlain(argument, value, accepted) : checkValue(argument, value, accepted, expected);
}

/** Python turns an int into a float where one is expected. */
function asFloat(value: ExactJson): ExactJson {
  return value instanceof JsonNumber && value.isInteger ? new JsonNumber(`${value.literal}.0`) : value;
}

function memberObject(object: ExactObject, key: string): ExactObject {
  const member = object.get(key);
  return isExactObject(member) ? member : new Map<string, ExactJson>();
}
