import type { Position, Range } from '../types';

/** Lines and columns of places in a text. */
export class LineTable {
  private readonly starts: readonly number[];
  /** The line that was asked for last: walks ask in order. */
  private last = 0;

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  /** Number of lines, counting one after the last line end only if it has text. */
  lines(length: number): number {
    const last = this.starts.length - 1;
    return this.starts[last] === length ? last : last + 1;
  }

  lineStart(line: number): number {
    return this.starts[line] ?? 0;
  }

  lineAt(index: number): number {
    const { starts } = this;
    const from = this.last;
    if (starts[from]! <= index) {
      // Nearly always this line or one of the next.
      for (let line = from; line < from + 8; line++) {
        const next = starts[line + 1];
        if (next === undefined || next > index) return (this.last = line);
      }
    }
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    return (this.last = low);
  }

  position(index: number): Position {
    const line = this.lineAt(index);
    return { line, column: index - this.lineStart(line) };
  }

  range(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(end) };
  }
}
