/** Search/replace blocks: a path, then `<<<<<<< SEARCH`, `=======`, `>>>>>>> REPLACE`. */
import { locate, reindented, textLines } from './locate';
import type { Applied } from './unifiedDiff';

export interface SearchReplace {
  /** Lines before it that are not blank, nearest first. */
  readonly before: readonly string[];
  readonly search: readonly string[];
  readonly replace: readonly string[];
  readonly closed: boolean;
}

const HEAD = /^\s*<{5,9}\s*(?:SEARCH|ORIGINAL)\b/i;
const MIDDLE = /^\s*={5,9}\s*$/;
const TAIL = /^\s*>{5,9}\s*(?:REPLACE|UPDATED)\b/i;

export function looksLikeSearchReplace(text: string): boolean {
  return text.split('\n').some((line) => HEAD.test(line));
}

export function readSearchReplace(text: string): SearchReplace[] {
  const lines = text.split(/\r?\n/);
  const read: SearchReplace[] = [];
  let since = 0;
  for (let at = 0; at < lines.length; at++) {
    if (!HEAD.test(lines[at]!)) continue;
    const middle = lines.findIndex((line, index) => index > at && MIDDLE.test(line));
    const tail = middle < 0 ? -1 : lines.findIndex((line, index) => index > middle && TAIL.test(line));
    const before = lines.slice(since, at).filter((line) => line.trim() !== '' && !/^\s*(?:`{3,}|~{3,})/.test(line));
    const closed = tail >= 0;
    read.push({
      before: before.slice(-2).reverse(),
      search: lines.slice(at + 1, middle < 0 ? lines.length : middle),
      replace: middle < 0 ? [] : lines.slice(middle + 1, closed ? tail : lines.length),
      closed,
    });
    at = closed ? tail : lines.length;
    since = at + 1;
  }
  return read;
}

export function applySearchReplace(text: string, { search, replace }: SearchReplace): Applied {
  const { lines, join } = textLines(text);
  if (search.every((line) => line.trim() === '')) {
    if (lines.some((line) => line.trim() !== '')) {
      return { problem: 'looks for nothing in a file that is not empty', ambiguous: true };
    }
    return { text: replace.length === 0 ? '' : `${replace.join('\n')}\n` };
  }
  const found = locate(lines, search);
  if (found.kind === 'missing') return { problem: 'looks for lines that do not stand in the file', ambiguous: false };
  if (found.kind === 'ambiguous') {
    return { problem: `looks for lines that stand in the file ${found.times} times`, ambiguous: true };
  }
  const own = lines.slice(found.at, found.at + search.length);
  const made = reindented(own, search, replace);
  return { text: join([...lines.slice(0, found.at), ...made, ...lines.slice(found.at + search.length)]) };
}
