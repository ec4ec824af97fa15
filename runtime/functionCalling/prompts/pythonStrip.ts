/** Python's `str.strip()`: separators of files and groups are white space to it, the byte-order mark is not. */
export function pythonStrip(text: string, sides: { readonly start: boolean; readonly end: boolean } = both): string {
  let from = 0;
  let to = text.length;
  while (sides.start && from < to && isSpace(text, from)) from++;
  while (sides.end && to > from && isSpace(text, to - 1)) to--;
  return text.slice(from, to);
}

const both = { start: true, end: true };
const pythonSpaces: ReadonlySet<number> = new Set([0x1c, 0x1d, 0x1e, 0x1f, 0x85]);

function isSpace(text: string, at: number): boolean {
  return /[^\S\ufeff]/.test(text.charAt(at)) || pythonSpaces.has(text.charCodeAt(at));
}
