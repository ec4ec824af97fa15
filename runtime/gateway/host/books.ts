import { RuntimeError } from '../../runtimeError';
import { openLedger, type SqliteLedger } from '../ledger';
import type { DecisionRecord } from '../protocol';
import type { BudgetWarning } from '../types';

export interface BooksOptions {
  readonly folder: string;
  readonly onWarning: (warning: BudgetWarning) => void;
  /** Any process has changed them. */
  readonly onChange: () => void;
}

/** The ledger, opened when it is needed; where that fails, each request says why, and the next one tries again. */
export class BooksOpener {
  private opening: Promise<SqliteLedger> | undefined;
  private stopWatching: (() => void) | undefined;
  private closed = false;

  constructor(private readonly options: BooksOptions) {}

  /** @throws RuntimeError */
  async open(): Promise<SqliteLedger> {
    if (this.closed) throw new RuntimeError('unavailable', 'The gateway is ending.', 'Try again: it starts anew.');
    this.opening ??= this.begin();
    try {
      return await this.opening;
    } catch (error) {
      this.opening = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.stopWatching?.();
    const ledger = await this.opening?.catch(() => undefined);
    await ledger?.close();
  }

  private async begin(): Promise<SqliteLedger> {
    const { folder, onWarning, onChange } = this.options;
    const ledger = await openLedger({ folder, onWarning });
    this.stopWatching = ledger.watch(onChange);
    return ledger;
  }
}

/** Most decisions of one page, and of one question: more would not change the picture. */
const page = 500;
const mostDecisions = 5000;

/** Decisions of a time, newest first. */
export async function decisionsOf(
  ledger: Pick<SqliteLedger, 'decisions'>,
  from: number,
  until: number,
): Promise<readonly DecisionRecord[]> {
  const found: DecisionRecord[] = [];
  for (let before = until; found.length < mostDecisions;) {
    const next = await ledger.decisions({ before, limit: page });
    found.push(...next.filter(({ at }) => at >= from));
    const oldest = next.at(-1);
    if (next.length < page || !oldest || oldest.at < from || oldest.at === before) break;
    before = oldest.at;
  }
  return found;
}
