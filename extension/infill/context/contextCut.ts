import type { LinePosition, LineSource } from './lineSource';
import { wholeCharacter } from './lineSource';

/** A context begins at a line whose number is a multiple of this, so that it moves once in many lines and not at every key press. */
const anchorLines = 16;
/** The same inside one very long line. UTF-16 units. */
const anchorColumns = 1024;

export interface PrefixCut {
  readonly text: string;
  /** Whether it begins where the document begins. */
  readonly fromStart: boolean;
}

export interface SuffixCut {
  readonly text: string;
  /** Whether it ends where the document ends. */
  readonly toEnd: boolean;
}

/**
 * The text before a position, LF line ends. Looks only at the lines that it returns.
 * @param budget UTF-16 units, never exceeded
 */
export function cutPrefix(source: LineSource, at: LinePosition, budget: number): PrefixCut {
  const cursorLine = source.line(at.line).slice(0, at.character);
  if (cursorLine.length > budget) {
    const start = Math.ceil((cursorLine.length - budget) / anchorColumns) * anchorColumns;
    const from = wholeCharacter(cursorLine, start < cursorLine.length ? start : cursorLine.length - budget);
    return { text: cursorLine.slice(from), fromStart: false };
  }
  let first = at.line;
  let size = cursorLine.length;
  while (first > 0) {
    const added = source.line(first - 1).length + 1;
    if (size + added > budget) break;
    size += added;
    first -= 1;
  }
  // Where few long lines fit, a coarse grid would give most of them up.
  const grid = Math.min(anchorLines, 2 ** Math.floor(Math.log2(Math.max(2, at.line - first) / 2)));
  const start = Math.min(at.line, Math.ceil(first / grid) * grid);
  const lines: string[] = [];
  for (let line = start; line < at.line; line++) lines.push(source.line(line));
  lines.push(cursorLine);
  return { text: lines.join('\n'), fromStart: start === 0 };
}

/** The text after a position, LF line ends, cut at a line end where there is one. */
export function cutSuffix(source: LineSource, at: LinePosition, budget: number): SuffixCut {
  const rest = source.line(at.line).slice(at.character);
  if (rest.length > budget) return { text: rest.slice(0, wholeCharacter(rest, budget)), toEnd: false };
  const lines = [rest];
  let size = rest.length;
  let line = at.line + 1;
  for (; line < source.lineCount; line++) {
    const text = source.line(line);
    if (size + text.length + 1 > budget) break;
    size += text.length + 1;
    lines.push(text);
  }
  return { text: lines.join('\n'), toEnd: line >= source.lineCount };
}
