/** Text as Python sees it, where that differs from JavaScript: white space, letters, length. */

/** What `str.isspace` and `\s` mean in Python: unlike JavaScript's `\s` with U+001C to U+001F and U+0085, without U+FEFF. */
export const pythonSpace = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;

/** What `\w` means in Python. */
export const pythonWord = String.raw`[\p{L}\p{N}_]`;

const leading = new RegExp(`^${pythonSpace}+`, 'u');
const space = new RegExp(`^${pythonSpace}$`, 'u');

/** As `str.strip()`. */
export function strip(text: string): string {
  return stripEnd(stripStart(text));
}

/** As `str.lstrip()`. */
export function stripStart(text: string): string {
  return text.replace(leading, '');
}

/** As `str.rstrip()`. A loop: a regular expression that is tied to the end takes quadratic time on long runs of blanks. */
function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && space.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** Lines as `text.split('\n')`: a CR stays on its line. */
export function linesOf(text: string): readonly string[] {
  return text.split('\n');
}

/** Length in code points. */
export function lengthOf(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    if (text.codePointAt(at)! > 0xffff) {
      length--;
      at++;
    }
  }
  return length;
}

/** As `str.islower()`: at least one cased character, and none in upper or title case. */
export function isLower(text: string): boolean {
  return /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
}

/** Occurrences that do not overlap, as `str.count`. */
export function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}

/** As `len(re.findall(pattern, text))`. @param pattern with the flag `g` */
export function matchCount(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/**
 * As `len(re.findall('a.*b.*c', text, re.I))`: lines on which the parts follow each other. The greedy expression takes all of a line up to the
 * last part, so that there is one match a line; written as an expression it would take time in powers of the line's length.
 * @param parts lower-case; the last one may be an expression with the flags `iuy`
 */
export function linesWithSequence(text: string, parts: readonly string[], last?: RegExp): number {
  let count = 0;
  let start = 0;
  for (const line of text.split('\n')) {
    const lower = line.toLowerCase();
    let at = 0;
    for (const part of parts) {
      const found = at < 0 ? -1 : lower.indexOf(part, at);
      at = found < 0 ? -1 : found + part.length;
    }
    if (at >= 0 && (last === undefined || occursFrom(text, start + at, start + line.length, last))) count++;
    start += line.length + 1;
  }
  return count;
}

function occursFrom(text: string, from: number, to: number, pattern: RegExp): boolean {
  for (let at = from; at < to; at++) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return true;
  }
  return false;
}
