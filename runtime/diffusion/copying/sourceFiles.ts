import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { isAbsolute } from 'node:path';
import type { SourceFile } from '../../protocol';
import { largestSource, SourceIndex } from './sourceIndex';
import { sourcePathOf } from './sourcePath';

export interface SourceFilesOptions {
  /** Whether indexing should wait. */
  readonly isBusy: () => boolean;
  readonly log: (message: string) => void;
  /** Bytes of text that are kept. Default 64 MiB. */
  readonly capacity?: number;
}

/** How often it is asked whether indexing may go on. Milliseconds. */
const busyPause = 20;
/** Zero bytes are looked for in the beginning of a file only. */
const binaryLook = 8192;

/** Sources that may be copied from: reads those whose text was not given, and keeps them in an index. */
export class SourceFiles {
  readonly index: SourceIndex;
  /** Puts and drops that wait for their turn, in the order in which they came; a later one replaces an earlier one. */
  private readonly waiting = new Map<string, SourceFile | 'drop'>();
  private work: Promise<void> | undefined;

  constructor(private readonly options: SourceFilesOptions) {
    const turn = () => this.turn();
    this.index = new SourceIndex({ turn, ...(options.capacity !== undefined && { capacity: options.capacity }) });
  }

  put(files: readonly SourceFile[]): void {
    for (const file of files) this.enqueue(sourcePathOf(file.path), file);
  }

  drop(paths: readonly string[] | 'all'): void {
    if (paths === 'all') {
      this.waiting.clear();
      this.index.clear();
    } else for (const path of paths) this.enqueue(sourcePathOf(path), 'drop');
  }

  async settled(): Promise<void> {
    while (this.work) await this.work;
    await this.index.settled();
  }

  close(): void {
    this.waiting.clear();
    this.index.close();
  }

  private enqueue(path: string, change: SourceFile | 'drop'): void {
    this.waiting.delete(path);
    this.waiting.set(path, change);
    this.work ??= this.run().finally(() => (this.work = undefined));
  }

  private async run(): Promise<void> {
    for (;;) {
      await this.turn();
      const next = this.waiting.entries().next();
      if (next.done) return;
      const [path, change] = next.value;
      if (change === 'drop') {
        this.waiting.delete(path);
        this.index.drop(path);
        continue;
      }
      const text = await this.read(change);
      // Meanwhile the file may have been put anew or dropped.
      if (this.waiting.get(path) !== change) continue;
      this.waiting.delete(path);
      if (text) this.index.put(path, text);
      else this.index.drop(path);
    }
  }

  private async read(file: SourceFile): Promise<Uint8Array | undefined> {
    try {
      const bytes = file.text === undefined ? await readBytes(file.path) : Buffer.from(file.text, 'utf8');
      const problem = problemOf(bytes);
      if (!problem) return lineFeeds(bytes);
      this.options.log(`Not used for suggestions: ${file.path} (${problem}).`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.options.log(`Not used for suggestions: ${file.path} (${reason}).`);
    }
    return undefined;
  }

  private async turn(): Promise<void> {
    await nextTurn();
    while (this.options.isBusy()) await sleep(busyPause);
  }
}

/** Reads what is at most one byte too long: of a file that large nothing is used. */
async function readBytes(path: string): Promise<Buffer> {
  if (!isAbsolute(path)) throw new Error('its path is not absolute, and its text was not given');
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size > largestSource) throw new Error(`it is larger than ${largestSource} bytes`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function problemOf(bytes: Uint8Array): string | undefined {
  if (bytes.length > largestSource) return `it is larger than ${largestSource} bytes`;
  if (bytes.subarray(0, binaryLook).includes(0)) return 'it is not text';
  return isUtf8(bytes) ? undefined : 'it is not UTF-8';
}

const carriageReturn = 13;
const lineFeed = 10;

/** LF line ends, no byte-order mark. */
function lineFeeds(bytes: Uint8Array): Uint8Array {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if (!bytes.includes(carriageReturn)) return bytes.subarray(start);
  const result = new Uint8Array(bytes.length - start);
  let length = 0;
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === carriageReturn && bytes[i + 1] === lineFeed) continue;
    result[length++] = byte === carriageReturn ? lineFeed : byte;
  }
  return result.slice(0, length);
}
