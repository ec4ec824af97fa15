/** A server that talks without end shall not fill the log. */
const WINDOW_MS = 10_000;
const LINES = 200;
const LINE_LENGTH = 2_000;

/** Hands on so many lines in so much time, and says how many it left out. */
export class LogLimiter {
  private since = 0;
  private lines = 0;

  constructor(
    private readonly out: (line: string) => void,
    private readonly now: () => number = Date.now,
  ) {}

  log(line: string): void {
    if (this.now() - this.since > WINDOW_MS) {
      if (this.lines > LINES) this.out(`… ${this.lines - LINES} lines left out`);
      this.since = this.now();
      this.lines = 0;
    }
    this.lines++;
    if (this.lines <= LINES) this.out(line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line);
    else if (this.lines === LINES + 1) this.out('… it says more than is kept; lines are left out.');
  }
}
