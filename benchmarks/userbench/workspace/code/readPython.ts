/** Facts of a Python file. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { messageKind } from './messageKind';
import { below, blanked, field, lineOf, named, unquoted } from './nodes';
import type { CodeFacts, Definition, FunctionFacts, Parameter, ResultFact } from './types';

const CALLBACK = /^(?:cb|callback|done|on_done|then)$/;

export function readPython(path: string, text: string, root: Node): CodeFacts {
  const comments = [...below(root)].filter((node) => node.type === 'comment');
  const docstrings = [...below(root)].filter(isDocstring);
  const source = { text, code: blanked(text, [...comments, ...docstrings]) };
  const definitions: Definition[] = [];
  for (const statement of named(root)) collect(statement, undefined, definitions, source);
  const first = named(root)[0];
  return {
    path,
    definitions,
    ...outline(root),
    comments: [...comments, ...docstrings].map((node) => ({ text: node.text, line: lineOf(node) })),
    code: source.code,
    header: first !== undefined && (first.type === 'comment' || isDocstring(first)) ? first.text : '',
    broken: root.hasError,
  };
}

interface Source {
  readonly text: string;
  /** Without comments and docstrings, of the same length. */
  readonly code: string;
}

function isDocstring(node: Node): boolean {
  if (node.type !== 'expression_statement' || named(node)[0]?.type !== 'string') return false;
  const parent = node.parent;
  return (
    (parent?.type === 'block' || parent?.type === 'module') &&
    named(parent).find((each) => each.type !== 'comment')?.id === node.id
  );
}

function collect(node: Node, container: string | undefined, found: Definition[], source: Source): void {
  if (node.type === 'decorated_definition') {
    const inner = field(node, 'definition');
    if (inner !== undefined) add(inner, node, container, found, source);
  } else if (/^(function|class)_definition$/.test(node.type)) add(node, node, container, found, source);
  else if (node.type === 'expression_statement' && named(node)[0]?.type === 'assignment' && container === undefined) {
    const assignment = named(node)[0]!;
    const [left, right] = [field(assignment, 'left'), field(assignment, 'right')];
    if (left?.type !== 'identifier') return;
    const lambda = right?.type === 'lambda' ? right : undefined;
    const literal =
      right && /^(integer|float|string|true|false|unary_operator)$/.test(right.type) ? right.text : undefined;
    found.push({
      ...place(node, source, left.text, container),
      kind: lambda === undefined ? 'constant' : 'function',
      form: lambda === undefined ? undefined : 'arrow',
      documentation: undefined,
      function: lambda === undefined ? undefined : pythonFunction(lambda),
      literal,
      extends: undefined,
    });
  }
}

function place(node: Node, { text, code }: Source, name: string, container: string | undefined) {
  const hidden = name.startsWith('_') && !name.startsWith('__');
  return {
    name,
    line: lineOf(node),
    text: text.slice(node.startIndex, node.endIndex),
    start: node.startIndex,
    code: code.slice(node.startIndex, node.endIndex),
    container,
    exported: hidden ? undefined : container === undefined ? ('named' as const) : ('object' as const),
  };
}

function add(node: Node, outer: Node, container: string | undefined, found: Definition[], source: Source): void {
  const name = field(node, 'name')?.text ?? '';
  const isClass = node.type === 'class_definition';
  const body = field(node, 'body');
  const first = body && named(body).find((each) => each.type !== 'comment');
  found.push({
    ...place(outer, source, name, container),
    kind: isClass ? 'class' : 'function',
    form: isClass ? undefined : container === undefined ? 'declaration' : 'method',
    documentation: first !== undefined && isDocstring(first) ? first.text : undefined,
    function: isClass ? undefined : pythonFunction(node),
    literal: undefined,
    extends: field(node, 'superclasses')?.text.replace(/^\(|\)$/g, ''),
  });
  if (isClass && container === undefined && body !== undefined) {
    for (const member of named(body)) collect(member, name, found, source);
  }
}

function pythonFunction(node: Node): FunctionFacts {
  const list = field(node, 'parameters');
  const { parameters, typed } = parametersOf(list);
  const callbacks = parameters.flatMap(({ names }) => names).filter((name) => CALLBACK.test(name));
  const results: ResultFact[] = [];
  const body = field(node, 'body');
  const throws: FunctionFacts['throws'][number][] = [];
  let called = false;
  if (node.type === 'lambda') results.push(resultOf(body));
  else if (body !== undefined) {
    for (const child of below(body, (each) => /^(function_definition|class_definition|lambda)$/.test(each.type))) {
      if (child.type === 'return_statement') {
        const value = named(child)[0];
        if (value === undefined || !callsOne(value, callbacks)) results.push(resultOf(value));
      } else if (child.type === 'raise_statement') {
        const value = named(child)[0];
        const callee = value?.type === 'call' ? field(value, 'function') : value;
        throws.push({ class: callee?.text, message: value === undefined ? undefined : messageKind(value.text) });
      }
      if (!callsOne(child, callbacks)) continue;
      called = true;
      const args = named(field(child, 'arguments')!);
      if (args.length > 0) results.push(resultOf(args[args.length > 1 ? 1 : 0]));
    }
  }
  const isAsync = node.children.some((child) => child?.type === 'async');
  return {
    parameters,
    parametersEnd: list === undefined ? undefined : list.endIndex - 1,
    bodyStart: bodyStart(body),
    async: called ? 'callback' : isAsync ? 'promise' : 'sync',
    results,
    throws,
    annotated: typed || field(node, 'return_type') !== undefined,
  };
}

