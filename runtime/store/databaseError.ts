import { RuntimeError } from '../runtimeError';

/** Primary result codes of SQLite: https://sqlite.org/rescode.html */
const codes = { busy: 5, locked: 6, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notDatabase: 26 };

/** @returns SQLite's primary result code; undefined for other errors */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/** A database, for people. */
export interface DatabaseName {
  /** Absolute path. */
  readonly file: string;
  /** As the user would call it: "the ledger". */
  readonly what: string;
  /** What to do when it is damaged, after "or": "move it aside with ...". */
  readonly repair: string;
}

/** Another connection has the lock that was wanted. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === codes.busy || code === codes.locked;
}

/** The file or its disk is at fault, so that what else stands in the transaction fails as well. */
export function isStoreFailure(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && Object.values(codes).includes(code);
}

/**
 * What went wrong with a database, for people.
 * @returns a RuntimeError; errors that are none of SQLite's are given back as they are
 */
export function databaseError(error: unknown, { file, what, repair }: DatabaseName): Error {
  if (error instanceof RuntimeError) return error;
  const options = { cause: error };
  const text = error instanceof Error ? error.message : String(error);
  switch (sqliteCode(error)) {
    case codes.busy:
    case codes.locked:
      return new RuntimeError(
        'in-use',
        `Another program keeps ${what} (${file}) locked.`,
        'Close programs that have the file open (a database browser, a backup), and try again.',
        options,
      );
    case codes.readOnly:
      return new RuntimeError(
        'store-read-only',
        `${capital(what)} (${file}) cannot be written to.`,
        'Make the file and its folder writable, or name another folder in WHETSTONE_HOME.',
        options,
      );
    case codes.full:
      return new RuntimeError(
        'disk-full',
        `There is no room left on the disk for ${what} (${file}). What was written before is safe.`,
        'Make room on that disk, and try again.',
        options,
      );
    case codes.corrupt:
    case codes.notDatabase:
      return damaged({ file, what, repair }, text, options);
    case codes.cannotOpen:
    case codes.ioError:
      return new RuntimeError(
        'unavailable',
        `${capital(what)} (${file}) cannot be opened or read (${text}).`,
        'Check that the folder exists, belongs to you, and lies on a disk that works.',
        options,
      );
    default:
      return error instanceof Error ? error : new Error(text, options);
  }
}

/** @param found what is wrong with it, in words */
export function damaged({ file, what, repair }: DatabaseName, found: string, options?: ErrorOptions): RuntimeError {
  return new RuntimeError(
    'store-corrupt',
    `${capital(what)} (${file}) is damaged (${found}). It was left as it is.`,
    `Bring it back from a backup, or ${repair}.`,
    options,
  );
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
