/** Longer lines are parted: one line of megabytes would be laid out at once. Characters. */
const longestLine = 2000;

/** The lines of a text by their places: nothing is copied until a line is shown. */
export class TextLines {
  private readonly starts: number[] = [0];

  constructor(readonly text: string) {
    let start = 0;
    while (start < text.length) {
      const end = text.indexOf('\n', start);
      const stop = end < 0 ? text.length : end;
      for (let part = start + longestLine; part < stop; part += longestLine) this.starts.push(part);
      if (end < 0) break;
      start = end + 1;
      this.starts.push(start);
    }
  }

  get count(): number {
    return this.starts.length;
  }

  line(index: number): string {
    const start = this.starts[index] ?? this.text.length;
    const end = this.starts[index + 1] ?? this.text.length;
    return this.text.slice(start, end).replace(/\r?\n$/, '');
  }

  /** Line in which a place of the text lies. */
  lineAt(place: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Lines with a hit, in order, whatever case; `most` of them at most. */
  find(words: string, most: number): readonly number[] {
    if (words === '') return [];
    const hits: number[] = [];
    // Escaped: what is searched for is text.
    const pattern = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
    for (const { index } of this.text.matchAll(pattern)) {
      const line = this.lineAt(index);
      if (hits.at(-1) !== line) hits.push(line);
      if (hits.length >= most) break;
    }
    return hits;
  }
}