/** Behind the docstring, or else at the end of the line before the first statement; undefined: the body stands on the line of its head. */
function bodyStart(body: Node | undefined): number | undefined {
  const first = body && named(body).find((each) => each.type !== 'comment');
  if (body?.type !== 'block' || first === undefined) return undefined;
  if (isDocstring(first)) return first.endIndex;
  const line = body.tree.rootNode.text.lastIndexOf('\n', first.startIndex - 1);
  return /^\s*$/.test(body.tree.rootNode.text.slice(line + 1, first.startIndex)) ? line : undefined;
}

function callsOne(node: Node, names: readonly string[]): boolean {
  return node.type === 'call' && names.includes(field(node, 'function')?.text ?? '');
}

function parametersOf(list: Node | undefined): { readonly parameters: readonly Parameter[]; readonly typed: boolean } {
  const parameters: Parameter[] = [];
  let keyword = false;
  let typed = false;
  for (const each of list === undefined ? [] : named(list)) {
    if (each.type === 'keyword_separator' || (each.type === 'list_splat_pattern' && each.text === '*')) {
      keyword = true;
      continue;
    }
    if (each.type === 'comment' || each.type === 'positional_separator') continue;
    if (field(each, 'type') !== undefined) typed = true;
    const name = (field(each, 'name') ?? (each.type === 'typed_parameter' ? named(each)[0] : undefined) ?? each).text;
    if (parameters.length === 0 && /^(self|cls)$/.test(name)) continue;
    const rest = name.startsWith('*');
    const value = field(each, 'value');
    const kind = rest ? 'rest' : keyword ? 'keyword' : 'plain';
    if (rest && !name.startsWith('**')) keyword = true;
    parameters.push({
      names: [name.replace(/^\*+/, '')],
      kind,
      optional: rest || value !== undefined,
      defaults: value === undefined ? {} : { [name]: value.text },
    });
  }
  return { parameters, typed };
}

function resultOf(node: Node | undefined): ResultFact {
  const plain = (shape: ResultFact['shape']): ResultFact => ({
    ...{ shape, fields: [], wrapped: undefined, inner: undefined, message: undefined },
  });
  let at = node;
  while (at?.type === 'parenthesized_expression') at = named(at)[0];
  if (at === undefined || at.text === 'None') return plain('nothing');
  if (/^(tuple|expression_list|list)$/.test(at.type)) return plain('tuple');
  if (at.type !== 'dictionary') return plain('value');
  const pairs = named(at).filter((each) => each.type === 'pair');
  const fields = pairs.map((pair) => ({ name: unquoted(field(pair, 'key')?.text ?? ''), value: field(pair, 'value') }));
  const names = fields.map(({ name }) => name);
  const flag = fields.find(({ name }) => /^(ok|success|valid)$/.test(name));
  const error = fields.find(({ name }) => /^(error|reason|message|errors|problem)$/.test(name));
  const value = fields.find(({ name }) => /^(value|data|result)$/.test(name));
  if (flag?.value?.text === 'False' || (error !== undefined && value === undefined)) {
    const message = messageKind(error?.value?.text ?? at.text);
    return { shape: 'object', fields: names, wrapped: 'failure', inner: undefined, message };
  }
  if (flag !== undefined && value?.value !== undefined) {
    const inner = resultOf(value.value);
    return { shape: 'object', fields: inner.fields, wrapped: 'success', inner: inner.shape, message: undefined };
  }
  return { ...plain('object'), fields: names };
}

function outline(root: Node): Pick<CodeFacts, 'imports' | 'tests' | 'environment'> {
  const imports: { specifier: string; line: number }[] = [];
  const tests: { title: string; line: number }[] = [];
  const environment: { name: string; fallback: string | undefined; line: number }[] = [];
  for (const node of below(root)) {
    if (node.type === 'import_from_statement') {
      imports.push({ specifier: field(node, 'module_name')?.text ?? '', line: lineOf(node) });
    } else if (node.type === 'import_statement') {
      for (const each of named(node))
        imports.push({ specifier: (field(each, 'name') ?? each).text, line: lineOf(node) });
    } else if (node.type === 'function_definition') {
      const name = field(node, 'name')?.text ?? '';
      if (name.startsWith('test')) tests.push({ title: name, line: lineOf(node) });
    } else if (/^(call|subscript)$/.test(node.type)) {
      const match = /^os\.(?:environ(?:\.get)?|getenv)\s*[([]\s*['"](\w+)['"]\s*(?:,\s*(.+?)\s*)?[)\]]$/s.exec(
        node.text,
      );
      if (match !== null)
        environment.push({ name: match[1]!, fallback: match[2] && unquoted(match[2]), line: lineOf(node) });
    }
  }
  return { imports, tests, environment };
}
