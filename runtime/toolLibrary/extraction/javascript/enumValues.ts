import type { Literal } from '../literal';
import type { SyntaxNode } from '../syntaxNode';
import { keyOf, type LookUp, scriptLiteral } from './scriptLiteral';

/** Members of an enumeration with their values; undefined where one of them is computed. */
export function enumValues(node: SyntaxNode, lookUp: LookUp): ReadonlyMap<string, Literal> | undefined {
  const values = new Map<string, Literal>();
  let next: number | undefined = 0;
  for (const part of node.child('body')?.named ?? []) {
    const isAssigned = part.type === 'enum_assignment';
    const name = keyOf(isAssigned ? part.child('name') : part);
    if (name === undefined) return undefined;
    if (!isAssigned) {
      if (next === undefined) return undefined;
      values.set(name, next++);
      continue;
    }
    const known = scriptLiteral(part.child('value'), lookUp);
    if (known === undefined) return undefined;
    values.set(name, known.value);
    next = typeof known.value === 'number' ? known.value + 1 : undefined;
  }
  return values;
}
