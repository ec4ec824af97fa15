import type { InfillExtent } from '../../protocol';
import { blockEnd } from './blockEnd';

/** Text around the cursor, LF line ends. */
export interface Surroundings {
  readonly prefix: string;
  readonly suffix: string;
}

/** Place at which all that the extent asks for is in `text`, or undefined while it may go on. */
export function extentEnd(text: string, extent: InfillExtent, around: Surroundings): number | undefined {
  if (extent === 'block') return blockEnd(text, around.prefix);
  const end = text.indexOf('\n');
  return end < 0 ? undefined : end;
}

/**
 * Makes a suggestion of generated text: cut to its extent, without what is after the cursor already, without closing
 * brackets that nothing opened, and nothing at all if only blanks are left.
 * @param complete whether the model ended the text; if not, a last partial line is dropped when there are others
 */
export function postProcess(
  generated: string,
  extent: InfillExtent,
  around: Surroundings,
  complete: boolean,
): string | undefined {
  let text = generated.replace(/\r\n?/g, '\n');
  const broken = text.indexOf('\ufffd');
  if (broken >= 0) text = text.slice(0, broken);
  const end = extentEnd(text, extent, around);
  if (end !== undefined) text = text.slice(0, end);
  else if (!complete && text.includes('\n')) text = text.slice(0, text.lastIndexOf('\n'));
  text = dropRepeatedLines(text);
  text = dropSuffixOverlap(text, around.suffix);
  text = dropUnopenedClosers(text, around);
  // Before other text of the cursor's line, a last line end and its indentation belong to the middle.
  if (/^[ \t]*(\n|$)/.test(around.suffix)) text = text.replace(/(\n\s*|[ \t]+)$/, '');
  return text.trim() === '' ? undefined : text;
}

/** A model that has lost its way writes one line again and again: the second of three equal lines is the end. */
function dropRepeatedLines(text: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line, i) => line.trim() !== '' && line === lines[i + 1] && line === lines[i + 2]);
  return at < 0 ? text : lines.slice(0, at + 1).join('\n');
}

const closers = new Set([')', ']', '}']);
const openerOf: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Cuts the end of the text off that is also the start of the suffix. */
function dropSuffixOverlap(text: string, suffix: string): string {
  const line = suffix.split('\n', 1)[0] ?? '';
  // Whole lines that stand below the cursor already.
  const below = suffix
    .slice(line.length + 1)
    .split('\n')
    .filter((candidate) => candidate.trim() !== '');
  const lines = text.split('\n');
  const expected = line.trim() === '' ? below : [];
  for (let count = Math.min(lines.length - 1, expected.length); count > 0; count--) {
    const tail = lines.slice(-count);
    if (tail.every((candidate, i) => candidate.trimEnd() === expected[i]?.trimEnd()) && isWeighty(tail.join(''))) {
      return lines.slice(0, -count).join('\n');
    }
  }
  for (let length = Math.min(line.length, text.length); length > 0; length--) {
    const overlap = line.slice(0, length);
    if (!text.endsWith(overlap)) continue;
    const whole = overlap === line.trimEnd() && !/[()[\]{}]/.test(overlap);
    const first = overlap[0] ?? '';
    const closesTwice = closers.has(first) && isUnopened(text.slice(0, text.length - length + 1), first);
    if (whole || closesTwice || isWeighty(overlap)) return text.slice(0, -length);
  }
  return text;
}

/** Whether a repetition of this is no coincidence: three letters or digits, at least. */
function isWeighty(text: string): boolean {
  return (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 3;
}

/**
 * Removes closing brackets and quotes at the end of the text that the rest of the cursor's line closes already, which
 * is how an editor that closes brackets by itself leaves a line: `f(|)` and not `f(x)|)`.
 */
function dropUnopenedClosers(text: string, around: Surroundings): string {
  const line = (around.suffix.split('\n', 1)[0] ?? '').trimStart();
  let result = text;
  for (;;) {
    const last = result.trimEnd().at(-1) ?? '';
    const closing = closersAtStart(line);
    if (!closers.has(last) || !closing.includes(last) || !isUnopened(result.trimEnd(), last)) break;
    result = result.trimEnd().slice(0, -1);
  }
  const quote = line[0];
  if ((quote === '"' || quote === "'" || quote === '`') && result.endsWith(quote)) {
    const start = around.prefix.lastIndexOf('\n') + 1;
    const open = count(around.prefix.slice(start), quote) % 2 === 1;
    if (open && count(result, quote) % 2 === 1) result = result.slice(0, -1);
  }
  return result;
}

function closersAtStart(line: string): string {
  return /^[)\]}\s]*/.exec(line)?.[0] ?? '';
}

/** Whether the last character closes a bracket that the text itself does not open. */
function isUnopened(text: string, closer: string): boolean {
  const opener = openerOf[closer] ?? '';
  return count(text, opener) < count(text, closer);
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
