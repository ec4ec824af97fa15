import type { DatabaseSync } from 'node:sqlite';

/** How often other processes' changes are looked for, and the shortest time between two calls of a listener. Milliseconds. */
const pollMs = 400;

/** Tells of changes of a database, by this process and by others (SQLite's `data_version`), in batches. */
export class StoreWatch {
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private seen = 0;
  private own = false;

  constructor(private readonly database: DatabaseSync) {}

  /** This process has changed something. */
  changed(): void {
    this.own = true;
  }

  add(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.timer === undefined) {
      this.seen = this.version();
      this.own = false;
      this.timer = setInterval(() => this.poll(), pollMs);
      this.timer.unref();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.dispose();
    };
  }

  dispose(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private poll(): void {
    const version = this.version();
    if (version === this.seen && !this.own) return;
    this.seen = version;
    this.own = false;
    for (const listener of this.listeners) listener();
  }

  private version(): number {
    return Number(this.database.prepare('PRAGMA data_version').get()?.data_version);
  }
}
