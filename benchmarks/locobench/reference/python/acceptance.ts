/** Whether a tree of tree-sitter's tolerant grammar is one of Python 3: what the grammar takes and Python does not. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { linesEnd } from './linesEnd';

/** Of Python 2, and of Python 3.12 and later: the published figures were made with 3.11. */
const refusedKinds = new Set(['print_statement', 'exec_statement', 'type_alias_statement', 'chevron']);

/** @param source the text without CR */
export function isPython3(root: Node, source: string): boolean {
  if (root.hasError) return false;
  // Most texts that are not Python fail above; the rest is walked once.
  return (
    alignedStatements(root, source, 0) && everyNode(root, (node) => accepts(node, source)) && linesEnd(root, source)
  );
}

function everyNode(root: Node, test: (node: Node) => boolean): boolean {
  const pending: Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!test(node)) return false;
    for (const child of node.children) if (child !== null) pending.push(child);
  }
  return true;
}

function accepts(node: Node, source: string): boolean {
  if (refusedKinds.has(node.type) || node.isMissing) return false;
  switch (node.type) {
    case 'block':
      return statementsOf(node).length > 0 && alignedStatements(node, source, undefined);
    case 'integer':
      return isInteger(node.text);
    case 'float':
      return /^(?:\d+(?:_\d+)*)?\.?(?:\d+(?:_\d+)*)?(?:[eE][+-]?\d+(?:_\d+)*)?[jJ]?$/.test(node.text);
    case 'string':
      return isString(node);
    case 'concatenated_string':
      return sameKind(node);
    case 'comparison_operator':
      return !node.children.some((child) => child?.type === '<>');
    case 'raise_statement':
      return !node.namedChildren.some((child) => child?.type === 'expression_list');
    case 'parameters':
    case 'lambda_parameters':
      return defaultsLast(node);
    case 'argument_list':
      return positionalFirst(node);
    case 'assignment':
    case 'augmented_assignment':
      return targetFits(node);
    case 'named_expression':
      return node.childForFieldName('name')?.type === 'identifier';
    case 'if_statement':
    case 'while_statement':
    case 'for_statement':
      return alignedClauses(node, source);
    case 'list_splat':
    case 'dictionary_splat':
      return !operators.has(node.parent?.type ?? '');
    case 'try_statement':
      if (!alignedClauses(node, source)) return false;
      return node.namedChildren.some((child) => /^(?:except|except_group|finally)_clause$/.test(child?.type ?? ''));
    case 'expression_statement':
      return node.firstNamedChild?.type !== 'as_pattern';
    case 'decorated_definition':
      return alignedStatements(node, source, undefined);
    case 'except_clause':
      return !node.children.some((child) => child?.type === ',');
    case 'function_definition':
    case 'class_definition':
      return node.childForFieldName('type_parameters') === null;
    case 'identifier':
      return !reserved.has(node.text) && node.text.length > 0;
    default:
      return true;
  }
}

/** Words that the grammar takes for names here and there, and Python never. */
const reserved = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is ' +
    'lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

const operators = new Set(
  (
    'binary_operator unary_operator comparison_operator boolean_operator not_operator parenthesized_expression ' +
    'conditional_expression keyword_argument default_parameter lambda'
  ).split(' '),
);

function statementsOf(block: Node): readonly Node[] {
  return block.namedChildren.filter((child): child is Node => child !== null && child.type !== 'comment');
}

/** Statements that begin a line of a block begin at the same column; those of a module at the given one. */
function alignedStatements(block: Node, source: string, column: number | undefined): boolean {
  let indentation: string | undefined = column === undefined ? undefined : '';
  for (const statement of statementsOf(block)) {
    const own = lineBefore(statement, source);
    if (own === undefined) continue;
    indentation ??= own;
    if (own !== indentation) return false;
  }
  return true;
}

/** `else` and its like begin where the statement's own line does. */
function alignedClauses(statement: Node, source: string): boolean {
  const own = lineBefore(statement, source);
  const clauses = statement.namedChildren.filter((child): child is Node => child?.type.endsWith('_clause') === true);
  return own !== undefined && clauses.every((clause) => lineBefore(clause, source) === own);
}

/** White space before the first node of a line; undefined for a node with something else before it. */
function lineBefore({ startIndex }: Node, source: string): string | undefined {
  let from = startIndex;
  while (from > 0 && (source[from - 1] === ' ' || source[from - 1] === '\t')) from--;
  return from === 0 || source[from - 1] === '\n' || source[from - 1] === '\f'
    ? source.slice(from, startIndex)
    : undefined;
}

function isInteger(text: string): boolean {
  return /^(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?0)*|[1-9](?:_?\d)*|\d+(?:_?\d)*(?=[jJ]))[jJ]?$/.test(
    text,
  );
}

/** An escape with too few digits, or of no character, behind an even number of backslashes. */
const brokenByte = /(?<!\\)(?:\\\\)*\\x(?![\da-fA-F]{2})/;
const brokenEscape =
  /(?<!\\)(?:\\\\)*\\(?:x(?![\da-fA-F]{2})|u(?![\da-fA-F]{4})|U(?!00(?:0[\da-fA-F]|10)[\da-fA-F]{4})|N(?!\{[^}]+\}))/;

function isString(node: Node): boolean {
  const start = node.firstChild?.text ?? '';
  if (!/^(?:[rRuU]|[fF]|[bB]|[rR][fFbB]|[fFbB][rR])?(?:'''|"""|'|")$/.test(start)) return false;
  const bytes = /[bB]/.test(start);
  // Bytes hold ASCII only.
  if (bytes && /[^\0-\x7f]/.test(node.text)) return false;
  return /[rR]/.test(start) || !(bytes ? brokenByte : brokenEscape).test(node.text);
}

function sameKind(node: Node): boolean {
  const bytes = node.namedChildren
    .filter((child) => child?.type === 'string')
    .map((child) => /^[rR]?[bB]/.test(child?.text ?? ''));
  return new Set(bytes).size <= 1;
}

function defaultsLast(node: Node): boolean {
  let sawDefault = false;
  for (const child of node.namedChildren) {
    if (child === null) continue;
    // After `*` or `*args` the order is free.
    if (child.type === 'keyword_separator' || child.type === 'list_splat_pattern') return true;
    if (child.type === 'typed_parameter' && child.firstChild?.type.endsWith('splat_pattern') === true) return true;
    if (child.type === 'tuple_pattern') return false;
    if (child.type === 'default_parameter' || child.type === 'typed_default_parameter') sawDefault = true;
    else if (sawDefault && (child.type === 'identifier' || child.type === 'typed_parameter')) return false;
  }
  return true;
}

function positionalFirst(node: Node): boolean {
  let keyword = false;
  let spread = false;
  for (const child of node.namedChildren) {
    if (child === null || child.type === 'comment') continue;
    if (child.type === 'dictionary_splat') spread = true;
    else if (child.type === 'keyword_argument') keyword = true;
    else if (child.type === 'list_splat') {
      if (spread) return false;
    } else if (keyword || spread) return false;
  }
  return true;
}

const targets = new Set([
  ...['identifier', 'attribute', 'subscript', 'pattern_list', 'tuple_pattern', 'list_pattern', 'list_splat_pattern'],
  ...['parenthesized_expression'],
]);

function targetFits(node: Node): boolean {
  const left = node.childForFieldName('left');
  if (left === null || !targets.has(left.type)) return false;
  const single = node.type === 'augmented_assignment' || node.childForFieldName('type') !== null;
  return !single || ['identifier', 'attribute', 'subscript', 'parenthesized_expression'].includes(left.type);
}
