/** Names in a text, by its characters alone: asking the tree for them would cost calls into WebAssembly. */

/** End of the name that begins at an index. Sigils (`$` of PHP, `#` of JavaScript, `@` of C#) are part of names here. */
export function nameEnd(text: string, start: number): number {
  let at = start;
  const first = text.charCodeAt(at);
  if (first === 35 || first === 64) at++;
  // r#type of Rust.
  if (first === 114 && text.charCodeAt(at + 1) === 35) at += 2;
  while (at < text.length && isNamePart(text.charCodeAt(at))) at++;
  return at;
}

function isNamePart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code > 127
  );
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Chains longer than this are no chains of names any more. Characters. */
const longest = 160;

/**
 * What stands before a member's name, as names with dots between.
 * @param start of the member's name
 * @param separators longest first
 * @returns `?` for an expression that is no chain of names; undefined where no separator stands before the name
 */
export function qualifierBefore(text: string, start: number, separators: readonly string[]): string | undefined {
  const names: string[] = [];
  let at = start;
  for (;;) {
    const before = separatorBefore(text, at, separators);
    if (before === undefined) break;
    const end = skipSpaceBack(text, before);
    let from = end;
    while (from > 0 && isNamePart(text.charCodeAt(from - 1))) from--;
    if (from === end) {
      // `::a` of C++ and `\A` of PHP stand for the top.
      if (names.length > 0 || (text[before] !== ':' && text[before] !== '\\')) return '?';
      return isOperand(text.charCodeAt(end - 1)) ? '?' : undefined;
    }
    if (start - from > longest) return '?';
    names.push(text.slice(text[from] === '$' ? from + 1 : from, end));
    at = from;
  }
  return names.length === 0 ? undefined : names.reverse().join('.');
}

/** Ends of expressions: `)`, `]`, `}`, `"`, `'`, backtick, `>`, `!`, `?`. */
function isOperand(code: number): boolean {
  return [41, 93, 125, 34, 39, 96, 62, 33, 63].includes(code);
}

function separatorBefore(text: string, index: number, separators: readonly string[]): number | undefined {
  const end = skipSpaceBack(text, index);
  for (const separator of separators) {
    const start = end - separator.length;
    if (start < 0 || !text.startsWith(separator, start)) continue;
    // `...rest` and ranges are no chains.
    if (separator === '.' && text[start - 1] === '.') return undefined;
    return start;
  }
  return undefined;
}

function skipSpaceBack(text: string, index: number): number {
  let at = index;
  while (at > 0 && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}
