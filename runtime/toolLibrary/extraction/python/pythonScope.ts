/** Names in Python's expressions, patterns and parameters. */
import type { SyntaxNode } from '../syntaxNode';

/** The name at the beginning of `a.b[0].c`. */
export function rootName(node: SyntaxNode | undefined): string | undefined {
  let at = node;
  while (at !== undefined && at.type !== 'identifier') {
    if (at.type === 'subscript') at = at.child('value');
    else if (at.type === 'attribute') at = at.child('object');
    else return undefined;
  }
  return at?.text;
}

export function targetNames(node: SyntaxNode | undefined): readonly string[] {
  if (node === undefined) return [];
  if (node.type === 'identifier') return [node.text];
  const isList = ['pattern_list', 'tuple_pattern', 'list_pattern', 'list_splat_pattern', 'tuple', 'list'].includes(
    node.type,
  );
  return isList ? node.named.flatMap(targetNames) : [];
}

export function boundName(parameter: SyntaxNode): string | undefined {
  if (parameter.type === 'identifier') return parameter.text;
  const name = parameter.child('name') ?? parameter.named[0];
  return name?.type === 'identifier' ? name.text : name?.named[0]?.text;
}

export function insideType(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = node.parent; at !== undefined; at = at.parent) {
    if (at.type === 'type') return true;
    if (at.type === 'block') return false;
  }
  return false;
}

/** `Point = namedtuple("Point", "x y")` */
export function makesType(assignment: SyntaxNode): boolean {
  const callee = assignment.child('right')?.child('function')?.text ?? '';
  return /(^|\.)(namedtuple|NamedTuple|TypedDict|NewType|partial|Enum)$/.test(callee);
}

/** A class that is only compared with: `isinstance(x, Thing)`. */
export function isTypeCheck(node: SyntaxNode): boolean {
  const callee = node.parent?.parent?.child('function')?.text ?? '';
  return /^(isinstance|issubclass|cast|TypeVar|NewType|super)$/.test(callee);
}
