import { type LinePosition, type LineSource, wholeCharacter } from '../infill/context/lineSource';

/** A part of a document that is to be written anew; empty for a gap. */
export interface DocumentSpan {
  readonly start: LinePosition;
  readonly end: LinePosition;
  /** What stands there only says that something is missing: the model is not shown it. */
  readonly marker: boolean;
}

/**
 * What of a selection is written anew. White space at its edges stays: selecting whole lines means their text, and a first line
 * keeps its indentation. A selection of nothing but white space is a gap.
 */
export function spanOfSelection(source: LineSource, start: LinePosition, end: LinePosition): DocumentSpan {
  let first = start.line;
  let from = leftOfPair(source.line(first), start.character);
  let last = end.line;
  let to = wholeCharacter(source.line(last), end.character);
  const isBlank = (line: number, begin: number, stop: number): boolean =>
    source.line(line).slice(begin, stop).trim() === '';
  const stopOf = (line: number): number => (line === end.line ? to : source.line(line).length);
  const whole = { start: { line: first, character: from }, end: { line: last, character: to }, marker: false };
  while (first < last && isBlank(first, from, source.line(first).length)) {
    first += 1;
    from = 0;
  }
  while (last > first && isBlank(last, 0, to)) {
    last -= 1;
    to = source.line(last).length;
  }
  if (isBlank(first, from, first === last ? to : stopOf(first))) return whole;
  const begin = source.line(first).slice(from, first === last ? to : undefined);
  from += begin.length - begin.trimStart().length;
  const stop = source.line(last).slice(first === last ? from : 0, to);
  to -= stop.length - stop.trimEnd().length;
  return { start: { line: first, character: from }, end: { line: last, character: to }, marker: false };
}

/** Spans in the document's order. Markers that touch are one gap; of other spans that touch or overlap the first one stays. */
export function inOrder(spans: readonly DocumentSpan[]): readonly DocumentSpan[] {
  const sorted = [...spans].sort((a, b) => comparePositions(a.start, b.start) || comparePositions(a.end, b.end));
  const result: DocumentSpan[] = [];
  for (const span of sorted) {
    const before = result.at(-1);
    if (!before || comparePositions(before.end, span.start) < 0) result.push(span);
    else if (before.marker && span.marker) result[result.length - 1] = { ...before, end: span.end };
  }
  return result;
}

export function isEmptySpan({ start, end }: DocumentSpan): boolean {
  return start.line === end.line && start.character === end.character;
}

/** Text of a part of a document, LF line ends. */
export function textBetween(source: LineSource, start: LinePosition, end: LinePosition): string {
  if (start.line === end.line) return source.line(start.line).slice(start.character, end.character);
  const lines = [source.line(start.line).slice(start.character)];
  for (let line = start.line + 1; line < end.line; line++) lines.push(source.line(line));
  return [...lines, source.line(end.line).slice(0, end.character)].join('\n');
}

/** Below 0 when a stands before b. */
export function comparePositions(a: LinePosition, b: LinePosition): number {
  return a.line - b.line || a.character - b.character;
}

/** Moves a cut out of the middle of a surrogate pair, towards the line's beginning. */
function leftOfPair(text: string, index: number): number {
  const whole = wholeCharacter(text, index);
  return whole === index ? index : index - 1;
}
