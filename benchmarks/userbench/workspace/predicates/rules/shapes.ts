/** What a definition looks like: its name, signature, results and failures. */
import type { FunctionFacts, Parameter } from '../../code/types';
import { caseOf, isInCase, wordsOf } from '../../code/words';
import type { FoundSubject, Inspection } from '../inspection';
import { no, notFound, when, type Finding, type Rule } from '../rule';
import type { Subject } from '../../types';

const OPTIONS = /^_?(?:options|opts|config|settings|params|args|input|request)$/i;
const CALLBACK = /^(?:cb|callback|done|next|then|on_done)$/i;
const BUILT_IN =
  /^(?:Error|TypeError|RangeError|SyntaxError|EvalError|URIError|ReferenceError|AggregateError|Exception|ValueError|KeyError|RuntimeError|LookupError|IndexError|OSError|ArithmeticError|NotImplementedError|AssertionError|StopIteration)$/;

function functionOf(tree: Inspection, subject: Subject): FunctionFacts | undefined {
  return tree.subject(subject)?.definition.function;
}

export const exportKind: Rule<'exportKind'> = ({ subject, kind }, tree) => {
  const found = tree.subject(subject);
  return found === undefined
    ? notFound
    : when(found.definition.exported === kind, found.definition.exported ?? 'not exported');
};

export const identifierMatches: Rule<'identifierMatches'> = ({ subject, case: form, pattern, absent }, tree) => {
  const fits = (name: string) =>
    (form === undefined || isInCase(name, form)) &&
    (pattern === undefined || new RegExp(pattern).test(wordsOf(name).join('-')));
  if (absent === true) {
    const found = tree.subjects(subject).find(({ definition }) => fits(definition.name));
    return when(found === undefined, found?.definition.name ?? 'there is none');
  }
  const found = tree.subject(subject);
  if (found === undefined) return notFound;
  const { name } = found.definition;
  return when(fits(name), `${name} (${caseOf(name) ?? 'one word'})`);
};

