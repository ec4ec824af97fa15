import type { Budget } from '../types';
import { firstSpan, holds, nextSpan } from './budgetPeriod';
import type { BookStatements } from './bookStatements';
import type { Fill } from './budgetText';
import type { Totals } from './contribution';
import type { PeriodRow } from './rows';

/** A period in the middle of a transaction. */
interface OpenPeriod {
  row: PeriodRow;
  changed: boolean;
}

/** One budget during one transaction: the period that runs, and older ones whose calls are settled late. */
export class BudgetAccount {
  private readonly running: OpenPeriod;
  private readonly older: OpenPeriod[] = [];

  constructor(
    private readonly statements: BookStatements,
    /** Terms may change while the account is open; scope, period and unit do not. */
    public budget: Budget,
    now: number,
    zone: string,
  ) {
    this.running = this.open(now, zone);
  }

  get fill(): Fill {
    return this.running.row;
  }

  get headroom(): number {
    const { settled, reserved } = this.running.row;
    return this.budget.limit - settled - reserved;
  }

  /** Whether a call of that time is in any period that the budget has had. */
  takes(at: number): boolean {
    return this.periodOf(at) !== undefined;
  }

  add(change: Totals): void {
    apply(this.running, change);
  }

  addAt(at: number, change: Totals): void {
    const period = this.periodOf(at);
    if (period !== undefined) apply(period, change);
  }

  /** Shares of the limit that were passed and not yet told in this period; they count as told from now on. */
  dueWarnings(): readonly number[] {
    const { row } = this.running;
    const due = passedShares(this.budget, row.settled).filter((share) => !row.warned.includes(share));
    if (due.length === 0) return [];
    this.running.row = { ...row, warned: [...row.warned, ...due] };
    this.running.changed = true;
    return due;
  }

  write(): void {
    for (const period of [this.running, ...this.older]) {
      if (period.changed) this.statements.writePeriod(period.row);
    }
  }

  private open(now: number, zone: string): OpenPeriod {
    const { budget, statements } = this;
    const last = statements.lastPeriod(budget.id);
    if (last !== undefined && holds(last, now)) return { row: last, changed: false };
    if (last !== undefined && last.finish !== null && budget.period !== 'total') {
      const span = nextSpan(budget.period, { ...last, finish: last.finish }, now, zone);
      // No call can be in it yet: its reservation would have begun it.
      return { row: { budget: budget.id, ...span, settled: 0, reserved: 0, warned: [] }, changed: true };
    }
    const span = firstSpan(budget.period, now, zone);
    return { row: { budget: budget.id, ...span, ...statements.count(budget, span), warned: [] }, changed: true };
  }

  private periodOf(at: number): OpenPeriod | undefined {
    if (holds(this.running.row, at)) return this.running;
    const known = this.older.find(({ row }) => holds(row, at));
    if (known !== undefined) return known;
    const row = this.statements.periodAt(this.budget.id, at);
    if (row === undefined) return undefined;
    const period = { row, changed: false };
    this.older.push(period);
    return period;
  }
}

/** Shares of `warnAt` that have been reached. */
export function passedShares({ limit, warnAt }: Budget, settled: number): readonly number[] {
  return limit === 0 ? [] : warnAt.filter((share) => settled >= share * limit);
}

function apply(period: OpenPeriod, change: Totals): void {
  if (change.settled === 0 && change.reserved === 0) return;
  const { row } = period;
  period.row = { ...row, settled: row.settled + change.settled, reserved: row.reserved + change.reserved };
  period.changed = true;
}
