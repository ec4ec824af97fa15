/** Tells text on but for texts that end it: what may be the beginning of one is held until it is certain. */
export class StopTexts {
  private held = '';
  /** Whether one has come. */
  stopped = false;

  constructor(private readonly stops: readonly string[]) {}

  /** @returns what is certain not to belong to a stop text */
  push(text: string): string {
    if (this.stopped) return '';
    this.held += text;
    const at = this.first();
    if (at !== undefined) {
      this.stopped = true;
      return this.take(at);
    }
    return this.take(this.held.length - this.openEnd());
  }

  /** @returns what was held back, when the text ends without a stop */
  end(): string {
    return this.stopped ? '' : this.take(this.held.length);
  }

  private first(): number | undefined {
    const found = this.stops.map((stop) => this.held.indexOf(stop)).filter((at) => at >= 0);
    return found.length === 0 ? undefined : Math.min(...found);
  }

  /** Length of the longest end of the text with which a stop text begins. */
  private openEnd(): number {
    const most = Math.max(0, ...this.stops.map((stop) => stop.length - 1));
    for (let length = Math.min(most, this.held.length); length > 0; length--) {
      const end = this.held.slice(-length);
      if (this.stops.some((stop) => stop.startsWith(end))) return length;
    }
    return 0;
  }

  private take(length: number): string {
    const text = this.held.slice(0, length);
    this.held = this.stopped ? '' : this.held.slice(length);
    return text;
  }
}
