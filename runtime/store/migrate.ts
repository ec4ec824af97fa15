import type { DatabaseSync } from 'node:sqlite';
import { RuntimeError } from '../runtimeError';
import { capital } from './databaseError';
import type { DatabaseOptions } from './openDatabase';

/** SQL statements that take a database from one version to the next. Never changed once it was released. */
export type Migration = string;

/**
 * Applies what is missing, all of it or nothing.
 * @throws RuntimeError store-newer, or store-corrupt for a database of another program
 */
export function migrate(
  database: DatabaseSync,
  { file, what, applicationId, migrations }: Omit<DatabaseOptions, 'busyMs'>,
): void {
  // Read first: a database of the newest version is opened without a write.
  if (versionOf(database) === migrations.length && idOf(database) === applicationId) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = versionOf(database);
    if (idOf(database) !== applicationId && !isEmpty(database)) {
      throw new RuntimeError(
        'store-corrupt',
        `${file} is a database of another program, not ${what}. It was left as it is.`,
        'Move the file away, or name another folder in WHETSTONE_HOME.',
      );
    }
    if (version > migrations.length) {
      throw new RuntimeError(
        'store-newer',
        `${capital(what)} (${file}) was written by a newer Whetstone (version ${version}; this one knows ${migrations.length}).`,
        'Update Whetstone here, or close the older one.',
      );
    }
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** After some errors SQLite has rolled back by itself, and says so by refusing. */
export function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // Nothing was open any more.
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}

function idOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA application_id').get()?.application_id);
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}
