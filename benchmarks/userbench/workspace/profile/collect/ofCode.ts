/** Habits that single definitions show. */
import type { CodeFacts, Definition, FunctionFacts, Parameter } from '../../code/types';
import { caseOf } from '../../code/words';
import type { Votes } from '../votes';

const OPTIONS = /^_?(?:options|opts|config|settings|params|args)$/i;
const BUILT_IN =
  /^(?:Type|Range|Syntax|URI|Reference|Eval|Aggregate)?Error$|^(?:Exception|ValueError|TypeError|KeyError|RuntimeError|LookupError|IndexError|OSError|NotImplementedError|AssertionError|AttributeError)$/;

export function votesOfCode(facts: CodeFacts, scope: 'script' | 'python', votes: Votes): void {
  const add = (facet: Parameters<Votes['add']>[1], value: string | undefined, line: number) => {
    if (value !== undefined) votes.add(scope, facet, value, facts.path, line);
  };
  for (const each of facts.definitions) {
    if (each.name === '' || each.name.startsWith('__')) continue;
    const { line, name, kind } = each;
    if (kind === 'class') {
      add('class-case', caseOf(name), line);
      if (/(?:Error|Exception|Failure)$/.test(name)) add('error-base', each.extends?.split(/[(,]/)[0]!.trim(), line);
    } else if (kind === 'constant' && each.literal !== undefined) {
      add('setting-case', among(caseOf(name), ['camel', 'snake', 'upper-snake']), line);
      if (/^-?[\d._]+$/.test(each.literal)) {
        add('default-place', 'constant', line);
        add('setting-name', settingName(name), line);
      }
    }
    if (each.function === undefined) continue;
    for (const [facet, value] of logsOf(each.code, scope)) add(facet, value, line);
    if (each.container === undefined) {
      add('function-case', among(caseOf(name), ['camel', 'snake', 'pascal']), line);
      if (scope === 'script') add('function-form', each.form, line);
    }
    if (each.exported !== undefined && each.container === undefined) ofExported(each, each.function, scope, add);
    ofFunction(each.function, line, scope, add);
  }
  for (const { line, fallback } of facts.environment) {
    if (fallback !== undefined && /^[\d._]+$/.test(fallback)) add('default-place', 'environment', line);
  }
  if (facts.definitions.length > 0) {
    const header = facts.header;
    add('header', /licen[cs]e|copyright|spdx/i.test(header) ? 'licence' : header === '' ? 'bare' : 'description', 1);
  }
}

type Add = (facet: Parameters<Votes['add']>[1], value: string | undefined, line: number) => void;

function ofExported(each: Definition, facts: FunctionFacts, scope: 'script' | 'python', add: Add): void {
  const { line } = each;
  if (scope === 'script') add('export', each.exported, line);
  const documentation = each.documentation;
  const tags =
    documentation !== undefined &&
    /@(?:param|returns?|arg)\b|:param\b|^\s*(?:Args|Parameters|Returns):?\s*$/m.test(documentation);
  add('comment-detail', documentation === undefined ? 'none' : tags ? 'tags' : 'line', line);
  if (scope === 'python' && documentation !== undefined) add('docstring-style', docstringStyle(documentation), line);
  add('async', facts.async, line);
  const [first] = facts.parameters;
  if (first?.kind === 'plain') {
    const length = (first.names[0] ?? '').replace(/^_+/, '').length;
    add('parameter-name', length <= 1 ? 'letter' : length <= 4 ? 'short' : 'long', line);
  }
  if (scope === 'python' && facts.parameters.length > 0) {
    const told = /:type\s|:rtype:|^\s*\w+(?:\s*\(|\s:\s)(?:int|str|float|bool|list|dict)\b/m.test(documentation ?? '');
    add('annotations', facts.annotated ? 'signature' : told ? 'comment' : 'none', line);
  }
}

/** What a function logs through, and the levels that it does. */
function logsOf(code: string, scope: 'script' | 'python'): readonly (readonly ['log-target' | 'log-level', string])[] {
  const levels = [...code.matchAll(/\b_?(?:console|log|logger|LOG|LOGGER|logging)\.(debug|info|warn)(?:ing)?\(/g)];
  const target =
    scope === 'python'
      ? /\b_?(?:logger|LOGGER|LOG)\.\w+\(/.test(code)
        ? 'module-logger'
        : /(?<![\w.])print\(/.test(code)
          ? 'print'
          : undefined
      : /\bconsole\.\w+\(/.test(code)
        ? 'console'
        : undefined;
  return [
    ...(target === undefined ? [] : [['log-target', target] as const]),
    ...levels.map(([, level]) => ['log-level', level!] as const),
  ];
}

function docstringStyle(text: string): string | undefined {
  if (/^\s*:(?:param|returns?|rtype|type|raises)\b/m.test(text)) return 'sphinx';
  if (/^\s*(?:Parameters|Returns|Raises)\s*\n\s*-{3,}\s*$/m.test(text)) return 'numpy';
  return /^\s*(?:Args|Returns|Raises|Yields):\s*$/m.test(text) ? 'google' : undefined;
}

function ofFunction(facts: FunctionFacts, line: number, scope: 'script' | 'python', add: Add): void {
  if (facts.parameters.length >= 2) add('parameters', styleOf(facts.parameters, scope), line);
  for (const { defaults } of facts.parameters) {
    if (Object.values(defaults).some((value) => /^[\d._]+$/.test(value))) add('default-place', 'parameter', line);
  }
  const given = facts.results.find(({ shape, wrapped }) => shape !== 'nothing' && wrapped !== 'failure');
  if (given !== undefined) add('return-shape', given.inner ?? given.shape, line);
  const [thrown] = facts.throws;
  if (thrown?.class !== undefined) add('error-style', BUILT_IN.test(thrown.class) ? 'throw' : 'own-class', line);
  else if (facts.results.some(({ wrapped }) => wrapped === 'failure')) add('error-style', 'result', line);
  else if (given !== undefined && facts.results.some(({ shape }) => shape === 'nothing'))
    add('error-style', 'nothing', line);
  for (const { message } of facts.throws) add('error-message', message, line);
}

function styleOf(parameters: readonly Parameter[], scope: 'script' | 'python'): string {
  if (parameters.some(({ kind }) => kind === 'keyword')) return 'options';
  const last = parameters.at(-1)!;
  const object =
    last.kind === 'object' || (scope === 'script' && last.kind === 'plain' && OPTIONS.test(last.names[0] ?? ''));
  return object ? 'options' : 'positional';
}

function settingName(name: string): string | undefined {
  if (/^max/i.test(name)) return 'max-first';
  if (/limit$/i.test(name)) return 'limit-last';
  return /(?:size|count|cap)$/i.test(name) ? 'size-last' : undefined;
}

function among<Value extends string>(value: string | undefined, values: readonly Value[]): Value | undefined {
  return values.find((each) => each === value);
}
