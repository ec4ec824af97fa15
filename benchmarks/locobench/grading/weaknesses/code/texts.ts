/** Texts in code: literals, and what is put together of literals and values. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeFile } from './codeFile';
import { isVariable } from './names';

const STRING =
  /^(string|template_string|concatenated_string|interpreted_string_literal|raw_string_literal|string_literal|verbatim_string_literal|interpolated_string_expression|encapsed_string|heredoc|nowdoc|character_literal)$/;
const INTERPOLATION = /^(template_substitution|interpolation)$/;
const FORMATTERS = /^(Sprintf|format|sprintf|Format|formatted|snprintf|vsprintf|fill)$/;

export function isText(node: Node): boolean {
  return STRING.test(node.type);
}

/** What a literal means, without quotes; a variable that is one literal and nothing else counts as it. */
export function constantText(file: CodeFile, node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  const parts = piecesOf(file, node);
  return parts.every((part) => typeof part === 'string') && parts.length > 0 ? parts.join('') : undefined;
}

export type Piece = string | Node;

/**
 * A text as its fixed and its changing parts in order: templates, sums, formats, and variables that were put together of such. What is
 * no text is one changing part.
 */
export function piecesOf(file: CodeFile, node: Node, seen: ReadonlySet<number> = new Set()): readonly Piece[] {
  if (seen.has(node.id) || seen.size > 40) return [node];
  const deeper = new Set(seen).add(node.id);
  const all = (nodes: readonly Node[]) => nodes.flatMap((each) => piecesOf(file, each, deeper));
  if (isText(node)) return literalPieces(node).flatMap((part) => (typeof part === 'string' ? part : all([part])));
  if (/^(binary_expression|binary_operator)$/.test(node.type)) {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    const operator = node.childForFieldName('operator')?.text ?? node.child(1)?.text;
    if (left === null || right === null) return [node];
    if (operator === '+' || operator === '.') return all([left, right]);
    // Python's old formats.
    if (operator === '%' && isText(left)) return all([left, right]);
    return [node];
  }
  if (
    /^(parenthesized_expression|as_expression|non_null_expression|expression_list|tuple|satisfies_expression|cast_expression)$/.test(
      node.type,
    )
  ) {
    return all(node.namedChildren.flatMap((child) => (child === null || child.type.includes('type') ? [] : child)));
  }
  const call = file.callAt(node);
  if (call !== undefined && FORMATTERS.test(call.name)) {
    const parts = call.object !== undefined && isText(call.object) ? [call.object, ...call.args] : call.args;
    return all([...parts, ...call.named.values()]);
  }
  if (call?.name === 'join' && call.object !== undefined && /^(array|list)$/.test(call.object.type)) {
    return all(call.object.namedChildren.flatMap((child) => child ?? []));
  }
  if (isVariable(node)) {
    const owner = file.functionOf(node);
    const own = file.assignments(node.text).filter((each) => each.owner === undefined || within(owner, each.owner));
    if (own.length === 0 || (owner?.parameters.includes(node.text) ?? false)) return [node];
    return all(own.map(({ value }) => value));
  }
  return [node];
}

/** Whether one function is the other or stands in it. */
export function within(
  inner: CodeFile['functions'][number] | undefined,
  outer: CodeFile['functions'][number],
): boolean {
  for (let at = inner; at !== undefined; at = at.owner) if (at.node.id === outer.node.id) return true;
  return false;
}

function literalPieces(node: Node): readonly Piece[] {
  const children = node.namedChildren.flatMap((child) => child ?? []);
  const parts: Piece[] = [];
  if (children.length === 0)
    return [node.text.replace(/^[@$rbuRBU]*("""|'''|["'`])/, '').replace(/("""|'''|["'`])$/, '')];
  for (const child of children) {
    if (INTERPOLATION.test(child.type)) {
      const inner =
        child.childForFieldName('expression') ??
        child.namedChildren.find((each) => each !== null && !/brace|start|end/.test(each.type));
      if (inner !== null && inner !== undefined) parts.push(inner);
    } else if (STRING.test(child.type)) parts.push(...literalPieces(child));
    else if (/string|fragment|content|escape|heredoc_body|nowdoc_body/.test(child.type)) {
      if (child.type === 'heredoc_body') parts.push(...literalPieces(child));
      else if (!/_(start|end)$/.test(child.type)) parts.push(child.text);
    } else if (!/_(start|end)$|^interpolation_start$/.test(child.type)) parts.push(child);
  }
  return parts.length === 0 ? [''] : parts;
}
