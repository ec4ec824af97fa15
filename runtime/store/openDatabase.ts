import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RuntimeError } from '../runtimeError';
import { capital, databaseError, isBusy, type DatabaseName } from './databaseError';
import { loadSqlite } from './loadSqlite';
import { migrate, type Migration } from './migrate';

/** The file's folder is made with mode 700 when it is missing, the file with mode 600. */
export interface DatabaseOptions extends DatabaseName {
  /** 32 bits by which a file is known as ours; SQLite's application_id. */
  readonly applicationId: number;
  /** In order; the database's version is the number of those that were applied. */
  readonly migrations: readonly Migration[];
  /** Milliseconds to wait for another program; default 5000. */
  readonly busyMs?: number | undefined;
}

/** How long to stand back before a locked database is asked again. */
const pauseMs = 5;

/**
 * Opens a database, makes it when there is none, and brings it to the newest version. Durable: WAL with
 * `synchronous=FULL`, so a transaction that was committed outlives a power cut. Nothing is ever overwritten: a file that is
 * damaged, of another program, or of a newer version is left alone.
 *
 * @returns a connection that waits `busyMs` for locks; every caller of one file in a process gets its own
 * @throws RuntimeError in-use, store-read-only, store-corrupt, store-newer, disk-full or unavailable
 */
export async function openDatabase(options: DatabaseOptions): Promise<DatabaseSync> {
  const { file, what, busyMs = 5000 } = options;
  const { DatabaseSync } = loadSqlite(what);
  const deadline = Date.now() + busyMs;
  let database: DatabaseSync | undefined;
  try {
    makePrivateFile(file);
    // Waiting is done here, not by SQLite, which would stop the event loop.
    database = new DatabaseSync(file, { timeout: 0, enableForeignKeyConstraints: true });
    const opened = database;
    await whenFree(deadline, () => opened.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL'));
    await whenFree(deadline, () => migrate(opened, options));
    opened.exec(`PRAGMA busy_timeout = ${busyMs}`);
    return opened;
  } catch (error) {
    database?.close();
    throw fileFailure(error, file, what) ?? databaseError(error, options);
  }
}

/** A second connection to a database that is open: no migrations, same settings. */
export function openAnother(options: DatabaseName, busyMs: number): DatabaseSync {
  const { DatabaseSync } = loadSqlite(options.what);
  const database = new DatabaseSync(options.file, { timeout: busyMs, enableForeignKeyConstraints: true });
  database.exec('PRAGMA synchronous = FULL');
  return database;
}

/**
 * SQLite would make the file with the permissions of the umask. One that is there is never opened here: closing it would
 * drop the locks that other connections of this process hold on it (POSIX). Its -wal and -shm take its mode over.
 */
function makePrivateFile(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    try {
      closeSync(openSync(file, 'wx', 0o600));
    } catch (error) {
      // Another process was first.
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
  try {
    chmodSync(file, 0o600);
  } catch (error) {
    // A file of another user that may be written to all the same, or a disk without modes.
    if (!['EPERM', 'EROFS', 'ENOTSUP'].includes(codeOf(error) ?? '')) throw error;
  }
}

async function whenFree(deadline: number, step: () => void): Promise<void> {
  for (;;) {
    try {
      step();
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() >= deadline) throw error;
    }
    await sleep(pauseMs);
  }
}

function fileFailure(error: unknown, file: string, what: string): RuntimeError | undefined {
  const code = codeOf(error);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new RuntimeError(
        'store-read-only',
        `${capital(what)} (${file}) cannot be written to (${code}).`,
        'Make the file and its folder writable, or name another folder in WHETSTONE_HOME.',
        { cause: error },
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new RuntimeError(
        'disk-full',
        `There is no room left on the disk for ${what} (${file}).`,
        'Make room on that disk, and try again.',
        { cause: error },
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new RuntimeError(
        'unavailable',
        `${capital(what)} cannot be kept in ${path.dirname(file)}: it is not a folder.`,
        'Name another folder in WHETSTONE_HOME.',
        { cause: error },
      );
    default:
      return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
