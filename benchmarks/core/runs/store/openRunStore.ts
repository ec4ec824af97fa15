import path from 'node:path';
import { databaseError, type DatabaseName } from '../../../../runtime/store/databaseError';
import { GroupCommit } from '../../../../runtime/store/groupCommit';
import { LogSync } from '../../../../runtime/store/logSync';
import { openAnother, openDatabase } from '../../../../runtime/store/openDatabase';
import { ProcessOwner } from '../../../../runtime/store/processOwner';
import { RunStore } from './runStore';
import { applicationId, migrations } from './schema';

export interface RunStoreOptions {
  /** Absolute path of the state folder; evaluations are `evaluations.db` in it. */
  readonly folder: string;
  /** Milliseconds to wait while another program keeps the file locked; default 5000. */
  readonly busyMs?: number | undefined;
  /** Milliseconds since 1970; for tests. */
  readonly now?: (() => number) | undefined;
}

export function runStoreName(folder: string): DatabaseName {
  return {
    file: path.join(folder, 'evaluations.db'),
    what: 'the database of evaluations',
    repair: 'move the file away to begin with none; runs and cached answers in it are lost then',
  };
}

/**
 * Opens evaluations, makes the file when there is none. Any number of processes may have it open.
 * @throws RuntimeError in-use, store-read-only, store-corrupt, store-newer, disk-full or unavailable
 */
export async function openRunStore({ folder, busyMs = 5000, now = Date.now }: RunStoreOptions): Promise<RunStore> {
  const name = runStoreName(folder);
  const writer = await openDatabase({ ...name, applicationId, migrations, busyMs });
  let reader;
  let log: LogSync | undefined;
  try {
    reader = openAnother(name, busyMs);
    // The event loop goes on while the file is locked: GroupCommit waits, not SQLite.
    writer.exec('PRAGMA busy_timeout = 0');
    writer.exec('PRAGMA wal_autocheckpoint = 4000');
    log = LogSync.take(writer, name);
    const sync = log;
    const commits = new GroupCommit<undefined>({
      database: writer,
      begin: () => undefined,
      finish: () => undefined,
      sync: sync && (() => sync.sync()),
      failure: (error) => databaseError(error, name),
      busyMs,
    });
    const owner = ProcessOwner.claim(path.join(folder, 'evaluation-owners'));
    return new RunStore({ name, writer, reader, log, commits, owner, now });
  } catch (error) {
    await log?.close();
    reader?.close();
    writer.close();
    throw databaseError(error, name);
  }
}
