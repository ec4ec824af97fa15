/** Functions that have statements of one kind in them, by syntax. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeLanguage, Position } from '../../../../runtime/repository';
import { parseKept } from '../../../../runtime/syntax';
import { functionNode, naming } from './innerFunctions';

export interface EffectOwner {
  /** 'unnamed': a function at the top level that is handed to something, or has no name that syntax shows. */
  readonly node: 'named' | 'unnamed';
  /** Where its name stands; undefined: it has none. */
  readonly name: Position | undefined;
}

/** One for each statement whose innermost function lies in no other function or class; statements outside of functions have none. */
export async function effectOwners(
  language: CodeLanguage,
  text: string,
  wanted: RegExp,
): Promise<readonly EffectOwner[]> {
  const tree = await parseKept(language, text);
  try {
    return nodesOf(tree.rootNode, wanted).flatMap((node) => {
      const around = functionsAround(node);
      const [inner] = around;
      if (inner === undefined || around.length > 1) return [];
      const name = nameOf(inner);
      return [{ node: name === undefined ? 'unnamed' : 'named', name }] as const;
    });
  } finally {
    tree.delete();
  }
}

function nodesOf(node: Node, wanted: RegExp): readonly Node[] {
  const here = node.isNamed && node.childCount > 0 && (wanted.test(node.type) || isAwaitedLoop(node, wanted));
  return [
    ...(here ? [node] : []),
    ...node.namedChildren.flatMap((child) => (child === null ? [] : nodesOf(child, wanted))),
  ];
}

/** `for await (…)` waits too. */
function isAwaitedLoop(node: Node, wanted: RegExp): boolean {
  return node.type === 'for_in_statement' && wanted.test('await') && /^for\s+await\b/.test(node.text);
}

/** Functions and classes that it stands in, innermost first. */
function functionsAround(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (let each = node.parent; each !== null; each = each.parent) {
    if (functionNode.test(each.type) && each.childCount > 0) found.push(each);
  }
  return found;
}

function nameOf(node: Node): Position | undefined {
  const given = node.parent !== null && naming.test(node.parent.type) ? node.parent : undefined;
  const name =
    node.childForFieldName('name') ??
    declared(node) ??
    given?.childForFieldName('name') ??
    given?.childForFieldName('left') ??
    undefined;
  if (name === undefined) return undefined;
  // `exports.a = function` is named by its last part.
  const last = name.childForFieldName('property') ?? name.childForFieldName('attribute') ?? name;
  return { line: last.startPosition.row, column: last.startPosition.column };
}

/** C and C++ wrap names in declarators. */
function declared(node: Node): Node | null {
  let found = node.childForFieldName('declarator');
  for (let inner = found; inner !== null; inner = inner.childForFieldName('declarator')) found = inner;
  return found;
}