export const signature: Rule<'signature'> = ({ subject, ...wanted }, tree) => {
  const found = tree.subject(subject);
  if (found === undefined) return notFound;
  const facts = found.definition.kind === 'class' ? constructorOf(found) : found.definition.function;
  const base = found.definition.extends?.split(/[<(,\s]/)[0];
  if (wanted.extends !== undefined && base !== wanted.extends) return no(`it extends ${base ?? 'nothing'}`);
  if (facts === undefined)
    return when(wanted.has === undefined && wanted.parameters === undefined, found.definition.name);
  const own = facts.parameters.filter(({ names }) => !CALLBACK.test(names[0] ?? ''));
  const problems: string[] = [];
  const style = styleOf(own);
  if (wanted.parameters !== undefined && style !== wanted.parameters) problems.push(`parameters are ${style}`);
  if (wanted.async !== undefined && facts.async !== wanted.async) problems.push(`it is ${facts.async}`);
  const form = found.definition.form;
  if (wanted.form !== undefined && form !== wanted.form) problems.push(`its form is ${form ?? 'another'}`);
  const names = facts.parameters.flatMap((each) => each.names).map((name) => name.toLowerCase());
  const missing = wanted.has?.filter((name) => !names.includes(name.toLowerCase())) ?? [];
  if (missing.length > 0) problems.push(`no parameter ${missing.join(', ')}`);
  if (wanted.names !== undefined) {
    const length = (own[0]?.names[0] ?? '').replace(/^_+/, '').length;
    const size = length <= 1 ? 'letter' : length <= 4 ? 'short' : 'long';
    if (size !== wanted.names) problems.push(`its first parameter is ${own[0]?.names[0] ?? 'missing'}`);
  }
  if (wanted.types !== undefined) {
    const told = /@param\s+\{|@returns?\s+\{|:type\s|:rtype:|^\s*\w+(?:\s*\(|\s:\s)(?:int|str|float|bool|list|dict)\b/m;
    const types = facts.annotated ? 'signature' : told.test(found.definition.documentation ?? '') ? 'comment' : 'none';
    if (types !== wanted.types) problems.push(`types: ${types}`);
  }
  return problems.length === 0 ? when(true, found.definition.name) : no(problems.join('; '));
};

function constructorOf({ definition, source }: FoundSubject): FunctionFacts | undefined {
  return source.facts.definitions.find(
    ({ name, container }) => container === definition.name && (name === 'constructor' || name === '__init__'),
  )?.function;
}

function styleOf(own: readonly Parameter[]): 'positional' | 'options' | 'single' {
  const isObject = ({ kind, names }: Parameter) =>
    kind === 'object' || (kind === 'plain' && OPTIONS.test(names[0] ?? ''));
  if (own.length === 1 && isObject(own[0]!)) return 'single';
  return own.some((each, at) => each.kind === 'keyword' || (at > 0 && isObject(each))) ? 'options' : 'positional';
}

export const returnShape: Rule<'returnShape'> = ({ subject, shape, fields }, tree) => {
  const facts = functionOf(tree, subject);
  if (facts === undefined) return notFound;
  const given = facts.results.filter(({ shape: each, wrapped }) => each !== 'nothing' && wrapped !== 'failure');
  if (given.length === 0) return no('it gives nothing');
  if (shape === 'result') {
    const bare = given.find(({ wrapped }) => wrapped !== 'success');
    return when(bare === undefined, bare === undefined ? shape : `a result is of shape ${bare.shape}`);
  }
  const other = given.find((each) => (each.wrapped === 'success' ? each.inner : each.shape) !== shape);
  if (other !== undefined) return no(`a result is of shape ${other.inner ?? other.shape}`);
  const missing = fields?.filter((name) => !given.every((each) => each.fields.includes(name))) ?? [];
  return when(missing.length === 0, missing.length === 0 ? shape : `no field ${missing.join(', ')}`);
};

export const throwsClass: Rule<'throwsClass'> = ({ subject, classes, own, message }, tree) => {
  const facts = functionOf(tree, subject);
  if (facts === undefined) return notFound;
  if (message !== undefined && classes === undefined && own === undefined) return saysOnly(facts, message);
  if (facts.throws.length === 0) return no('it throws nothing');
  const names = facts.throws.map((each) => (each.class ?? '').split('.').at(-1)!);
  const fits = (name: string) =>
    own === true ? name !== '' && !BUILT_IN.test(name) : classes === undefined || classes.includes(name);
  if (!names.every(fits)) return no(`it throws ${names.join(', ')}`);
  return message === undefined ? when(true, names.join(', ')) : saysOnly(facts, message);
};

function saysOnly(facts: FunctionFacts, message: string): Finding {
  const said = [
    ...facts.throws.map((each) => each.message),
    ...facts.results.flatMap((each) => (each.wrapped === 'failure' ? each.message : [])),
  ];
  if (said.length === 0) return no('no failure says anything');
  return when(
    said.every((each) => each === message),
    `failures say: ${said.map((each) => each ?? 'nothing').join(', ')}`,
  );
}

export const noThrow: Rule<'noThrow'> = ({ subject, gives }, tree) => {
  const facts = functionOf(tree, subject);
  if (facts === undefined) return notFound;
  if (facts.throws.length > 0)
    return no(`it throws ${facts.throws.map((each) => each.class ?? 'something').join(', ')}`);
  const fails = facts.results.some(({ wrapped }) => wrapped === 'failure');
  const nothing = facts.results.some(({ shape }) => shape === 'nothing');
  if (gives === 'result') return when(fails, fails ? 'failure is a result' : 'no result tells of a failure');
  if (gives === 'nothing') return when(nothing && !fails, nothing ? 'it gives nothing' : 'it never gives nothing');
  return when(true, 'it throws nothing');
};
