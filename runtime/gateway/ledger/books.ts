import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { GatewayError } from '../gatewayError';
import type { Budget, BudgetWarning, Refusal, ReservationAnswer, ReservationRequest, Settlement } from '../types';
import type { BookStatements } from './bookStatements';
import { BudgetAccount } from './budgetAccount';
import { ceilingRefusal, refusalOf, warningOf } from './budgetText';
import { contribution, type Entry } from './contribution';
import { callState, scopeName } from './rows';
import { requireAmount } from './requireAmount';
import { entryOf } from './settlementEntry';

/** What a new or changed budget is about; of one scope, period and unit there is one budget. */
export type BudgetTerms = Omit<Budget, 'id'>;

const reservedCall = z.object({
  at: z.number(),
  purpose: z.string(),
  project: z.string().nullable(),
  task: z.string().nullable(),
  provider: z.string(),
  locality: z.enum(['local', 'cloud']),
  state: callState,
  reserved: z.number(),
  cost: z.number(),
});

/** Whose budgets count a call. */
interface Counted {
  readonly purpose: string;
  readonly project: string | null | undefined;
  readonly task: string | null | undefined;
  readonly provider: string;
}

/**
 * The books during one transaction: verdicts on reservations and settlements, running totals of budgets. What it has read is
 * kept until `close`, because nobody else can write meanwhile.
 */
export class Books {
  private readonly accounts = new Map<string, BudgetAccount>();
  private readonly counting = new Map<string, readonly BudgetAccount[]>();

  constructor(
    private readonly statements: BookStatements,
    private readonly owner: string,
    /** Never before any time that the books have seen: a clock that is set back re-opens nothing. */
    public now: number,
    private readonly zone: string,
  ) {}

  reserve(request: ReservationRequest): ReservationAnswer {
    const { call, cost, ceiling, locality } = request;
    requireAmount(cost, 'cost');
    if (this.statements.call.get(call) !== undefined) {
      throw new GatewayError('internal', `The call ${call} is in the books already.`, 'Give each call its own name.');
    }
    if (ceiling !== undefined && cost > ceiling) return this.refuse(request, ceilingRefusal(cost, ceiling));
    const entry: Entry = { state: 'reserved', reserved: cost, cost: 0 };
    const accounts = this.accountsOf(request);
    const tooSmall = accounts
      .map((account) => {
        const needed = contribution(account.budget, locality, entry).reserved;
        return { account, needed, short: needed - account.headroom };
      })
      // A call that takes nothing of a budget may run however empty that is.
      .filter(({ needed, short }) => needed > 0 && short > 0)
      .sort((a, b) => b.short - a.short)[0];
    if (tooSmall !== undefined) {
      const { account, needed } = tooSmall;
      return this.refuse(request, refusalOf(account.budget, account.fill, needed));
    }
    this.statements.insertCall.run(
      call,
      this.now,
      request.model,
      request.provider,
      locality,
      request.purpose,
      request.project ?? null,
      request.task ?? null,
      request.conversation ?? null,
      request.parentCall ?? null,
      request.decision ?? null,
      request.price,
      this.owner,
      cost,
    );
    for (const account of accounts) account.add(contribution(account.budget, locality, entry));
    return { kind: 'reserved', warnings: this.warnings(accounts) };
  }

  /**
   * Books what a call has cost; again, for a call that is settled already, nothing. A call whose process has died is
   * reconciled by it.
   * @returns warnings that are due, each of them once
   */
  settle(settlement: Settlement): readonly BudgetWarning[] {
    const found = this.statements.call.get(settlement.call);
    if (found === undefined) {
      throw new GatewayError(
        'internal',
        `The call ${settlement.call} is not in the books.`,
        'Reserve a call before it is settled.',
      );
    }
    const row = reservedCall.parse(found);
    const isOpen = row.state === 'reserved' || (row.state === 'unreconciled' && settlement.outcome !== 'unknown');
    if (!isOpen) return [];
    const next = entryOf(settlement, row.reserved);
    this.statements.settleCall.run(
      next.state,
      next.cost,
      this.now,
      settlement.usage === undefined ? null : JSON.stringify(settlement.usage),
      settlement.finish ?? null,
      settlement.error ?? null,
      settlement.firstTokenMs ?? null,
      settlement.totalMs ?? null,
      settlement.call,
    );
    const accounts = this.accountsOf(row).filter((account) => account.takes(row.at));
    for (const account of accounts) {
      const before = contribution(account.budget, row.locality, row);
      const after = contribution(account.budget, row.locality, next);
      account.addAt(row.at, { settled: after.settled - before.settled, reserved: after.reserved - before.reserved });
    }
    return this.warnings(accounts);
  }

  /** Keeps a refusal that was made before any reservation was asked for. */
  refuse(
    context: {
      readonly model?: string | undefined;
      readonly purpose?: string | undefined;
      readonly project?: string | undefined;
    },
    refusal: Refusal,
  ): ReservationAnswer & { readonly kind: 'refused' } {
    this.statements.insertRefusal.run(
      this.now,
      refusal.reason,
      refusal.budget ?? null,
      refusal.message,
      context.model ?? null,
      context.purpose ?? null,
      context.project ?? null,
    );
    return { kind: 'refused', refusal };
  }

  /** Makes a budget, or changes that of the same scope, period and unit. What was spent in the running period counts. */
  setBudget(terms: BudgetTerms): Budget {
    requireAmount(terms.limit, 'limit');
    const id: unknown = this.statements.budgetOf.get(
      terms.scope.kind,
      scopeName(terms.scope),
      terms.period,
      terms.unit,
    )?.id;
    const budget: Budget = { ...terms, id: typeof id === 'string' ? id : randomUUID() };
    this.statements.putBudget.run(
      budget.id,
      terms.scope.kind,
      scopeName(terms.scope),
      terms.period,
      terms.unit,
      terms.limit,
      JSON.stringify(terms.warnAt),
    );
    this.counting.clear();
    this.account(budget).budget = budget;
    return budget;
  }

  /** @returns whether there was one */
  removeBudget(id: string): boolean {
    const { changes } = this.statements.removeBudget.run(id);
    this.counting.clear();
    this.accounts.delete(id);
    return Number(changes) > 0;
  }

  /** Counts everything anew from the calls, whose times have changed. */
  recount(now: number): void {
    this.statements.recount();
    this.now = now;
    this.counting.clear();
    this.accounts.clear();
  }

  /** Writes the running totals. */
  close(): void {
    for (const account of this.accounts.values()) account.write();
  }

  private warnings(accounts: readonly BudgetAccount[]): readonly BudgetWarning[] {
    return accounts.flatMap((account) =>
      account.dueWarnings().map((share) => warningOf(account.budget, share, account.fill.settled)),
    );
  }

  private accountsOf({ purpose, project, task, provider }: Counted): readonly BudgetAccount[] {
    const key = JSON.stringify([purpose, project, task, provider]);
    let accounts = this.counting.get(key);
    if (accounts === undefined) {
      const budgets = this.statements.budgetsFor({ purpose, project, task, provider });
      accounts = budgets.map((budget) => this.account(budget));
      this.counting.set(key, accounts);
    }
    return accounts;
  }

  private account(budget: Budget): BudgetAccount {
    let account = this.accounts.get(budget.id);
    if (account === undefined) {
      account = new BudgetAccount(this.statements, budget, this.now, this.zone);
      this.accounts.set(budget.id, account);
    }
    return account;
  }
}
