import type { Command } from 'commander';
import path from 'node:path';
import type { SqliteLedger } from '../../../runtime/gateway/ledger';
import { stateFolder } from '../../../runtime/store/stateFolder';

/** Options of every command that opens the books. */
export interface BooksOptions {
  readonly state?: string;
  readonly json?: true;
}

export function withBooks(command: Command): Command {
  return command
    .option(
      '--state <folder>',
      "folder of the user's state; default: WHETSTONE_HOME, else where this system keeps such",
    )
    .option('--json', 'print one JSON document');
}

export function booksFolder({ state }: BooksOptions): string {
  return state === undefined ? stateFolder() : path.resolve(state);
}

/** Opens the books for as long as the work takes. */
export async function withLedger<Answer>(
  options: BooksOptions,
  work: (ledger: SqliteLedger) => Promise<Answer>,
): Promise<Answer> {
  const { openLedger } = await import('../../../runtime/gateway/ledger');
  const ledger = await openLedger({ folder: booksFolder(options) });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
