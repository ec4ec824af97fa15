import type { InfillExtent } from '../../protocol';
import { blockEnd } from './blockEnd';
import { cutStrayCloser, dropSurplusClosers, isSurplus } from './brackets';

/** Text around the cursor, LF line ends. */
export interface Surroundings {
  readonly prefix: string;
  readonly suffix: string;
}

/** Where text may end; 'open': nowhere before the model says so. */
export type TextExtent = InfillExtent | 'open';

/** Place at which all that the extent asks for is in `text`, or undefined while it may go on. */
export function extentEnd(text: string, extent: TextExtent, around: Surroundings): number | undefined {
  if (extent === 'open') return undefined;
  if (extent === 'block') return blockEnd(text, around.prefix);
  const end = text.indexOf('\n');
  return end < 0 ? undefined : end;
}

/**
 * Makes a suggestion of generated text: cut to its extent, without what is after the cursor already, without brackets
 * that close nothing, and nothing at all if nothing worth showing is left.
 * @param complete whether the model ended the text; if not, a last partial line is dropped when there are others
 */
export function postProcess(
  generated: string,
  extent: TextExtent,
  around: Surroundings,
  complete: boolean,
): string | undefined {
  let text = generated.replace(/\r\n?/g, '\n');
  const broken = text.indexOf('\ufffd');
  if (broken >= 0) text = text.slice(0, broken);
  const end = extentEnd(text, extent, around);
  if (end !== undefined) text = text.slice(0, end);
  else if (!complete && text.includes('\n')) text = text.slice(0, text.lastIndexOf('\n'));
  if (repeatsRestOfWord(text, around)) return undefined;
  text = dropRepeatedLines(dropExtraIndentation(text, around.prefix));
  text = dropSuffixOverlap(text, around);
  text = cutAtQuote(text, around);
  text = dropSurplusClosers(text, around);
  text = cutStrayCloser(text, around.prefix);
  text = dropBlanks(text, around.suffix);
  return isWorthShowing(text, around.suffix) ? text : undefined;
}

const wordStart = /^[\p{L}\p{N}_$]+/u;

/** The rest of the word that the cursor stands in; '' between words. */
function restOfWord({ prefix, suffix }: Surroundings): string {
  return /[\p{L}\p{N}_$]$/u.test(prefix.slice(-2)) ? (wordStart.exec(suffix.slice(0, 200))?.[0] ?? '') : '';
}

/** Inside a word, text that writes the rest of the word and goes on was not made for this place: `bal|ance`, `ance =`. */
function repeatsRestOfWord(text: string, around: Surroundings): boolean {
  const rest = restOfWord(around);
  return rest.length > 1 && text.startsWith(rest) && !wordStart.test(text.slice(rest.length));
}

/**
 * Takes indentation away that goes deeper behind a finished statement, which only an opener could ask for, or behind an
 * opener when the cursor is indented already. Lines that go on with a chain or an operator may.
 */
function dropExtraIndentation(text: string, prefix: string): string {
  const start = prefix.lastIndexOf('\n') + 1;
  const own = prefix.slice(start);
  const extra = /^[ \t]+(?![ \t.?:&|+])/.exec(text)?.[0];
  const before = prefix.slice(0, start).trimEnd();
  const previous = before.slice(before.lastIndexOf('\n') + 1);
  const indentation = previous.length - previous.trimStart().length;
  const finished = /[;}]$/.test(previous) && own.length >= indentation;
  const indented = /[:{([]$|=>$/.test(previous) && own.length > indentation;
  if (own.trim() !== '' || extra === undefined || !(finished || indented)) return text;
  return `${own}${text}`.replaceAll(`\n${own}${extra}`, `\n${own}`).slice(own.length + extra.length);
}

/** A model that has lost its way writes one line again and again: the second of three equal lines is the end. */
function dropRepeatedLines(text: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line, i) => line.trim() !== '' && line === lines[i + 1] && line === lines[i + 2]);
  return at < 0 ? text : lines.slice(0, at + 1).join('\n');
}

/** Cuts the end of the text off that is also the start of the suffix. */
function dropSuffixOverlap(text: string, around: Surroundings): string {
  const { suffix } = around;
  const line = suffix.split('\n', 1)[0] ?? '';
  const lines = text.split('\n');
  const expected = line.trim() === '' ? linesBelow(suffix, lines.length - 1) : [];
  for (let count = expected.length; count > 0; count--) {
    const tail = lines.slice(-count);
    // A line that stands below with the same indentation is no coincidence, but for brackets and numbers.
    if (tail.every((candidate, i) => candidate.trimEnd() === expected[i]?.trimEnd()) && /\p{L}/u.test(tail.join(''))) {
      return lines.slice(0, -count).join('\n');
    }
  }
  const rest = restOfWord(around);
  for (let length = Math.min(line.length, text.length); length > 0; length--) {
    const overlap = line.slice(0, length);
    if (!text.endsWith(overlap)) continue;
    const whole = (overlap === line.trimEnd() && !/[()[\]{}]/.test(overlap)) || (overlap === rest && rest.length > 1);
    const first = overlap[0] ?? '';
    const closesTwice = /[)\]}]/.test(first) && isSurplus(text.slice(0, text.length - length + 1), first, around);
    if (whole || closesTwice || isWeighty(overlap)) return text.slice(0, -length);
  }
  return text;
}

/** The first lines with text below the cursor's line. */
function linesBelow(suffix: string, count: number): readonly string[] {
  const found: string[] = [];
  for (let end = suffix.indexOf('\n'); end >= 0 && found.length < count;) {
    const next = suffix.indexOf('\n', end + 1);
    const line = suffix.slice(end + 1, next < 0 ? undefined : next);
    if (line.trim() !== '') found.push(line);
    end = next;
  }
  return found;
}

/** Whether a repetition of this is no coincidence: three letters or digits, at least. */
function isWeighty(text: string): boolean {
  return (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 3;
}

/** Inside a string whose closing quote stands behind the cursor, the text ends where it closes the string itself. */
function cutAtQuote(text: string, { prefix, suffix }: Surroundings): string {
  const quote = suffix.trimStart()[0];
  if (quote !== '"' && quote !== "'" && quote !== '`') return text;
  const open = count(prefix.slice(prefix.lastIndexOf('\n') + 1), quote) % 2 === 1;
  if (!open) return text;
  if (text.startsWith(quote)) return '';
  return count(text, quote) % 2 === 1 ? text.slice(0, text.lastIndexOf(quote)) : text;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** Blanks at line ends; where a line end follows the text, that is also a last line end with its indentation. */
function dropBlanks(text: string, suffix: string): string {
  const lines = text.replace(/[ \t]+\n/g, '\n');
  if (/^[ \t]*(\n|$)/.test(suffix)) return lines.replace(/(\n\s*|[ \t]+)$/, '');
  return /^[;,)\]]/.test(suffix) ? lines.replace(/[ \t]+$/, '') : lines;
}

/** Neither blanks, nor a lone quote, nor (in front of other text) only brackets that nothing closes. */
function isWorthShowing(text: string, suffix: string): boolean {
  const content = text.trim();
  if (content === '' || /^["'`]$/.test(content)) return false;
  return /^[ \t]*(\n|$)/.test(suffix) || !/^[([{<"'`\s]+$/.test(content) || /^(""|''|``)$/.test(content);
}
