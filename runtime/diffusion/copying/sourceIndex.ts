import { LongestMatches, type CopyMatch } from './copyMatch';
import { placeKeys } from './placeKeys';
import { largestBlock, SourceBlock, type BlockFile } from './sourceBlock';

export interface SourceIndexOptions {
  /** Bytes of text that are kept; the files that were put longest ago go first. Default 64 MiB. */
  readonly capacity?: number;
  /** Waits until there is time for a slice of work; called before each. */
  readonly turn: () => Promise<void>;
}

const defaultCapacity = 64 * 2 ** 20;
/** Bytes at which a block is closed. A file has at most as many, so two of them always fit. */
const blockSize = largestBlock / 2;
/** Blocks smaller than this are joined once there are many: each costs every look-up a little. */
const smallBlock = blockSize / 4;
const mostSmallBlocks = 12;
/** Milliseconds of indexing between two turns of the event loop. */
const sliceMs = 3;
/** Places looked at for one look-up, and at least in each block. */
const visitsPerLookup = 2048;
const leastVisits = 16;

/** Largest file that is taken. Bytes. */
export const largestSource = blockSize;

/**
 * Finds places in many files that are preceded by the same text. Files can be put, replaced and dropped at any time;
 * they are found once the slices of work that index them have run.
 */
export class SourceIndex {
  private blocks: SourceBlock[] = [];
  /** Indexed files by path, in the order in which they were put. */
  private readonly placed = new Map<string, { readonly block: SourceBlock; readonly file: BlockFile }>();
  /** Files to be indexed. */
  private readonly waiting = new Map<string, Uint8Array>();
  private size = 0;
  private work: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly options: SourceIndexOptions) {}

  /** @param text UTF-8, LF line ends; longer ones than `largestSource` are not taken */
  put(path: string, text: Uint8Array): void {
    this.drop(path);
    if (text.length === 0 || text.length > largestSource || this.closed) return;
    this.waiting.set(path, text);
    this.size += text.length;
    this.makeRoom();
    this.work ??= this.index().finally(() => (this.work = undefined));
  }

  drop(path: string): void {
    const waiting = this.waiting.get(path);
    if (waiting) {
      this.waiting.delete(path);
      this.size -= waiting.length;
    }
    const placed = this.placed.get(path);
    if (placed) {
      placed.file.live = false;
      this.placed.delete(path);
      this.size -= placed.file.end - placed.file.start;
      if (placed.block.liveSize === 0) this.blocks = this.blocks.filter((block) => block !== placed.block);
    }
  }

  /** Drops all files. */
  clear(): void {
    this.waiting.clear();
    this.placed.clear();
    this.blocks = [];
    this.size = 0;
  }

  /** Drops all files for good. */
  close(): void {
    this.closed = true;
    this.clear();
  }

  /** Ends when all files that were put are indexed. */
  async settled(): Promise<void> {
    while (this.work) await this.work;
  }

  /** Files, bytes of their text, and bytes of memory that the blocks take. */
  get stats(): { readonly files: number; readonly textBytes: number; readonly memoryBytes: number } {
    const memoryBytes = this.blocks.reduce((sum, block) => sum + block.memory, 0);
    return { files: this.placed.size + this.waiting.size, textBytes: this.size, memoryBytes };
  }

  /**
   * The places with the longest common text before them, longest first.
   * @param text text before the cursor, up to `textEnd`
   * @param except path of the document itself, whose copy here is not evidence for it
   * @param most greatest number of places
   */
  find(text: Uint8Array, textEnd: number, except: string | undefined, most: number): readonly CopyMatch[] {
    if (this.blocks.length === 0) return [];
    const query = placeKeys(text, textEnd);
    if (!query) return [];
    const visits = Math.max(leastVisits, Math.floor(visitsPerLookup / this.blocks.length));
    if (query.long !== 0) {
      const found = new LongestMatches(most);
      for (const block of this.blocks) block.find('long', query, except, visits, found);
      const matches = found.take();
      // Whatever agrees in two words only would come behind these.
      if (matches.length >= most / 2) return matches;
    }
    const found = new LongestMatches(most);
    for (const block of this.blocks) block.find('short', query, except, visits, found);
    return found.take();
  }

  private makeRoom(): void {
    const capacity = this.options.capacity ?? defaultCapacity;
    for (const files of [this.placed, this.waiting]) {
      for (const path of files.keys()) {
        if (this.size <= capacity) return;
        this.drop(path);
      }
    }
  }

  private async index(): Promise<void> {
    while (this.waiting.size > 0) {
      await this.options.turn();
      this.reopen();
      const files = this.takeWaiting();
      const block = await this.build(files);
      if (block) this.place(block, files);
    }
  }

  /** Files for one block. They stay in `waiting` until it is built, so that a later put or drop is noticed. */
  private takeWaiting(): readonly { readonly path: string; readonly text: Uint8Array }[] {
    const files: { path: string; text: Uint8Array }[] = [];
    let size = 0;
    for (const [path, text] of this.waiting) {
      files.push({ path, text });
      size += text.length;
      if (size >= blockSize) break;
    }
    return files;
  }

  private async build(
    files: readonly { readonly path: string; readonly text: Uint8Array }[],
  ): Promise<SourceBlock | undefined> {
    const work = SourceBlock.build(files);
    let started = performance.now();
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      if (performance.now() - started < sliceMs) continue;
      await this.options.turn();
      if (this.waiting.size === 0) return undefined;
      started = performance.now();
    }
  }

  private place(block: SourceBlock, files: readonly { readonly path: string; readonly text: Uint8Array }[]): void {
    for (const [i, { path, text }] of files.entries()) {
      const file = block.files[i]!;
      if (this.waiting.get(path) === text) {
        this.waiting.delete(path);
        this.placed.set(path, { block, file });
      } else file.live = false;
    }
    if (block.liveSize > 0) this.blocks.push(block);
  }

  /** Gives the files of half-empty blocks, and of many small ones, back to be indexed together. */
  private reopen(): void {
    const small = this.blocks.filter((block) => block.size < smallBlock);
    const opened = new Set(this.blocks.filter((block) => block.liveSize < block.size / 2));
    if (small.length > mostSmallBlocks) for (const block of small) opened.add(block);
    if (opened.size === 0) return;
    this.blocks = this.blocks.filter((block) => !opened.has(block));
    for (const block of opened) {
      for (const file of block.files) {
        if (!file.live) continue;
        this.placed.delete(file.path);
        // A copy: the rest of the block's text is not to be kept for it.
        this.waiting.set(file.path, block.textOf(file).slice());
      }
    }
  }
}
