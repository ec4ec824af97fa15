/** Right answers made wrong in one way each, with the reason that the checker has to give. */
import {
  isExactArray,
  isExactObject,
  JsonNumber,
  type ExactJson,
  type ExactObject,
} from '../../../runtime/functionCalling';
import { seededRandom } from '../../core/seededRandom';
import { pythonType, shown } from '../checking/pythonValues';
import type { CalledFunction } from '../predictions';
import { functionName, type AcceptedCall, type Question } from '../questions';
import { goldCalls } from './goldCalls';

export interface Corruption {
  readonly question: Question;
  readonly what: string;
  readonly calls: readonly CalledFunction[];
  /** Of a parallel question the last one is told inside the message. */
  readonly reason: RegExp;
}

type Random = (below: number) => number;
type Corrupt = (question: Question, calls: readonly CalledFunction[], random: Random) => Corruption | undefined;

/** @returns `count` of them, drawn over questions and kinds of corruption */
export function corruptions(questions: readonly Question[], count: number, seed: number): readonly Corruption[] {
  const random = seededRandom(seed);
  const made: Corruption[] = [];
  for (let tries = 0; made.length < count && tries < 100 * count; tries++) {
    const question = questions[random(questions.length)]!;
    const kinds = question.category.kind === 'irrelevance' ? [needlessCall] : kindsOfCorruption;
    const kind = question.category.kind === 'relevance' ? noCall : kinds[random(kinds.length)]!;
    const corrupted = kind(question, goldCalls(question), random);
    if (corrupted !== undefined) made.push(corrupted);
  }
  return made;
}

const needlessCall: Corrupt = (question) => {
  const name = functionName(question.functions[0]);
  const calls = [{ name, arguments: new Map() }];
  return { question, what: 'a call where none applies', calls, reason: /^irrelevance_error:decoder_success/ };
};

const noCall: Corrupt = (question) => {
  const reason = question.category.kind === 'relevance' ? /^relevance_error:decoder_failed/ : /:wrong_count/;
  return { question, what: 'no call', calls: [], reason };
};

const oneCallMore: Corrupt = (question, calls) => ({
  question,
  what: 'one call more',
  calls: [...calls, calls[0]!],
  reason: /:wrong_count/,
});

const otherFunction: Corrupt = (question, calls, random) => {
  const at = random(calls.length);
  const renamed = { ...calls[at]!, name: `${calls[at]!.name}_other` };
  return {
    question,
    what: 'another function',
    calls: calls.with(at, renamed),
    reason: /simple_function_checker:wrong_func_name/,
  };
};

const argumentMore: Corrupt = (question, calls, random) => {
  const at = random(calls.length);
  const more = new Map([...calls[at]!.arguments, ['not_in_the_schema', 'x']]);
  return {
    question,
    what: 'an argument more',
    calls: calls.with(at, { ...calls[at]!, arguments: more }),
    reason: /simple_function_checker:unexpected_param/,
  };
};

const argumentLess: Corrupt = (question, calls, random) => {
  const at = random(calls.length);
  const accepted = question.accepted[at]!;
  const names = [...calls[at]!.arguments.keys()].filter(
    (name) => isRequired(question, accepted, name) || !(accepted.values.get(name) ?? []).includes(''),
  );
  const name = names[random(names.length)];
  if (name === undefined) return undefined;
  const less = new Map([...calls[at]!.arguments].filter(([each]) => each !== name));
  const reason = isRequired(question, accepted, name)
    ? /simple_function_checker:missing_required/
    : /:missing_optional/;
  return { question, what: `without ${name}`, calls: calls.with(at, { ...calls[at]!, arguments: less }), reason };
};

/** A type that is neither that of the schema nor that of the accepted values. */
const otherType: Corrupt = (question, calls, random) =>
  withArgument(question, calls, random, 'another type', (value, { accepted, type }) => {
    const types = new Set([type, ...accepted.map(pythonType), pythonType(value)]);
    const candidates: readonly ExactJson[] = [new Map([['k', 'v']]), [new JsonNumber('7')], null];
    const other = candidates.find((each) => !types.has(pythonType(each)));
    return other === undefined ? undefined : { value: other, reason: /type_error/ };
  });

const otherValue: Corrupt = (question, calls, random) =>
  withArgument(question, calls, random, 'another value', (value) => {
    const other = changed(value);
    return other === undefined ? undefined : { value: other, reason: /value_error|dict_checker|list_dict_checker/ };
  });

const kindsOfCorruption: readonly Corrupt[] = [
  noCall,
  oneCallMore,
  otherFunction,
  argumentMore,
  argumentLess,
  otherType,
  otherValue,
];

/** The same type, and a value that no question here accepts. */
function changed(value: ExactJson): ExactJson | undefined {
  if (typeof value === 'string') return `${value} zzqx`;
  if (value instanceof JsonNumber) return new JsonNumber(value.isInteger ? '918273645' : '918273645.5');
  if (isExactArray(value)) return value.length === 0 ? undefined : [...value, value[0]!];
  if (!isExactObject(value)) return undefined;
  const [entry] = value;
  return entry === undefined ? undefined : new Map([...value, [entry[0], `${shown(entry[1])} zzqx`]]);
}

function withArgument(
  question: Question,
  calls: readonly CalledFunction[],
  random: Random,
  what: string,
  change: (
    value: ExactJson,
    about: { readonly accepted: readonly ExactJson[]; readonly type: ReturnType<typeof pythonType> | undefined },
  ) => { readonly value: ExactJson; readonly reason: RegExp } | undefined,
): Corruption | undefined {
  const at = random(calls.length);
  const call = calls[at]!;
  const members = [...call.arguments];
  const [name, value] = members[random(members.length)] ?? [];
  if (name === undefined || value === undefined) return undefined;
  const accepted = question.accepted[at]!.values.get(name)!;
  const to = change(value, { accepted, type: declaredType(question, question.accepted[at]!, name) });
  if (to === undefined) return undefined;
  const corrupted = { ...call, arguments: new Map([...members, [name, to.value] as const]) };
  return {
    question,
    what: `${what} of ${name}: ${shown(to.value)}`,
    calls: calls.with(at, corrupted),
    reason: to.reason,
  };
}

function parametersOf({ functions }: Question, { name }: AcceptedCall): ExactObject {
  const found = functions.find((each) => each.get('name') === name)?.get('parameters');
  return isExactObject(found) ? found : new Map<string, ExactJson>();
}

function isRequired(question: Question, accepted: AcceptedCall, name: string): boolean {
  const required = parametersOf(question, accepted).get('required');
  return isExactArray(required) && required.includes(name);
}

function declaredType(
  question: Question,
  accepted: AcceptedCall,
  name: string,
): ReturnType<typeof pythonType> | undefined {
  const properties = parametersOf(question, accepted).get('properties');
  const schema = isExactObject(properties) ? properties.get(name) : undefined;
  const type = isExactObject(schema) ? schema.get('type') : undefined;
  const lists = ['array', 'tuple', 'Array', 'ArrayList'];
  if (typeof type !== 'string') return undefined;
  return lists.includes(type) ? 'list' : ['dict', 'object', 'HashMap'].includes(type) ? 'dict' : undefined;
}
