/** Calls with literal arguments, and what a source says that they give. */
import type { LiteralCall } from '../draft';
import { type Literal, setKey } from '../literal';
import type { SyntaxNode } from '../syntaxNode';
import { type LookUp, pythonLiteral } from './pythonLiteral';

/** More examples of one file are not collected. */
const most = 5_000;

/** @returns undefined where an argument is not written out */
export function literalCall(node: SyntaxNode, origin: LiteralCall['origin'], lookUp?: LookUp): LiteralCall | undefined {
  const callee = node.child('function');
  const list = node.child('arguments');
  if (callee === undefined || list?.type !== 'argument_list' || !/^[\w.]+$/.test(callee.text)) return undefined;
  const positional: Literal[] = [];
  const keyword: Record<string, Literal> = {};
  for (const each of list.named) {
    const isNamed = each.type === 'keyword_argument';
    const known = pythonLiteral(isNamed ? each.child('value') : each, lookUp);
    if (known === undefined) return undefined;
    if (isNamed) setKey(keyword, each.child('name')?.text ?? '', known.value);
    else positional.push(known.value);
  }
  return { callee: callee.text, positional, keyword, origin };
}

/** All of a module: asserts of tests tell results, other calls only arguments. */
export function literalCalls(root: SyntaxNode, isTest: boolean, lookUp: LookUp): readonly LiteralCall[] {
  const calls: LiteralCall[] = [];
  const seen = new Set<SyntaxNode>();
  for (const node of root.walk()) {
    if (calls.length >= most) break;
    if (isTest) {
      if (node.type === 'decorated_definition') calls.push(...parametrized(node, lookUp));
      const pair = asserted(node);
      const call = pair === undefined ? undefined : literalCall(pair.call, 'test', lookUp);
      const expected = pair === undefined ? undefined : pythonLiteral(pair.expected, lookUp);
      if (pair !== undefined && call !== undefined) {
        seen.add(pair.call);
        calls.push(expected === undefined ? call : { ...call, expected });
      }
    }
    if (node.type !== 'call' || seen.has(node)) continue;
    const call = literalCall(node, isTest ? 'test' : 'callSite', lookUp);
    if (call !== undefined) calls.push(call);
  }
  return calls;
}

/** `@pytest.mark.parametrize("a, want", [(1, 2)])` over `assert f(a) == want`: one call for each row. */
function parametrized(node: SyntaxNode, lookUp: LookUp): readonly LiteralCall[] {
  const [names, rows] = parameterRows(node, lookUp) ?? [[], []];
  const body = node.child('definition')?.child('body');
  if (names.length === 0 || body === undefined) return [];
  const calls: LiteralCall[] = [];
  for (const statement of body.named) {
    const pair = asserted(statement);
    if (pair === undefined) continue;
    for (const row of rows) {
      const known: LookUp = (name) => (names.includes(name) ? { value: row[names.indexOf(name)] } : lookUp(name));
      const call = literalCall(pair.call, 'test', known);
      const expected = pythonLiteral(pair.expected, known);
      if (call !== undefined) calls.push(expected === undefined ? call : { ...call, expected });
    }
  }
  return calls;
}

function parameterRows(
  node: SyntaxNode,
  lookUp: LookUp,
): readonly [readonly string[], readonly (readonly Literal[])[]] | undefined {
  for (const mark of node.named) {
    const call = mark.type === 'decorator' ? mark.named[0] : undefined;
    if (call?.type !== 'call' || !/(^|\.)parametrize$/.test(call.child('function')?.text ?? '')) continue;
    const [first, second] = (call.child('arguments')?.named ?? []).map((each) => pythonLiteral(each, lookUp)?.value);
    const names =
      typeof first === 'string'
        ? first.split(',').map((each) => each.trim())
        : Array.isArray(first)
          ? first.map(String)
          : [];
    if (!Array.isArray(second) || names.length === 0) return undefined;
    const rows = (second as readonly Literal[]).map((each) =>
      names.length === 1 ? [each] : Array.isArray(each) ? (each as readonly Literal[]) : [],
    );
    return [names, rows.filter((row) => row.length === names.length)];
  }
  return undefined;
}

interface Asserted {
  readonly call: SyntaxNode;
  readonly expected: SyntaxNode;
}

const equalities =
  /^(assertEqual|assertEquals|assertListEqual|assertDictEqual|assertTupleEqual|assertSetEqual|assertCountEqual)$/;

/** `assert f(1) == 2`, `assert f(1) is True`, `assert f(1)`, `self.assertEqual(f(1), 2)`. */
function asserted(node: SyntaxNode): Asserted | undefined {
  if (node.type === 'assert_statement') {
    const [condition] = node.named;
    if (condition?.type !== 'comparison_operator' || condition.named.length !== 2) return undefined;
    if (!condition.has('==') && !condition.has('is')) return undefined;
    return pairOf(condition.named[0], condition.named[1]);
  }
  if (node.type !== 'call') return undefined;
  const name = node.child('function')?.child('attribute')?.text ?? '';
  const given = node.child('arguments')?.named ?? [];
  return equalities.test(name) && given.length >= 2 ? pairOf(given[0], given[1]) : undefined;
}

function pairOf(left: SyntaxNode | undefined, right: SyntaxNode | undefined): Asserted | undefined {
  if (left === undefined || right === undefined) return undefined;
  const isApproximate = (node: SyntaxNode): boolean => /(^|\.)approx$/.test(node.child('function')?.text ?? '');
  if (left.type === 'call' && !isApproximate(left)) return { call: left, expected: right };
  return right.type === 'call' && !isApproximate(right) ? { call: right, expected: left } : undefined;
}

/** Examples of a docstring: `>>> f(1)` with what follows it, and lines like `f(1) == 2`, `f(1) -> 2`, `f(1)  # 2`. */
export function docstringCalls(
  text: string,
  name: string,
  parseExpression: (text: string) => SyntaxNode | undefined,
): readonly LiteralCall[] {
  const calls: LiteralCall[] = [];
  const lines = text.split(/\r?\n/);
  const take = (callText: string, expected: string): void => {
    const node = parseExpression(callText);
    const call = node?.type === 'call' ? literalCall(node, 'docstring') : undefined;
    if (call?.callee.split('.').at(-1) !== name) return;
    const value = expected.trim() === '' ? undefined : pythonLiteral(parseExpression(expected));
    calls.push(value === undefined ? call : { ...call, expected: value });
  };
  for (let at = 0; at < lines.length; at++) {
    const prompt = /^\s*>>> (.*)$/.exec(lines[at]!);
    if (prompt !== null) {
      let source = prompt[1]!;
      while (/^\s*\.\.\. ?/.test(lines[at + 1] ?? '')) source += `\n${lines[++at]!.replace(/^\s*\.\.\. ?/, '')}`;
      const shown: string[] = [];
      while (at + 1 < lines.length && lines[at + 1]!.trim() !== '' && !/^\s*>>>/.test(lines[at + 1]!)) {
        shown.push(lines[++at]!.trim());
      }
      take(source.replace(/\s+#.*$/, ''), shown.join('\n'));
      continue;
    }
    const plain =
      /^\s*(?:[-*]\s+|>\s*)?`{0,2}(\w+\(.*\))`{0,2}\s*(?:==|=>|->|→|returns?|gives|#)\s*`{0,2}(.+?)`{0,2}\s*$/.exec(
        lines[at]!,
      );
    if (plain !== null) take(plain[1]!, plain[2]!.replace(/\.$/, ''));
  }
  return calls;
}
