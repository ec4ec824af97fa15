import type { Node } from '@vscode/tree-sitter-wasm';
import { nodesOf } from '../declarations/nodes';
import type { Constant } from './constants';

/** A constant that becomes a parameter. */
export interface NewParameter {
  readonly name: string;
  /** Statement that only gave the constant its name, which the parameter has now. */
  readonly obsolete?: Node;
}

const BY_OPERATOR: Readonly<Record<string, string>> = {
  '*': 'factor',
  '*=': 'factor',
  '/': 'divisor',
  '//': 'step',
  '%': 'modulus',
  '**': 'exponent',
  '+': 'offset',
  '-': 'offset',
  '+=': 'offset',
  '-=': 'offset',
};
const ASSIGNMENTS = ['assignment', 'augmented_assignment', 'assignment_expression', 'variable_declarator'];
const COMPARISONS = /comparison|binary_expression/;

/**
 * Names of new parameters by what the code does with the constants.
 * @param first constant of each
 */
export function parameterNames(declaration: Node, first: readonly Constant[]): readonly NewParameter[] {
  const taken = new Set(nodesOf(declaration, ['identifier', 'shorthand_property_identifier']).map(({ text }) => text));
  return first.map((constant) => {
    const assigned = soleAssignment(constant.node, declaration);
    if (assigned !== undefined) return assigned;
    const wanted = nameFor(constant);
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? wanted : `${wanted}_${String(number)}`;
      if (taken.has(name)) continue;
      taken.add(name);
      return { name };
    }
  });
}

/** `rate = 0.2`, and nothing else gives `rate` a value: the parameter can be called so, and the statement goes. */
function soleAssignment({ parent, id }: Node, declaration: Node): NewParameter | undefined {
  if (parent === null || !['assignment', 'variable_declarator'].includes(parent.type)) return undefined;
  const left = parent.childForFieldName('left') ?? parent.childForFieldName('name');
  const right = parent.childForFieldName('right') ?? parent.childForFieldName('value');
  const statement = parent.parent;
  if (left?.type !== 'identifier' || right?.id !== id || statement?.namedChildCount !== 1) return undefined;
  const others = nodesOf(declaration, ASSIGNMENTS).filter((each) => {
    return (each.childForFieldName('left') ?? each.childForFieldName('name'))?.text === left.text;
  });
  const body = declaration.childForFieldName('body');
  const atTop = body !== null && statement.parent?.id === body.id;
  return others.length === 1 && atTop ? { name: left.text, obsolete: statement } : undefined;
}

function nameFor({ node, value }: Constant): string {
  const { parent } = node;
  const plain = typeof value === 'number' ? 'amount' : 'text';
  if (parent === null) return plain;
  if (parent.type === 'keyword_argument') return parent.childForFieldName('name')?.text ?? plain;
  const operator = parent.children.find((each) => each?.isNamed === false && each.text in BY_OPERATOR)?.text;
  if (operator !== undefined) return typeof value === 'string' ? 'text' : (BY_OPERATOR[operator] ?? plain);
  if (COMPARISONS.test(parent.type)) return typeof value === 'number' ? 'limit' : 'choice';
  if (parent.type.includes('argument')) return typeof value === 'number' ? 'size' : 'text';
  if (/conditional|ternary|assignment|variable_declarator/.test(parent.type)) return 'value';
  return plain;
}
