import type { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { openAnother, openDatabase } from '../../store/openDatabase';
import { databaseError, type DatabaseName } from '../../store/databaseError';
import { GatewayError } from '../gatewayError';
import type { BudgetWarning } from '../types';
import { LogSync } from '../../store/logSync';
import { ProcessOwner } from '../../store/processOwner';
import { applicationId, migrations } from './schema';
import { SqliteLedger, type LedgerParts } from './sqliteLedger';
import { dayOf, ownTimeZone } from './zonedCalendar';

export interface LedgerOptions {
  /** Absolute path of the state folder; the books are `ledger.db` in it. */
  readonly folder: string;
  /** IANA name of the zone whose days and months count; default: that of this process. */
  readonly timeZone?: string | undefined;
  /** Milliseconds to wait while another program keeps the books locked; default 5000. */
  readonly busyMs?: number | undefined;
  /** Shares of budgets that were passed by a settlement; those passed by a reservation are in its answer. Each once a period. */
  readonly onWarning?: ((warning: BudgetWarning) => void) | undefined;
  /** Milliseconds since 1970; for tests. */
  readonly now?: (() => number) | undefined;
}

/** Of 4 KiB, so that the log has some 16 MB at most. */
const logPages = 4000;

/** The file of the books, and how it is called in messages. */
export function ledgerName(folder: string): DatabaseName {
  return {
    file: path.join(folder, 'ledger.db'),
    what: 'the ledger',
    repair: 'move it aside and begin with empty books: `whetstone budget move-aside`',
  };
}

/**
 * Opens the books, makes them when there are none, and books calls of processes that have died. Any number of processes
 * may have them open at once.
 *
 * @throws RuntimeError in-use, store-read-only, store-corrupt, store-newer, disk-full or unavailable; GatewayError bad-request
 */
export async function openLedger(options: LedgerOptions): Promise<SqliteLedger> {
  const { folder, timeZone = ownTimeZone(), busyMs = 5000, onWarning, now = Date.now } = options;
  requireTimeZone(timeZone);
  const name = ledgerName(folder);
  const writer = await openDatabase({ ...name, applicationId, migrations, busyMs });
  return openOn(writer, { name, folder, timeZone, busyMs, onWarning, now });
}

function requireTimeZone(timeZone: string): void {
  try {
    dayOf(0, timeZone);
  } catch (error) {
    throw new GatewayError(
      'bad-request',
      `"${timeZone}" is no time zone that this system knows.`,
      'Give an IANA name such as Europe/Berlin, or correct the variable TZ.',
      { cause: error },
    );
  }
}

/** The same on a connection that is open; it is closed with the ledger, or when that does not come up. */
export async function openOn(
  writer: DatabaseSync,
  parts: Omit<LedgerParts, 'writer' | 'reader' | 'log' | 'owner'> & { readonly folder: string },
): Promise<SqliteLedger> {
  const { name, folder, busyMs } = parts;
  let reader: DatabaseSync | undefined;
  let log: LogSync | undefined;
  try {
    reader = openAnother(name, busyMs);
    // The event loop goes on while the books are locked: GroupCommit waits, not SQLite.
    writer.exec('PRAGMA busy_timeout = 0');
    // Moving the log into the file stops the event loop for some milliseconds: every few thousand calls is often enough.
    writer.exec(`PRAGMA wal_autocheckpoint = ${logPages}`);
    log = LogSync.take(writer, name);
    const owner = ProcessOwner.claim(path.join(folder, 'ledger-owners'));
    const ledger = new SqliteLedger({ ...parts, writer, reader, log, owner });
    await ledger.begin();
    return ledger;
  } catch (error) {
    await log?.close();
    reader?.close();
    writer.close();
    throw databaseError(error, name);
  }
}
