/** Cuts a stream of bytes into lines without ever holding more than one line of bounded length. */

/** Enough of both ends to find the number of the request that an answer belongs to. */
const KEPT = 512;

export interface LineSink {
  readonly line: (line: Buffer) => void;
  /** A line that was longer than allowed; its ends, the middle was thrown away. */
  readonly tooLong: (ends: { readonly head: Buffer; readonly tail: Buffer; readonly bytes: number }) => void;
}

export class LineReader {
  private parts: Buffer[] = [];
  private bytes = 0;
  private cut: { readonly head: Buffer; tail: Buffer } | undefined;

  /** @param limit bytes of a line at most */
  constructor(
    private readonly limit: number,
    private readonly sink: LineSink,
  ) {}

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.take(chunk.subarray(start, end));
      this.finish();
      start = end + 1;
    }
    this.take(chunk.subarray(start));
  }

  private take(part: Buffer): void {
    if (part.length === 0) return;
    this.bytes += part.length;
    if (this.cut !== undefined) {
      this.cut.tail = lastOf(part.length >= KEPT ? part : Buffer.concat([this.cut.tail, part]));
      return;
    }
    this.parts.push(part);
    if (this.bytes <= this.limit) return;
    const held = Buffer.concat(this.parts);
    // Copies: a view would keep the whole line alive.
    this.cut = { head: Buffer.from(held.subarray(0, KEPT)), tail: lastOf(held) };
    this.parts = [];
  }

  private finish(): void {
    const { parts, bytes, cut } = this;
    this.parts = [];
    this.bytes = 0;
    this.cut = undefined;
    if (cut !== undefined) this.sink.tooLong({ ...cut, bytes });
    else if (bytes > 0) this.sink.line(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts));
  }
}

const lastOf = (bytes: Buffer) => Buffer.from(bytes.subarray(Math.max(0, bytes.length - KEPT)));
