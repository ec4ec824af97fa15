import { join } from 'node:path';
import type { ActivityEntry, ActivitySummary } from '../../webviews/activity/protocol';
import { ActivityFile } from './activityFile';
import { summarise } from './activitySummary';

/** What changed in the log: new or changed entries, and the ids of those that fell out. */
export interface ActivityChange {
  readonly entries: readonly ActivityEntry[];
  readonly removed: readonly string[];
}

export interface ActivityLogOptions {
  /** Folder of the activity file (the extension's global storage); left out: nothing is kept on disk. */
  readonly folder?: string;
  /** Entries kept. Default 1000. */
  readonly capacity?: number;
  /** Pause between a change and its writing, which gathers changes. Default 1000. */
  readonly writeDelayMs?: number;
  /** Told once when the file cannot be written, and at each reading that finds damaged lines. For the log, not a pop-up. */
  readonly onProblem?: (message: string) => void;
}

type Listener = (change: ActivityChange) => void;

/**
 * The recent suggestions and what became of them: a ring in memory, with a file behind it.
 * Works without the file: no write access or a damaged file costs the history, never a suggestion.
 */
export class ActivityLog {
  private readonly ring = new Map<string, ActivityEntry>();
  private readonly capacity: number;
  private readonly file: ActivityFile | undefined;
  private readonly listeners = new Set<Listener>();
  private readonly unwritten = new Map<string, ActivityEntry>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private writable = true;

  constructor(private readonly options: ActivityLogOptions = {}) {
    this.capacity = options.capacity ?? 1000;
    this.file =
      options.folder === undefined
        ? undefined
        : new ActivityFile(join(options.folder, 'infillActivity.jsonl'), this.capacity);
  }

  /**
   * Reads the history from disk and puts it before the entries of this session.
   * @throws Error when the file is there and cannot be read; the log stays usable.
   */
  async load(): Promise<void> {
    if (!this.file) {
      return;
    }
    await this.flush();
    const content = await this.file.read();
    if (content.badLines > 0) {
      this.options.onProblem?.(`Infill activity: ${content.badLines} damaged lines of the history were skipped.`);
    }
    const own = [...this.ring.values()];
    this.ring.clear();
    for (const entry of [...content.entries, ...own].sort((left, right) => left.time - right.time)) {
      this.ring.set(entry.id, entry);
    }
    const removed = this.trim();
    this.emit({ entries: this.entries(), removed });
  }

  append(entry: ActivityEntry): void {
    this.ring.set(entry.id, entry);
    this.changed(entry, this.trim());
  }

  /** Changes an entry, e.g. its outcome; does nothing when it has fallen out of the ring. */
  update(id: string, patch: Partial<Omit<ActivityEntry, 'id'>>): void {
    const entry = this.ring.get(id);
    if (entry) {
      const next = { ...entry, ...patch };
      this.ring.set(id, next);
      this.changed(next, []);
    }
  }

  /** Oldest first. */
  entries(): readonly ActivityEntry[] {
    return [...this.ring.values()];
  }

  summary(): ActivitySummary {
    return summarise(this.entries());
  }

  onChange(listener: Listener): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  /** Writes what is not on disk yet; never rejects. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const file = this.file;
    const batch = [...this.unwritten.values()];
    this.unwritten.clear();
    if (file && this.writable && batch.length > 0) {
      this.writing = this.writing
        .then(() => file.append(batch))
        .catch((error: unknown) => {
          // One report, then memory only: a read-only disk will not become writable between two suggestions.
          if (this.writable) {
            this.writable = false;
            const reason = error instanceof Error ? error.message : String(error);
            this.options.onProblem?.(`Infill activity is kept in memory only, its file cannot be written: ${reason}`);
          }
        });
    }
    await this.writing;
  }

  /** Writes what is left. Call and await it when the extension is deactivated. */
  async dispose(): Promise<void> {
    this.listeners.clear();
    await this.flush();
  }

  private changed(entry: ActivityEntry, removed: readonly string[]): void {
    if (this.file && this.writable) {
      this.unwritten.set(entry.id, entry);
      // unref: a pending write does not keep a process alive; dispose() writes it.
      this.timer ??= setTimeout(() => void this.flush(), this.options.writeDelayMs ?? 1000).unref();
    }
    this.emit({ entries: [entry], removed });
  }

  private emit(change: ActivityChange): void {
    for (const listener of this.listeners) {
      listener(change);
    }
  }

  /** Drops the oldest entries beyond the capacity and returns their ids. */
  private trim(): readonly string[] {
    const removed = [...this.ring.keys()].slice(0, Math.max(0, this.ring.size - this.capacity));
    for (const id of removed) {
      this.ring.delete(id);
    }
    return removed;
  }
}
