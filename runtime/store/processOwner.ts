import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { isBusy } from './databaseError';
import { loadSqlite } from './loadSqlite';

/**
 * Who holds what a process holds while it lives: reservations in the books, runs that are under way. The process locks a file of its own for as long as it lives, and the system lets the lock go
 * when it dies, however it dies. So no number of a process that was given to another one, no restart of the machine and no
 * sleep can make a dead owner look alive, or a living one dead. SQLite does the locking, the same way on every system.
 */
export class ProcessOwner {
  private constructor(
    private readonly folder: string,
    /** `<process number>-<token of this start>`. */
    readonly token: string,
    private readonly lock: DatabaseSync,
  ) {}

  /** @param folder of all owners' lock files; made when it is missing */
  static claim(folder: string): ProcessOwner {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const token = `${process.pid}-${randomUUID()}`;
    const lock = openLock(fileOf(folder, token));
    lock.exec(takeLock);
    return new ProcessOwner(folder, token, lock);
  }

  /** Whether the process of a token still runs and has not let go. */
  isAlive(token: string): boolean {
    if (token === this.token) return true;
    const file = fileOf(this.folder, token);
    if (!existsSync(file)) return false;
    const lock = openLock(file);
    try {
      lock.exec(takeLock);
      return false;
    } catch (error) {
      if (isBusy(error)) return true;
      throw error;
    } finally {
      lock.close();
    }
  }

  /** Removes the lock file of an owner that is dead and holds nothing any more. */
  forget(token: string): void {
    rmSync(fileOf(this.folder, token), { force: true });
  }

  release(): void {
    this.lock.close();
    this.forget(this.token);
  }
}

/** Nothing is ever written, so there is nothing to keep a journal of. */
const takeLock = 'PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE';

function openLock(file: string): DatabaseSync {
  const { DatabaseSync } = loadSqlite('what processes share');
  return new DatabaseSync(file, { timeout: 0 });
}

function fileOf(folder: string, token: string): string {
  return path.join(folder, `${token}.lock`);
}
