import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextReplacement } from '../adapters/adapterText';

/**
 * Removes a statement at the top of a file with its lines, the comments that stand right above it, and blank lines around it.
 * @returns undefined where other code stands on its lines
 */
export function statementLines(text: string, statement: Node): TextReplacement | undefined {
  const start = withComments(statement);
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', statement.endIndex);
  let to = newline < 0 ? text.length : newline + 1;
  const isAlone =
    /^\uFEFF?\s*$/.test(text.slice(from, start)) &&
    /^\s*(?:;\s*)?(?:(?:#|\/\/).*)?$/.test(text.slice(statement.endIndex, to));
  if (!isAlone) return undefined;
  const blank = /^(?:[ \t\r]*\n)+/.exec(text.slice(to))?.[0] ?? '';
  const isLast = to + blank.length >= text.length;
  if (isLast) {
    // The file ends with the line before.
    const before = /(?:\r?\n[ \t]*)+$/.exec(text.slice(0, from))?.[0] ?? '';
    const kept = /^\r?\n/.exec(before)?.[0].length ?? 0;
    return { start: from - before.length + kept, end: to + blank.length, after: '' };
  }
  // Of the blank lines around it as many stay as the larger side had.
  const above = linesOf(/\n((?:[ \t\r]*\n)*)$/.exec(text.slice(0, from))?.[1] ?? '');
  const behind = linesOf(blank);
  const dropped = from === 0 ? behind.length : Math.min(above.length, behind.length);
  to += behind.slice(0, dropped).join('').length;
  const first = text.startsWith('\uFEFF') && from === 0 ? 1 : from;
  return { start: first, end: to, after: '' };
}

/** Deletions of which some reach into others, as ones that do not. */
export function joinDeletions(edits: readonly TextReplacement[]): readonly TextReplacement[] {
  const joined: TextReplacement[] = [];
  for (const each of [...edits].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last === undefined || each.start >= last.end) joined.push(each);
    else joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, each.end), after: '' };
  }
  return joined;
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n/g) ?? [];
}

function withComments(statement: Node): number {
  let start = statement;
  for (let at = statement.previousNamedSibling; at?.type === 'comment'; at = at.previousNamedSibling) {
    // A comment at the end of the line before belongs to that line; the file's head is nobody's.
    const isOwnLine = at.previousSibling === null || at.previousSibling.endPosition.row < at.startPosition.row;
    if (at.endPosition.row !== start.startPosition.row - 1 || !isOwnLine || at.startPosition.row === 0) break;
    start = at;
  }
  return start.startIndex;
}
