/** A part of a document, UTF-16 offsets in the document with its own line ends. */
export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/** One change, as VS Code tells it. */
export interface OffsetChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** Where the text stands that was last accepted in each document, while the document goes on changing. */
export class AcceptedTexts {
  private readonly accepted = new Map<string, readonly OffsetRange[]>();

  /** @param ranges where the accepted text stands now */
  remember(document: string, ranges: readonly OffsetRange[]): void {
    this.accepted.set(document, ranges);
  }

  of(document: string): readonly OffsetRange[] {
    return this.accepted.get(document) ?? [];
  }

  /** @param changes of one edit; VS Code names them from the document's end to its beginning */
  changed(document: string, changes: readonly OffsetChange[]): void {
    const ranges = this.accepted.get(document);
    if (!ranges) return;
    const moved = changes.reduce<readonly OffsetRange[]>(
      (all, change) =>
        all.flatMap((range) => {
          const after = move(range, change);
          return after ? [after] : [];
        }),
      ranges,
    );
    if (moved.length > 0) this.accepted.set(document, moved);
    else this.accepted.delete(document);
  }

  closed(document: string): void {
    this.accepted.delete(document);
  }
}

/** Undefined when the change reaches over an edge: then it is no longer that text. */
function move(range: OffsetRange, { rangeOffset, rangeLength, text }: OffsetChange): OffsetRange | undefined {
  const end = rangeOffset + rangeLength;
  const growth = text.length - rangeLength;
  if (end <= range.start && rangeOffset < range.start) return { start: range.start + growth, end: range.end + growth };
  if (rangeOffset >= range.end) return range;
  if (rangeOffset < range.start || end > range.end) return undefined;
  return range.end + growth > range.start ? { start: range.start, end: range.end + growth } : undefined;
}
