import type { CodeSymbol } from '../types';

/** Signatures of at most so many members are listed. */
const mostMembers = 40;

/**
 * A definition as text of its own, with the documentation before it when there is room: whole, or else its signatures, or else its
 * first lines.
 * @param lines of its file
 * @param inside definitions inside it
 * @param most UTF-16 units
 * @returns undefined: nothing of it fits
 */
export function declarationText(
  lines: readonly string[],
  symbol: CodeSymbol,
  inside: readonly CodeSymbol[],
  most: number,
): string | undefined {
  const whole = linesOf(lines, symbol.range.start.line, symbol.range.end.line);
  const documented = withDocumentation(lines, symbol, whole);
  if (documented.length <= most) return documented;
  if (whole.length <= most) return whole;
  const outline = outlineOf(lines, symbol, inside, most);
  return outline ?? firstLines(whole, most);
}

/** Head of a class or the like, and the signatures of its members; undefined for what has none. */
function outlineOf(
  lines: readonly string[],
  symbol: CodeSymbol,
  inside: readonly CodeSymbol[],
  most: number,
): string | undefined {
  const members = inside.filter(({ container }) => container.length === symbol.container.length + 1);
  if (members.length === 0) return undefined;
  const head = headOf(lines, symbol);
  const taken = [head];
  let size = head.length;
  for (const member of members.slice(0, mostMembers)) {
    const text = headOf(lines, member);
    if (size + text.length + 1 > most) break;
    size += text.length + 1;
    taken.push(text);
  }
  return taken.length > 1 ? taken.join('\n') : undefined;
}

/** A definition up to its body, as it stands. */
export function headOf(lines: readonly string[], { range, body }: CodeSymbol): string {
  const { start } = range;
  const end = body?.start ?? range.end;
  const first = lines[start.line] ?? '';
  if (end.line === start.line) return body === undefined ? first : first.slice(0, Math.max(end.column, start.column));
  const last = (lines[end.line] ?? '').slice(0, end.column);
  const head = [first, ...lines.slice(start.line + 1, end.line), ...(last.trim() === '' ? [] : [last])];
  return head.join('\n').trimEnd();
}

function withDocumentation(lines: readonly string[], symbol: CodeSymbol, whole: string): string {
  const { documentation, range } = symbol;
  if (documentation === undefined || whole.includes(documentation)) return whole;
  const count = documentation.split('\n').length;
  const before = linesOf(lines, range.start.line - count, range.start.line - 1);
  // Only what stands directly before it; a docstring is inside.
  return before.trim().endsWith(documentation.trim().slice(-20)) ? `${before}\n${whole}` : whole;
}

function firstLines(text: string, most: number): string | undefined {
  if (text.length <= most) return text;
  const end = text.lastIndexOf('\n', most);
  return end <= 0 ? undefined : text.slice(0, end);
}

function linesOf(lines: readonly string[], first: number, last: number): string {
  return lines.slice(Math.max(0, first), last + 1).join('\n');
}
