import type { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { databaseError, type DatabaseName } from '../../store/databaseError';
import { openDatabase } from '../../store/openDatabase';
import { ProcessOwner } from '../../store/processOwner';
import { applicationId, migrations } from './schema';
import { TraceStore } from './traceStore';

export interface TracesOptions {
  /** Absolute path of the state folder; the traces are `traces.db` in it. */
  readonly folder: string;
  /** Milliseconds to wait while another program keeps the traces locked; default 5000. */
  readonly busyMs?: number | undefined;
  /** Milliseconds since 1970; for tests. */
  readonly now?: (() => number) | undefined;
}

/** The file of the traces, and how it is called in messages. */
export function tracesName(folder: string): DatabaseName {
  return {
    file: path.join(folder, 'traces.db'),
    what: 'the file of traces',
    repair: 'move traces.db, traces.db-wal and traces.db-shm away and begin with none',
  };
}

/**
 * Opens the traces, makes them when there are none, and marks runs of processes that have died as interrupted. Any number of
 * processes may have them open at once.
 *
 * @throws RuntimeError in-use, store-read-only, store-corrupt, store-newer, disk-full or unavailable
 */
export async function openTraces({ folder, busyMs = 5000, now = Date.now }: TracesOptions): Promise<TraceStore> {
  const name = tracesName(folder);
  const database = await openDatabase({ ...name, applicationId, migrations, busyMs });
  let owner: ProcessOwner | undefined;
  try {
    // What was deleted, or taken out of a trace, is not to be found in the file either.
    database.exec('PRAGMA secure_delete = ON');
    owner = ProcessOwner.claim(path.join(folder, 'trace-owners'));
    register(database, owner, now());
    const store = new TraceStore({ database, owner, name, now });
    store.sweep();
    return store;
  } catch (error) {
    owner?.release();
    database.close();
    throw databaseError(error, name);
  }
}

function register(database: DatabaseSync, { token }: ProcessOwner, now: number): void {
  database.prepare('INSERT INTO owners (token, pid, opened) VALUES (?, ?, ?)').run(token, process.pid, now);
}
