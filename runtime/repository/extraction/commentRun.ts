/** The comment that stands last before a place, lines of comments after each other being one. */
export class CommentRun {
  private start = -1;
  private end = -1;

  constructor(private readonly text: string) {}

  add(start: number, end: number): void {
    const trimmed = trimmedEnd(this.text, end);
    if (!firstOnLine(this.text, start)) {
      // It stands behind something and is about that.
      this.start = this.end = -1;
    } else if (this.start !== -1 && isNextLine(this.text, this.end, start)) this.end = trimmed;
    else [this.start, this.end] = [start, trimmed];
  }

  /** The comment directly above a definition. */
  before(index: number): string | undefined {
    if (this.start === -1 || this.end > index || !isNextLine(this.text, this.end, index)) return undefined;
    return this.text.slice(this.start, this.end);
  }
}

/** Nothing but white space without an empty line. */
export function isNextLine(text: string, from: number, to: number): boolean {
  let ends = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) ends++;
    else if (code !== 32 && code !== 9 && code !== 13) return false;
  }
  return ends <= 1;
}

function firstOnLine(text: string, index: number): boolean {
  for (let at = index - 1; at >= 0; at--) {
    const code = text.charCodeAt(at);
    if (code === 10) return true;
    if (code !== 32 && code !== 9) return false;
  }
  return true;
}

function trimmedEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text.charAt(at - 1))) at--;
  return at;
}
