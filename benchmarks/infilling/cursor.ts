/** Splits a text at a cursor as an editor sees it. */
import { BadInputError } from '../core/badInputError';

/** Text on both sides of the cursor, LF line ends. */
export interface CursorContext {
  readonly prefix: string;
  readonly suffix: string;
}

/** Most characters that are handed to the runtime; far more than any model's context holds. */
export const MAX_PREFIX_CHARACTERS = 20_000;
export const MAX_SUFFIX_CHARACTERS = 6_000;

/**
 * @param text a file with any line ends (CRLF, LF, CR), with or without a byte-order mark
 * @param line 1-based
 * @param column 1-based, in UTF-16 code units; a tab is one column; one past the last character is the line's end
 * @throws BadInputError when there is no such place, or it is inside a surrogate pair
 */
export function splitAtCursor(text: string, line: number, column: number): CursorContext {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const content = lines[line - 1];
  if (content === undefined) {
    throw new BadInputError(`Line ${line} is past the end: the file has ${lines.length} lines.`);
  }
  if (column > content.length + 1) {
    throw new BadInputError(
      `Column ${column} is past the end of line ${line}, whose last column is ${content.length + 1}. ` +
        'Columns count UTF-16 code units from 1; a tab is one column.',
    );
  }
  if (splitsSurrogatePair(content, column - 1)) {
    throw new BadInputError(
      `Column ${column} of line ${line} is inside a character of two UTF-16 code units. Use ${column - 1} or ${column + 1}.`,
    );
  }
  return {
    prefix: [...lines.slice(0, line - 1), content.slice(0, column - 1)].join('\n'),
    suffix: [content.slice(column - 1), ...lines.slice(line)].join('\n'),
  };
}

/** Cuts a context to what is handed to the runtime: at line starts where there are any, never inside a character. */
export function clipContext({ prefix, suffix }: CursorContext): CursorContext {
  return {
    prefix: lastCharacters(prefix, MAX_PREFIX_CHARACTERS),
    suffix: firstCharacters(suffix, MAX_SUFFIX_CHARACTERS),
  };
}

function lastCharacters(text: string, limit: number): string {
  if (text.length <= limit) {
    return text;
  }
  const start = text.length - limit;
  const lineStart = text.indexOf('\n', start - 1) + 1;
  // In a huge line there is no line start worth waiting for.
  const cut = lineStart > 0 && lineStart < text.length ? lineStart : start;
  return text.slice(splitsSurrogatePair(text, cut) ? cut + 1 : cut);
}

function firstCharacters(text: string, limit: number): string {
  const end = Math.min(limit, text.length);
  return text.slice(0, splitsSurrogatePair(text, end) ? end - 1 : end);
}

function splitsSurrogatePair(text: string, offset: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(Math.max(0, offset - 1), offset + 1));
}
