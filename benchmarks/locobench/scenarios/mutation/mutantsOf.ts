import type { Node, Tree } from '@vscode/tree-sitter-wasm';
import type { CodeLanguage, Range } from '../../../../runtime/repository';
import { countErrors, editedTree, openSyntax, parseKept, type Syntax } from '../../../../runtime/syntax';
import { editsOfNode, type Edit } from './editsOfNode';
import type { Mutant } from './types';

/** What no test can be expected to see, or what is no behaviour: types, messages of errors, logs, assertions, attributes. */
const silentNode =
  /^(throw|raise|assert|debugger)|^(type_|generic_type|attribute|decorator|annotation|macro_invocation|comment|string)/u;
const callNode =
  /^(call|call_expression|method_invocation|invocation_expression|function_call_expression|member_call_expression)$/u;
const silentCall =
  /^(console|log|logger|logging|print|println|printf|debug|warn|assert|panic|fmt\.Print|System\.(out|err)|Debug)\b/iu;

/**
 * Faults inside a symbol's body, in an order that `random` decides. Each result parses as well as the text did.
 * @param body as in `CodeSymbol.body`: lines and columns from 0, end exclusive
 */
export async function mutantsOf(
  language: CodeLanguage,
  text: string,
  body: Range,
  random: (below: number) => number,
): Promise<readonly Mutant[]> {
  const tree = await parseKept(language, text);
  try {
    const errors = countErrors(tree.rootNode);
    const syntax = await openSyntax(language);
    const mutants: Mutant[] = [];
    for (const edit of shuffled(editsWithin(tree.rootNode, body, language), random)) {
      const mutant = applied(text, edit);
      if (parsesAsWell(syntax, { tree, text, edit, mutant }, errors)) mutants.push(mutant);
    }
    return mutants;
  } finally {
    tree.delete();
  }
}

function editsWithin(node: Node, body: Range, language: string): readonly Edit[] {
  if (isSilent(node) || !touches(node, body)) return [];
  const here = inside(node, body) ? editsOfNode(node, language) : [];
  return [...here, ...node.children.flatMap((child) => (child === null ? [] : editsWithin(child, body, language)))];
}

function isSilent(node: Node): boolean {
  if (silentNode.test(node.type)) return true;
  const statement = node.type === 'expression_statement' ? node.namedChild(0) : node;
  return statement !== null && callNode.test(statement.type) && silentCall.test(statement.text);
}

function inside(node: Node, body: Range): boolean {
  return !before(startOf(node), body.start) && !before(body.end, endOf(node));
}

function touches(node: Node, body: Range): boolean {
  return before(startOf(node), body.end) && before(body.start, endOf(node));
}

function before(one: Range['start'], other: Range['start']): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}

function startOf(node: Node): Range['start'] {
  return { line: node.startPosition.row, column: node.startPosition.column };
}

function endOf(node: Node): Range['start'] {
  return { line: node.endPosition.row, column: node.endPosition.column };
}

function applied(text: string, { operator, node, after }: Edit): Mutant {
  return {
    operator,
    line: node.startPosition.row,
    text: text.slice(0, node.startIndex) + after + text.slice(node.endIndex),
    change: { range: { start: startOf(node), end: endOf(node) }, before: node.text, after },
  };
}

interface Changed {
  readonly tree: Tree;
  readonly text: string;
  readonly edit: Edit;
  readonly mutant: Mutant;
}

/** Only what is around the edit is parsed anew: a body has hundreds of them. */
function parsesAsWell(syntax: Syntax, { tree, text, edit, mutant }: Changed, errors: number): boolean {
  const { node, after } = edit;
  const before = editedTree(tree, text, { start: node.startIndex, end: node.endIndex, after });
  const parsed = syntax.parse(mutant.text, before);
  try {
    return countErrors(parsed.rootNode) <= errors;
  } finally {
    before.delete();
    parsed.delete();
  }
}

function shuffled<T>(items: readonly T[], random: (below: number) => number): readonly T[] {
  return items
    .map((item) => ({ item, key: random(2 ** 30) }))
    .sort((one, other) => one.key - other.key)
    .map(({ item }) => item);
}
