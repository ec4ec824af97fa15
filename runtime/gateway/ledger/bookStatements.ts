import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import type { Budget } from '../types';
import { holds, type Span } from './budgetPeriod';
import { contribution, type Totals } from './contribution';
import { budgetRow, callState, periodRow, scopeName, type PeriodRow } from './rows';

const countedRow = z.object({
  state: callState,
  locality: z.enum(['local', 'cloud']),
  calls: z.number(),
  reserved: z.number(),
  cost: z.number(),
});

/** SQL of the books, prepared once for a connection. */
export class BookStatements {
  readonly call: StatementSync;
  readonly insertCall: StatementSync;
  readonly settleCall: StatementSync;
  readonly insertRefusal: StatementSync;
  readonly budgetOf: StatementSync;
  readonly putBudget: StatementSync;
  readonly removeBudget: StatementSync;
  private readonly budgets: StatementSync;
  private readonly last: StatementSync;
  private readonly at: StatementSync;
  private readonly put: StatementSync;

  constructor(private readonly database: DatabaseSync) {
    this.call = database.prepare(
      'SELECT at, purpose, project, task, provider, locality, state, reserved, cost FROM calls WHERE call = ?',
    );
    this.insertCall = database.prepare(
      `INSERT INTO calls (call, at, model, provider, locality, purpose, project, task, conversation, parent, decision,
         price, owner, state, reserved)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'reserved', ?)`,
    );
    this.settleCall = database.prepare(
      `UPDATE calls SET state = ?, cost = ?, settled = ?, usage = coalesce(?, usage), finish = ?, error = ?,
         first_token_ms = ?, total_ms = ? WHERE call = ?`,
    );
    this.insertRefusal = database.prepare(
      'INSERT INTO refusals (at, reason, budget, message, model, purpose, project) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.budgetOf = database.prepare('SELECT id FROM budgets WHERE kind = ? AND name = ? AND period = ? AND unit = ?');
    this.putBudget = database.prepare(
      `INSERT INTO budgets (id, kind, name, period, unit, maximum, warn_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET maximum = excluded.maximum, warn_at = excluded.warn_at`,
    );
    this.removeBudget = database.prepare('DELETE FROM budgets WHERE id = ?');
    this.budgets = database.prepare(
      `SELECT * FROM budgets WHERE kind = 'all' OR (kind = 'purpose' AND name = ?) OR (kind = 'project' AND name = ?)
         OR (kind = 'task' AND name = ?) OR (kind = 'provider' AND name = ?) ORDER BY id`,
    );
    this.last = database.prepare('SELECT * FROM periods WHERE budget = ? ORDER BY start DESC LIMIT 1');
    this.at = database.prepare('SELECT * FROM periods WHERE budget = ? AND start <= ? ORDER BY start DESC LIMIT 1');
    this.put = database.prepare(
      `INSERT INTO periods (budget, start, finish, zone, settled, reserved, warned) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (budget, start) DO UPDATE
         SET settled = excluded.settled, reserved = excluded.reserved, warned = excluded.warned`,
    );
  }

  /** Budgets that count a call; what is not given matches none of its kind. */
  budgetsFor(scope: {
    readonly purpose?: string | null | undefined;
    readonly project?: string | null | undefined;
    readonly task?: string | null | undefined;
    readonly provider?: string | null | undefined;
  }): readonly Budget[] {
    const { purpose, project, task, provider } = scope;
    return this.budgets
      .all(purpose ?? null, project ?? null, task ?? null, provider ?? null)
      .map((row) => budgetRow.parse(row));
  }

  allBudgets(): readonly Budget[] {
    return this.database
      .prepare('SELECT * FROM budgets ORDER BY id')
      .all()
      .map((row) => budgetRow.parse(row));
  }

  lastPeriod(budget: string): PeriodRow | undefined {
    return periodRow.optional().parse(this.last.get(budget));
  }

  periodAt(budget: string, at: number): PeriodRow | undefined {
    const row = periodRow.optional().parse(this.at.get(budget, at));
    return row !== undefined && holds(row, at) ? row : undefined;
  }

  writePeriod({ budget, start, finish, zone, settled, reserved, warned }: PeriodRow): void {
    this.put.run(budget, start, finish, zone, settled, reserved, JSON.stringify(warned));
  }

  /** Forgets the totals of days and months, which are counted when they are next looked at, and counts those without an end. */
  recount(): void {
    this.database.exec('DELETE FROM periods WHERE finish IS NOT NULL');
    for (const budget of this.allBudgets()) {
      const period = this.lastPeriod(budget.id);
      if (period !== undefined) this.writePeriod({ ...period, ...this.count(budget, period) });
    }
  }

  /** Adds up what a budget's calls have taken of it, from the calls themselves. */
  count(budget: Budget, { start, finish }: Pick<Span, 'start' | 'finish'>): Totals {
    const { kind } = budget.scope;
    const scope = kind === 'all' ? '' : `AND ${kind} = ?`;
    const rows = this.database
      .prepare(
        `SELECT state, locality, count(*) AS calls, sum(reserved) AS reserved, sum(cost) AS cost FROM calls
         WHERE at >= ? AND at < ? ${scope} GROUP BY state, locality`,
      )
      .all(start, finish ?? Number.MAX_SAFE_INTEGER, ...(kind === 'all' ? [] : [scopeName(budget.scope)]));
    let settled = 0;
    let reserved = 0;
    for (const row of z.array(countedRow).parse(rows)) {
      const times = budget.unit === 'requests' ? row.calls : 1;
      const total = contribution(budget, row.locality, row);
      settled += times * total.settled;
      reserved += times * total.reserved;
    }
    return { settled, reserved };
  }
}
