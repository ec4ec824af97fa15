import { close, fdatasync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { capital, type DatabaseName } from './databaseError';
import { RuntimeError } from '../runtimeError';

const syncFile = promisify(fdatasync);
const closeFile = promisify(close);

/**
 * Brings commits to the disk without stopping the event loop, and without keeping others from the lock meanwhile.
 *
 * With `synchronous=FULL` SQLite ends each commit with an `fdatasync` of its write-ahead log, on the thread of the
 * caller. With NORMAL it leaves that one out and keeps all the others (of a log that begins anew, and of checkpoints:
 * https://sqlite.org/pragma.html#pragma_synchronous). So whoever calls `sync` after a commit has what FULL promises.
 */
export class LogSync {
  private constructor(
    private readonly log: number,
    private readonly name: DatabaseName,
  ) {}

  /**
   * Takes the last step of commits over from a connection. It holds the log open, which locks nothing: SQLite's locks are on
   * the other two files. The log stays the same file for as long as any connection is open.
   * @returns undefined: there is no log to be written to, and the connection goes on with FULL
   */
  static take(database: DatabaseSync, name: DatabaseName): LogSync | undefined {
    if (database.prepare('PRAGMA journal_mode').get()?.journal_mode !== 'wal') return undefined;
    let log: number;
    try {
      // Windows writes out only what was opened for writing.
      log = openSync(`${name.file}-wal`, 'r+');
    } catch {
      return undefined;
    }
    database.exec('PRAGMA synchronous = NORMAL');
    return new LogSync(log, name);
  }

  /**
   * @returns once everything that was committed before is on the disk
   * @throws RuntimeError unavailable, when the disk does not take it
   */
  async sync(): Promise<void> {
    try {
      await syncFile(this.log);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new RuntimeError(
        'unavailable',
        `${capital(this.name.what)} (${this.name.file}) could not be brought to the disk (${said}).`,
        'Check that the disk works and has room, and try again.',
        { cause: error },
      );
    }
  }

  close(): Promise<void> {
    return closeFile(this.log);
  }
}
