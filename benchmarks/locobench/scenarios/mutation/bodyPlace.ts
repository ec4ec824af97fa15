import type { CodeSymbol } from '../../../../runtime/repository';

/** Where the statements of a body stand, without white space around them: offsets in UTF-16 code units. */
export interface BodyPlace {
  readonly start: number;
  readonly end: number;
  /** White space before the first statement, where it begins its line. */
  readonly indent: string;
}

/**
 * The statements of a function: between braces, or of Python's indented block without its docstring.
 * @param text of the symbol's file
 * @returns undefined: its body is an expression, or holds nothing
 */
export function bodyPlace(text: string, symbol: CodeSymbol): BodyPlace | undefined {
  const { body } = symbol;
  if (body === undefined) return undefined;
  const [from, to] = [offsetOf(text, body.start), offsetOf(text, body.end)];
  const inner = symbol.path.endsWith('.py') ? block(text, from, to, symbol.documentation) : braces(text, from, to);
  if (inner === undefined) return undefined;
  const whole = text.slice(...inner);
  const start = inner[0] + whole.search(/\S/);
  const end = inner[0] + whole.trimEnd().length;
  if (start >= end) return undefined;
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return { start, end, indent: before.trim() === '' ? before : '' };
}

/** A text with the statements of some functions replaced. Places must not lie in each other. */
export function withBodies(
  text: string,
  bodies: readonly { readonly place: BodyPlace; readonly statements: string }[],
): string {
  let changed = text;
  for (const { place, statements } of [...bodies].sort((a, b) => b.place.start - a.place.start)) {
    changed = changed.slice(0, place.start) + statements + changed.slice(place.end);
  }
  return changed;
}

function braces(text: string, from: number, to: number): readonly [number, number] | undefined {
  if (text[from] === '{' && text[to - 1] === '}') return [from + 1, to - 1];
  const open = text.slice(0, from).trimEnd().endsWith('{');
  return open && text.slice(to).trimStart().startsWith('}') ? [from, to] : undefined;
}

function block(
  text: string,
  from: number,
  to: number,
  documentation: string | undefined,
): readonly [number, number] | undefined {
  const start = from + text.slice(from, to).search(/\S|$/);
  const documented = documentation !== undefined && text.startsWith(documentation, start);
  return [documented ? start + documentation.length : start, to];
}

function offsetOf(text: string, { line, column }: { readonly line: number; readonly column: number }): number {
  let at = 0;
  for (let passed = 0; passed < line; passed++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  return at + column;
}
