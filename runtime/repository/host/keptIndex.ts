import { openRepositoryIndex } from '../openRepositoryIndex';
import type { IndexProgress, RepositoryIndex } from '../types';
import type { RepositoryState } from './protocol';

/** Files to be read at most: a first look at more would keep a small machine busy for minutes, for suggestions alone. */
const mostFiles = 50_000;
/** Changes that come together are taken in together. Milliseconds. */
const settleMs = 200;
/** So many changed files are a switch of branches: then all files are looked at. */
const mostChanges = 500;
/** What could not be opened is tried again after this. Milliseconds. */
const retryMs = 5 * 60_000;

export interface KeptIndexOptions {
  readonly root: string;
  /** Of the databases of all repositories. */
  readonly folder: string;
  readonly log: (message: string) => void;
  /** Work that keeps the process from going idle. */
  readonly during: (work: () => Promise<void>) => Promise<void>;
  readonly mostFiles?: number | undefined;
}

/** The index of one folder of the workspace: opened at once with what is there, brought up to date in the background. */
export class KeptIndex {
  private opening: Promise<RepositoryIndex | undefined> | undefined;
  private current: RepositoryState = 'building';
  private readonly changed = new Set<string>();
  private readonly stop = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private failedAt = -Infinity;

  constructor(private readonly options: KeptIndexOptions) {}

  get state(): RepositoryState {
    return this.current;
  }

  /** @returns undefined while it is too large or broken */
  async get(): Promise<RepositoryIndex | undefined> {
    if (this.current === 'broken' && performance.now() - this.failedAt > retryMs) {
      await this.close();
      this.current = 'building';
      this.opening = undefined;
    }
    this.opening ??= this.open();
    const index = await this.opening;
    return this.current === 'broken' || this.current === 'too-large' ? undefined : index;
  }

  /** Files were saved, came or went, or were found not to be as they were indexed. */
  change(paths: readonly string[]): void {
    // Nothing is open yet: opening looks at all files.
    if (this.opening === undefined) return;
    for (const path of paths) this.changed.add(path);
    if (this.changed.size === 0) return;
    // Not put off by the next one: questions may tell of the same file again and again.
    this.timer ??= setTimeout(() => void this.options.during(() => this.takeIn()), settleMs);
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    this.stop.abort(new DOMException('The index is closed.', 'AbortError'));
    const index = await this.opening;
    await index?.close();
  }

  private async open(): Promise<RepositoryIndex | undefined> {
    const { root, folder } = this.options;
    try {
      const index = await openRepositoryIndex({ root, folder, refresh: false });
      void this.options.during(() => this.refresh(index));
      return index;
    } catch (error) {
      this.broken(error);
      return undefined;
    }
  }

  private async takeIn(): Promise<void> {
    this.timer = undefined;
    const index = await this.opening;
    const paths = [...this.changed];
    this.changed.clear();
    if (index === undefined || this.stop.signal.aborted) return;
    await this.refresh(index, paths.length > mostChanges ? undefined : paths);
  }

  /** @param paths undefined: all files */
  private async refresh(index: RepositoryIndex, paths?: readonly string[]): Promise<void> {
    if (this.current === 'too-large') return;
    const tooLarge = new AbortController();
    const most = this.options.mostFiles ?? mostFiles;
    const onProgress = ({ stage, total }: IndexProgress): void => {
      if (stage === 'parse' && total > most && !tooLarge.signal.aborted) {
        this.current = 'too-large';
        this.options.log(`${this.options.root} has ${total} files to read; for suggestions at most ${most} are.`);
        tooLarge.abort(new DOMException('Too many files.', 'AbortError'));
      }
    };
    try {
      await index.refresh({ paths, signal: AbortSignal.any([this.stop.signal, tooLarge.signal]), onProgress });
      this.current = 'ready';
    } catch (error) {
      if (!this.stop.signal.aborted && !tooLarge.signal.aborted) this.broken(error);
    }
  }

  private broken(error: unknown): void {
    this.current = 'broken';
    this.failedAt = performance.now();
    const why = error instanceof Error ? error.message : String(error);
    this.options.log(`The index of ${this.options.root} cannot be used for suggestions: ${why}`);
  }
}
