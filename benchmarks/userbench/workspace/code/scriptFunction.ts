/** Facts of one function in TypeScript or JavaScript. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { messageKind } from './messageKind';
import { below, field, named } from './nodes';
import type { FunctionFacts, Parameter, ResultFact, ThrowFact } from './types';

const INNER =
  /^(function_declaration|generator_function_declaration|function_expression|arrow_function|method_definition|class|class_declaration)$/;
const CALLBACK = /^(?:cb|callback|done|next|then)$/i;

export function scriptFunction(node: Node): FunctionFacts {
  const list = field(node, 'parameters') ?? field(node, 'parameter');
  const nodes = list === undefined ? [] : list.type === 'formal_parameters' ? named(list).filter(isParameter) : [list];
  const parameters = nodes.map(parameterOf);
  const body = field(node, 'body');
  const results: ResultFact[] = [];
  const throws: ThrowFact[] = [];
  const callbacks = parameters.flatMap((each, at) =>
    each.kind === 'plain' && isCallback(each.names[0] ?? '', nodes[at]!) ? each.names : [],
  );
  if (body !== undefined && body.type !== 'statement_block') results.push(resultOf(body));
  let called = false;
  let promised = false;
  const own = (child: Node) => INNER.test(child.type);
  if (body !== undefined) {
    for (const child of below(body, own)) {
      if (child.type === 'return_statement') {
        const value = named(child).find((each) => each.type !== 'comment');
        if (value !== undefined && /^(new\s+Promise\b|Promise\.)/.test(value.text)) promised = true;
        // `return done(…)` gives nothing itself.
        if (value === undefined || !callsOne(value, callbacks)) results.push(resultOf(value));
      } else if (child.type === 'throw_statement') throws.push(throwOf(child));
    }
    for (const child of below(body)) {
      if (!callsOne(child, callbacks)) continue;
      called = true;
      const args = named(field(child, 'arguments')!).filter((each) => each.type !== 'comment');
      results.push(...callbackResult(args));
    }
    if (!promised && body.type !== 'statement_block') promised = /^(new\s+Promise\b|Promise\.)/.test(body.text);
  }
  const type = field(node, 'return_type')?.text ?? '';
  const isAsync =
    node.children.some((child) => child?.type === 'async') || promised || /^:\s*Promise(Like)?\s*</.test(type);
  return {
    parameters,
    parametersEnd: list?.type === 'formal_parameters' ? list.endIndex - 1 : undefined,
    bodyStart: body?.type === 'statement_block' ? body.startIndex + 1 : undefined,
    async: called ? 'callback' : isAsync ? 'promise' : 'sync',
    results,
    throws,
    annotated: type !== '' || nodes.some((each) => field(each, 'type') !== undefined),
  };
}

function isParameter(node: Node): boolean {
  return node.type !== 'comment' && !(node.type === 'required_parameter' && node.text.startsWith('this:'));
}

function isCallback(name: string, node: Node): boolean {
  return CALLBACK.test(name) || (field(node, 'type')?.text ?? '').includes('=>');
}

function callsOne(node: Node, names: readonly string[]): boolean {
  return node.type === 'call_expression' && names.includes(field(node, 'function')?.text ?? '');
}

/** `done(error)`, `done(undefined, value)`: the first is what went wrong. */
function callbackResult(args: readonly Node[]): readonly ResultFact[] {
  const [failure, value] = args;
  if (value !== undefined) return [resultOf(value)];
  if (failure === undefined) return [resultOf(undefined)];
  return /^(new\s|null$|undefined$|err)/i.test(failure.text) ? [] : [resultOf(failure)];
}

function parameterOf(node: Node): Parameter {
  const pattern = field(node, 'pattern') ?? field(node, 'left') ?? node;
  const value = field(node, 'value') ?? field(node, 'right');
  if (pattern.type === 'rest_pattern')
    return { names: [pattern.text.replace(/^\.{3}/, '')], kind: 'rest', optional: true, defaults: {} };
  if (pattern.type !== 'object_pattern') {
    return {
      names: [pattern.text],
      kind: 'plain',
      optional: value !== undefined,
      defaults: value === undefined ? {} : { [pattern.text]: value.text },
    };
  }
  const names: string[] = [];
  const defaults: Record<string, string> = {};
  for (const entry of named(pattern)) {
    const name = (field(entry, 'key') ?? field(entry, 'left') ?? entry).text;
    names.push(name);
    const inner = entry.type === 'pair_pattern' ? field(entry, 'value') : entry;
    const right = inner && field(inner, 'right');
    if (right !== undefined) defaults[name] = right.text;
  }
  return { names, kind: 'object', optional: value !== undefined, defaults };
}

function resultOf(node: Node | undefined): ResultFact {
  let at = node;
  while (
    at !== undefined &&
    /^(parenthesized_expression|as_expression|satisfies_expression|await_expression)$/.test(at.type)
  )
    at = named(at)[0];
  if (at?.type === 'call_expression' && field(at, 'function')?.text === 'Promise.resolve') {
    at = named(field(at, 'arguments')!)[0];
  }
  if (at === undefined || /^(undefined|null)$/.test(at.text)) return plain('nothing');
  if (at.type === 'array') return plain('tuple');
  if (at.type !== 'object') return plain('value');
  const fields = named(at).flatMap((entry) => {
    if (entry.type === 'shorthand_property_identifier') return { name: entry.text, value: undefined };
    const key = field(entry, 'key') ?? field(entry, 'name');
    return key === undefined ? [] : { name: key.text.replace(/['"]/g, ''), value: field(entry, 'value') };
  });
  const names = fields.map(({ name }) => name);
  const flag = fields.find(({ name }) => /^(ok|success|valid|isOk)$/.test(name));
  const error = fields.find(({ name }) => /^(error|reason|message|errors|problem)$/.test(name));
  const value = fields.find(({ name }) => /^(value|data|result)$/.test(name));
  const failed = flag?.value?.text === 'false' || (flag === undefined && error !== undefined && value === undefined);
  if (failed || (flag !== undefined && error !== undefined && value === undefined)) {
    const message = error?.value === undefined ? undefined : messageKind(error.value.text);
    return {
      shape: 'object',
      fields: names,
      wrapped: 'failure',
      inner: undefined,
      message: message ?? messageKind(at.text),
    };
  }
  if (flag !== undefined && value !== undefined) {
    const inner = value.value === undefined ? 'value' : resultOf(value.value).shape;
    const innerFields = value.value === undefined ? [] : resultOf(value.value).fields;
    return { shape: 'object', fields: innerFields, wrapped: 'success', inner, message: undefined };
  }
  return { ...plain('object'), fields: names };
}

function plain(shape: ResultFact['shape']): ResultFact {
  return { shape, fields: [], wrapped: undefined, inner: undefined, message: undefined };
}

function throwOf(node: Node): ThrowFact {
  const value = named(node)[0];
  const made = value?.type === 'new_expression' || value?.type === 'call_expression';
  const name = made ? (field(value, 'constructor') ?? field(value, 'function'))?.text : undefined;
  const args = made ? field(value, 'arguments') : undefined;
  return { class: name, message: args === undefined ? undefined : messageKind(args.text) };
}
