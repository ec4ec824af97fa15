/** A time limit that stands still while somebody else is waited for. */
export class PausableTimer {
  private readonly abort = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private started = 0;

  /** @param left milliseconds */
  constructor(private left: number) {
    this.resume();
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  pause(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.left -= performance.now() - this.started;
  }

  resume(): void {
    if (this.timer !== undefined || this.abort.signal.aborted) return;
    this.started = performance.now();
    this.timer = setTimeout(
      () => this.abort.abort(new DOMException('Out of time.', 'AbortError')),
      Math.max(0, this.left),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
