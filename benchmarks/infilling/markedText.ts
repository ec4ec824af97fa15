/** Places of a text that are to be written anew: a range of it, or the gaps that a marker stands for. */
import { BadInputError } from '../core/badInputError';
import { splitAtCursor } from './cursor';

/** A text without byte-order mark, LF line ends, and spans of it in UTF-16 units. */
export interface MarkedText {
  readonly text: string;
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

/** A place as a person names it: line and column from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** @throws BadInputError when a place is not in the text, or the range ends before it begins */
export function rangeOf(file: string, from: Place, to: Place): MarkedText {
  const before = splitAtCursor(file, from.line, from.column);
  const behind = splitAtCursor(file, to.line, to.column);
  const [start, end] = [before.prefix.length, behind.prefix.length];
  if (end < start) {
    throw new BadInputError(`The range ends (${nameOf(to)}) before it begins (${nameOf(from)}). Exchange the places.`);
  }
  return { text: before.prefix + before.suffix, spans: [{ start, end }] };
}

/** Takes every marker out of a text. @throws BadInputError when there is none */
export function gapsOf(file: string, marker: string): MarkedText {
  const text = file.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const parts = text.split(marker);
  if (parts.length === 1) {
    throw new BadInputError(
      `The file does not hold the text ${JSON.stringify(marker)}. Put it where a gap is to be filled.`,
    );
  }
  let at = 0;
  const spans = parts.slice(0, -1).map((part) => {
    at += part.length;
    return { start: at, end: at };
  });
  return { text: parts.join(''), spans };
}

/** The text with other texts in place of its spans. */
export function withTexts({ text, spans }: MarkedText, texts: readonly string[]): string {
  let result = '';
  let at = 0;
  spans.forEach(({ start, end }, index) => {
    result += text.slice(at, start) + texts[index]!;
    at = end;
  });
  return result + text.slice(at);
}

function nameOf({ line, column }: Place): string {
  return `${line}:${column}`;
}
