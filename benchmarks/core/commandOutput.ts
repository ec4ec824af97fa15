/** Where a command writes: the answer on stdout, everything else on stderr. */
export class CommandOutput {
  constructor(
    private readonly stdout: NodeJS.WritableStream,
    private readonly stderr: NodeJS.WriteStream,
  ) {}

  /** The answer of a command: one JSON document, or text for a reader. */
  answer(json: boolean, value: unknown, text: () => string): void {
    this.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${text().trimEnd()}\n`);
  }

  /** An answer whose form was chosen by the user, e.g. CSV, or whose bytes count: nothing is added or cut. */
  text(text: string): void {
    this.stdout.write(text);
  }

  log(message: string): void {
    this.stderr.write(`${message}\n`);
  }

  /** A line that the next one replaces, on a terminal; elsewhere a line now and then. */
  progress(message: string, last: boolean): void {
    if (this.stderr.isTTY) {
      this.stderr.write(`\r\u001b[K${message}${last ? '\n' : ''}`);
    } else if (last || Date.now() - this.lastProgress > 10_000) {
      this.lastProgress = Date.now();
      this.stderr.write(`${message}\n`);
    }
  }

  private lastProgress = 0;
}
