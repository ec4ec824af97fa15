import { cutPrefix, cutSuffix } from '../infill/context/contextCut';
import type { LinePosition, LineSource } from '../infill/context/lineSource';
import { comparePositions, type DocumentSpan } from './documentSpan';

/** How much text around each span is sent, UTF-16 units. */
export interface ContextBudget {
  readonly before: number;
  readonly after: number;
  /** All of it together; with many spans that are far apart each gets less. */
  readonly all: number;
}

/** Neighbouring cells of a notebook: they are joined on where the text reaches the document's edge. */
export interface Neighbours {
  readonly before: (budget: number) => string;
  readonly after: (budget: number) => string;
}

export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** One line of the document, or a part of one, and where it stands in the text. */
interface Segment {
  /** Offset of its first character in the text. */
  readonly offset: number;
  readonly at: LinePosition;
  readonly length: number;
}

interface Region {
  readonly start: LinePosition;
  readonly end: LinePosition;
}

/** What little context a span gets at least, when there are many. */
const leastBefore = 1000;
const leastAfter = 300;

/**
 * The text of a document as the model is to see it: LF line ends, cut around the spans at lines that stay put, without gap
 * markers. It knows the place in the document of each of its offsets, and the reverse.
 */
export class RewriteText {
  readonly text: string;
  /** In the order of the given spans. */
  readonly spans: readonly TextSpan[];
  private readonly segments: readonly Segment[];

  /** @param spans in ascending order, not overlapping */
  constructor(source: LineSource, spans: readonly DocumentSpan[], budget: ContextBudget, neighbours?: Neighbours) {
    const regions = regionsAround(source, spans, budget);
    const first = regions[0];
    const last = regions.at(-1);
    const atStart = first?.start.line === 0 && first.start.character === 0;
    const lastLine = source.lineCount - 1;
    const atEnd = last?.end.line === lastLine && last.end.character === source.line(lastLine).length;
    const lead = atStart ? (neighbours?.before(budget.before) ?? '') : '';
    const trail = atEnd ? (neighbours?.after(budget.after) ?? '') : '';

    const markers = spans.filter((span) => span.marker);
    const markerOffsets = new Map<DocumentSpan, number>();
    const segments: Segment[] = [];
    const parts: string[] = [lead];
    let offset = lead.length;
    const put = (line: number, from: number, to: number): void => {
      segments.push({ offset, at: { line, character: from }, length: to - from });
      parts.push(source.line(line).slice(from, to));
      offset += to - from;
    };
    for (const [index, region] of regions.entries()) {
      for (let line = region.start.line; line <= region.end.line; line++) {
        if (index > 0 || line > region.start.line) {
          parts.push('\n');
          offset += 1;
        }
        let from = line === region.start.line ? region.start.character : 0;
        const to = line === region.end.line ? region.end.character : source.line(line).length;
        for (const marker of markers) {
          if (marker.start.line !== line) continue;
          put(line, from, marker.start.character);
          markerOffsets.set(marker, offset);
          from = marker.end.character;
        }
        put(line, from, to);
      }
    }
    this.text = parts.join('') + trail;
    this.segments = segments;
    this.spans = spans.map((span) => {
      const marker = markerOffsets.get(span);
      if (marker !== undefined) return { start: marker, end: marker };
      return { start: this.offsetAt(span.start), end: this.offsetAt(span.end) };
    });
  }

  /** The offset of a place of the document; of a place that is not in the text, the nearest before it. */
  offsetAt(position: LinePosition): number {
    const segment = this.lastSegment(({ at }) => comparePositions(at, position) <= 0);
    if (!segment) return this.segments[0]?.offset ?? 0;
    const distance = segment.at.line === position.line ? position.character - segment.at.character : Infinity;
    return segment.offset + Math.min(distance, segment.length);
  }

  /** The place in the document of an offset; in a neighbouring cell, the document's edge. */
  positionAt(offset: number): LinePosition {
    const segment = this.lastSegment((each) => each.offset <= offset) ?? this.segments[0];
    if (!segment) return { line: 0, character: 0 };
    const distance = Math.max(0, Math.min(offset - segment.offset, segment.length));
    return { line: segment.at.line, character: segment.at.character + distance };
  }

  /** Binary search: the segments stand in the order of the document and of the text alike. */
  private lastSegment(isBefore: (segment: Segment) => boolean): Segment | undefined {
    let low = 0;
    let high = this.segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(this.segments[middle]!)) low = middle + 1;
      else high = middle;
    }
    return this.segments[low - 1];
  }
}

/** The parts of the document that are sent, in order, each apart from the next. */
function regionsAround(source: LineSource, spans: readonly DocumentSpan[], budget: ContextBudget): readonly Region[] {
  let { before, after } = budget;
  for (;;) {
    const regions = merged(spans.map((span) => regionAround(source, span, before, after)));
    const least = before <= leastBefore && after <= leastAfter;
    if (least || sizeOf(source, regions) <= budget.all) return regions;
    before = Math.max(leastBefore, Math.floor(before / 2));
    after = Math.max(leastAfter, Math.floor(after / 2));
  }
}

function regionAround(source: LineSource, { start, end }: DocumentSpan, before: number, after: number): Region {
  const prefix = cutPrefix(source, start, before).text;
  const above = lineBreaks(prefix);
  const suffix = cutSuffix(source, end, after).text;
  const below = lineBreaks(suffix);
  return {
    start: { line: start.line - above, character: above > 0 ? 0 : start.character - prefix.length },
    end: {
      line: end.line + below,
      character: below > 0 ? source.line(end.line + below).length : end.character + suffix.length,
    },
  };
}

function merged(regions: readonly Region[]): readonly Region[] {
  const result: Region[] = [];
  for (const region of regions) {
    const before = result.at(-1);
    // A region that begins on the line after another's end goes on from it.
    if (before && region.start.line <= before.end.line + 1) {
      const end = comparePositions(before.end, region.end) < 0 ? region.end : before.end;
      result[result.length - 1] = { start: before.start, end };
    } else result.push(region);
  }
  return result;
}

function sizeOf(source: LineSource, regions: readonly Region[]): number {
  let size = 0;
  for (const { start, end } of regions) {
    for (let line = start.line; line <= end.line; line++) size += source.line(line).length + 1;
    size -= start.character + (source.line(end.line).length - end.character);
  }
  return size;
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1;
}
