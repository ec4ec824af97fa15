/** Python's methods of strings, where JavaScript's differ. */

/** ASCII's separators are white space in Python; all but the last one end a line. */
const separators = [28, 29, 30].map((code) => String.fromCharCode(code)).join('');
const lineEnd = new RegExp(`\\r\\n|[\\n\\r\\v\\f\\u0085\\u2028\\u2029${separators}]`);
const blanks = new RegExp(`[\\s\\u0085${separators}${String.fromCharCode(31)}]+`);

/** Every kind of line end counts, and none begins a line behind the last. */
export function splitLines(text: string): readonly string[] {
  const lines = text.split(lineEnd);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** `split()` without an argument. */
export function splitWords(text: string): readonly string[] {
  return text.split(blanks).filter((word) => word !== '');
}

/** `len`: characters beyond the first plane count once. */
export function textLength(text: string): bigint {
  return BigInt(Array.from(text).length);
}

/** `sorted`: by the numbers of the characters. */
export function sortedTexts(texts: readonly string[]): readonly string[] {
  const points = new Map(texts.map((text) => [text, Array.from(text, (char) => char.codePointAt(0) ?? 0)]));
  return texts.toSorted((a, b) => comparePoints(points.get(a) ?? [], points.get(b) ?? []));
}

function comparePoints(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((point, index) => point !== b[index]);
  if (at < 0) return a.length - b.length;
  return at < b.length ? a[at]! - b[at]! : 1;
}

/** `rstrip("/")` */
export function withoutSlashes(text: string): string {
  return text.replace(/\/+$/, '');
}
