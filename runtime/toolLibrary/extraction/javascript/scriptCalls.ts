/** Calls with literal arguments, and what a source says that they give. */
import type { LiteralCall } from '../draft';
import type { Literal } from '../literal';
import type { SyntaxNode } from '../syntaxNode';
import { bare, type LookUp, scriptLiteral } from './scriptLiteral';

/** More of one file are not collected. */
const most = 5_000;

/** @returns undefined where an argument is not written out */
export function literalCall(
  given: SyntaxNode | undefined,
  origin: LiteralCall['origin'],
  lookUp?: LookUp,
): LiteralCall | undefined {
  const outer = bare(given);
  const node = outer?.type === 'await_expression' ? bare(outer.named[0]) : outer;
  if (node?.type !== 'call_expression') return undefined;
  const callee = node.child('function');
  const list = node.child('arguments');
  if (callee === undefined || list?.type !== 'arguments' || !/^[\w$.]+$/.test(callee.text)) return undefined;
  const positional: Literal[] = [];
  for (const each of list.named) {
    const known = scriptLiteral(each, lookUp);
    if (known === undefined) return undefined;
    positional.push(known.value);
  }
  return { callee: callee.text, positional, keyword: {}, origin };
}

/** All of a module: expectations of tests tell results, other calls only arguments. */
export function literalCalls(root: SyntaxNode, isTest: boolean, lookUp: LookUp): readonly LiteralCall[] {
  const calls: LiteralCall[] = [];
  const seen = new Set<SyntaxNode>();
  for (const node of root.walk()) {
    if (calls.length >= most) break;
    if (node.type !== 'call_expression' || seen.has(node)) continue;
    const pair = isTest ? expectation(node) : undefined;
    const tested = pair === undefined ? undefined : literalCall(pair.call, 'test', lookUp);
    if (pair !== undefined && tested !== undefined) {
      const inner = bare(pair.call);
      for (const each of [pair.call, inner, inner?.named[0]]) if (each !== undefined) seen.add(each);
      const expected = scriptLiteral(pair.expected, lookUp);
      calls.push(expected === undefined ? tested : { ...tested, expected });
      continue;
    }
    const call = literalCall(node, isTest ? 'test' : 'callSite', lookUp);
    if (call !== undefined) calls.push(call);
  }
  return calls;
}

interface Expectation {
  readonly call: SyntaxNode;
  readonly expected: SyntaxNode;
}

const matchers = /^(toBe|toEqual|toStrictEqual|eql|equal|equals|deep\.equal|to\.equal|to\.eql|to\.be|to\.deep\.equal)$/;
const asserts = /^(?:assert|t|test|chai\.assert)\.(equal|strictEqual|deepEqual|deepStrictEqual|is|same)$/;

/** `expect(f(1)).toBe(2)`, `assert.equal(f(1), 2)`. */
function expectation(node: SyntaxNode): Expectation | undefined {
  const callee = node.child('function');
  const given = node.child('arguments')?.named ?? [];
  if (asserts.test(callee?.text ?? '') && given[0] !== undefined && given[1] !== undefined) {
    const isCall = (each: SyntaxNode): boolean => /^(call_expression|await_expression)$/.test(bare(each)?.type ?? '');
    if (isCall(given[0])) return { call: given[0], expected: given[1] };
    return isCall(given[1]) ? { call: given[1], expected: given[0] } : undefined;
  }
  if (callee?.type !== 'member_expression' || given[0] === undefined) return undefined;
  // From `expect(…).to.deep.equal` back to `expect(…)`.
  let at: SyntaxNode | undefined = callee;
  const names: string[] = [];
  while (at?.type === 'member_expression') {
    names.unshift(at.child('property')?.text ?? '');
    at = at.child('object');
  }
  const isExpect = at?.type === 'call_expression' && at.child('function')?.text === 'expect';
  const call = isExpect ? at?.child('arguments')?.named[0] : undefined;
  const chain = names.filter((each) => each !== 'resolves' && each !== 'eventually').join('.');
  return call !== undefined && matchers.test(chain) ? { call, expected: given[0] } : undefined;
}

/** `@example` of a documentation comment: `f(1) // 2`, `f(1) // => 2`, `f(1); // returns 2`. */
export function exampleCalls(
  examples: readonly string[],
  name: string,
  parseExpression: (text: string) => SyntaxNode | undefined,
): readonly LiteralCall[] {
  const calls: LiteralCall[] = [];
  for (const line of examples.flatMap((text) => text.replace(/^```\w*$/gm, '').split('\n'))) {
    const split = /^(.*?)(?:\s*\/\/\s*(?:=>|->|→|returns?:?|gives)?\s*(.+))?$/.exec(line.trim());
    const source = (split?.[1] ?? '')
      .replace(/;\s*$/, '')
      .replace(/^(?:const|let|var)\s+[\w$]+\s*=\s*/, '')
      .replace(/^console\.log\((.*)\)$/, '$1');
    if (!source.includes(name)) continue;
    const call = literalCall(parseExpression(source), 'docstring');
    if (call?.callee.split('.').at(-1) !== name) continue;
    const shown = split?.[2];
    const expected = shown === undefined ? undefined : scriptLiteral(parseExpression(shown));
    calls.push(expected === undefined ? call : { ...call, expected });
  }
  return calls;
}
