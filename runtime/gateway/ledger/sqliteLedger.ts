import type { DatabaseSync } from 'node:sqlite';
import { damaged, databaseError, type DatabaseName } from '../../store/databaseError';
import { RuntimeError } from '../../runtimeError';
import { GatewayError } from '../gatewayError';
import type { CallRecord, DecisionRecord, SpendReport } from '../protocol';
import type {
  Budget,
  BudgetState,
  BudgetWarning,
  Ledger,
  LedgerScope,
  Outcome,
  Purpose,
  Refusal,
  ReservationAnswer,
  ReservationRequest,
  RouteDecision,
  Settlement,
} from '../types';
import { audit } from './audit';
import { Books, type BudgetTerms } from './books';
import { BookStatements } from './bookStatements';
import { Clock } from './clock';
import { exportCalls } from './exportCalls';
import { GroupCommit } from '../../store/groupCommit';
import { History } from './history';
import type { LogSync } from '../../store/logSync';
import type { ProcessOwner } from '../../store/processOwner';
import { spendReport } from './spendReport';
import { stateOf } from './budgetState';
import { sweep } from './sweep';

export interface LedgerParts {
  readonly name: DatabaseName;
  /** Does not wait for locks. */
  readonly writer: DatabaseSync;
  readonly reader: DatabaseSync;
  /** undefined: commits of the writer are durable by themselves. */
  readonly log: LogSync | undefined;
  readonly owner: ProcessOwner;
  readonly timeZone: string;
  readonly now: () => number;
  readonly busyMs: number;
  readonly onWarning: ((warning: BudgetWarning) => void) | undefined;
}

/** What a call whose process died has really cost, micro-dollars; or that it was never sent. */
export type Truth = { readonly kind: 'spent'; readonly cost: number } | { readonly kind: 'released' };

/** The books in SQLite. The README of this folder has the rules. Made by `openLedger`. */
export class SqliteLedger implements Ledger {
  private readonly commits: GroupCommit<Books>;
  private readonly readStatements: BookStatements;
  private readonly history: History;
  private readonly clock: Clock;
  /** Settlements that could not be written: tried again with whatever is written next. */
  private readonly unwritten = new Map<string, Settlement>();
  private closed = false;

  constructor(private readonly parts: LedgerParts) {
    const { writer, reader, log, owner, timeZone, busyMs } = parts;
    const statements = new BookStatements(writer);
    this.readStatements = new BookStatements(reader);
    this.history = new History(reader);
    this.clock = new Clock(writer, parts.now);
    this.commits = new GroupCommit<Books>({
      database: writer,
      begin: () => new Books(statements, owner.token, this.clock.advance(), timeZone),
      finish: (books) => {
        books.close();
        this.clock.write();
      },
      sync: log && (() => log.sync()),
      failure: (error) => this.failure(error),
      busyMs,
    });
  }

  /** Registers this process and books what dead ones have left; lets go of everything when that fails. */
  async begin(): Promise<void> {
    const { writer, owner, now } = this.parts;
    try {
      await this.write((books) => {
        sweep(writer, books, owner);
        writer
          .prepare('INSERT OR IGNORE INTO owners (token, pid, opened) VALUES (?, ?, ?)')
          .run(owner.token, process.pid, Math.floor(now()));
      });
    } catch (error) {
      this.closed = true;
      owner.release();
      throw error;
    }
  }

  /** Never throws for want of a working disk: what cannot be written down is refused. */
  async reserve(request: ReservationRequest): Promise<ReservationAnswer> {
    try {
      return await this.write((books) => books.reserve(request));
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      const { message, action } = error;
      return { kind: 'refused', refusal: { reason: 'ledger-unavailable', message, action } };
    }
  }

  /**
   * Booked once: for a call that is settled already nothing happens.
   * @throws RuntimeError when it could not be written; the reservation counts in full meanwhile, and the settlement is tried
   *   again with the next write and at `close`
   */
  async settle(settlement: Settlement): Promise<void> {
    let warnings: readonly BudgetWarning[];
    try {
      warnings = await this.write((books) => books.settle(settlement));
    } catch (error) {
      if (error instanceof RuntimeError) this.unwritten.set(settlement.call, settlement);
      throw error;
    }
    for (const warning of warnings) this.parts.onWarning?.(warning);
  }

  /**
   * Corrects a call whose process died: with what the provider's bill says, or as never sent.
   * @throws GatewayError bad-request for a call that needs no correction
   */
  async reconcile(call: string, truth: Truth): Promise<void> {
    await this.write((books) => {
      const record = this.history.call(call);
      if (record?.state !== 'unreconciled') {
        throw new GatewayError(
          'bad-request',
          record === undefined ? `There is no call ${call} in the books.` : `The call ${call} is ${record.state}.`,
          'Only calls whose process has died are reconciled: `whetstone budget status` lists them.',
        );
      }
      books.settle({
        call,
        outcome: truth.kind === 'spent' ? 'done' : 'not-sent',
        cost: truth.kind === 'spent' ? truth.cost : 0,
        usage: undefined,
        finish: undefined,
        error: 'reconciled by the user',
      });
    });
  }

  /** A field that is left out matches no budget of its kind; `{}` gives the budgets of everything. */
  states(scope: LedgerScope): Promise<readonly BudgetState[]> {
    return this.read(() => this.statesOf(this.readStatements.budgetsFor(scope)));
  }

  /** Every budget there is, tightest first. */
  allStates(): Promise<readonly BudgetState[]> {
    return this.read(() => this.statesOf(this.readStatements.allBudgets()));
  }

  /** Makes a budget, or changes that of the same scope, period and unit: calls under way go on, the next ones are measured. */
  setBudget(terms: BudgetTerms): Promise<Budget> {
    return this.write((books) => books.setBudget(terms));
  }

  /** @returns whether there was one */
  removeBudget(id: string): Promise<boolean> {
    return this.write((books) => books.removeBudget(id));
  }

  /** Books calls of dead processes as spent in full. Done at opening; again for windows that stay open. @returns how many */
  sweep(): Promise<number> {
    const { writer, owner } = this.parts;
    return this.write((books) => sweep(writer, books, owner));
  }

  recordRefusal(
    refusal: Refusal,
    context: {
      readonly model?: string | undefined;
      readonly purpose?: Purpose | undefined;
      readonly project?: string | undefined;
    },
  ): Promise<void> {
    return this.write((books) => void books.refuse(context, refusal));
  }

  recordDecision(
    decision: RouteDecision,
    context: { readonly purpose: Purpose; readonly project?: string | undefined },
  ): Promise<void> {
    return this.write((books) => {
      this.parts.writer
        .prepare('INSERT OR IGNORE INTO decisions (id, at, purpose, project, decision) VALUES (?, ?, ?, ?, ?)')
        .run(decision.id, books.now, context.purpose, context.project ?? null, JSON.stringify(decision));
    });
  }

  recordOutcome(outcome: Outcome): Promise<void> {
    return this.write(() => {
      this.parts.writer
        .prepare('INSERT INTO outcomes (decision, model, event, at) VALUES (?, ?, ?, ?)')
        .run(outcome.decision, outcome.model, outcome.event, outcome.at);
    });
  }

  spendReport(query: {
    readonly from: number;
    readonly until: number;
    readonly project?: string | undefined;
  }): Promise<SpendReport> {
    return this.read(() =>
      spendReport(this.parts.reader, this.readStatements.allBudgets(), this.parts.timeZone, query),
    );
  }

  /** Newest first; `before`: those older than this time. */
  decisions(query: {
    readonly before?: number | undefined;
    readonly limit: number;
    readonly project?: string | undefined;
  }): Promise<readonly DecisionRecord[]> {
    return this.read(() => this.history.decisions(query));
  }

  /** Calls of a time, oldest first. */
  calls(query: { readonly from: number; readonly until: number }): Promise<readonly CallRecord[]> {
    return this.read(() => this.history.calls(query.from, query.until));
  }

  /**
   * What one task has cost, calls under way in full, micro-dollars.
   * @param since the task began; calls before are not looked at
   */
  spentOn(task: string, since: number): Promise<number> {
    return this.read(() => this.history.spentOn(task, since));
  }

  /** Calls of processes that died, booked in full, oldest first. */
  unreconciled(): Promise<readonly CallRecord[]> {
    return this.read(() => this.history.unreconciled());
  }

  exportCalls(query: {
    readonly format: 'csv' | 'json';
    readonly from: number;
    readonly until: number;
  }): Promise<string> {
    return this.read(() => exportCalls(this.history.calls(query.from, query.until), query.format));
  }

  /** How far the books are ahead of this machine's clock, milliseconds; 0 as long as no clock was set back. */
  clockLead(): Promise<number> {
    return this.read(() => Math.max(0, Clock.latest(this.parts.reader) - this.parts.now()));
  }

  /**
   * Takes this machine's clock for right after all, where one was wrongly set forward and periods would not renew until then.
   * Calls that were booked in the future count from now. Only because a user said so.
   */
  acceptClock(): Promise<void> {
    return this.write((books) => {
      this.clock.accept(this.parts.now());
      books.recount(this.clock.time);
    });
  }

  /**
   * Calls the listener when any process has changed the books.
   * @returns stops it
   */
  watch(listener: () => void, everyMs = 500): () => void {
    // Counts commits of all other connections, this process's own writer included.
    const version = () => Number(this.parts.reader.prepare('PRAGMA data_version').get()?.data_version);
    let last = version();
    const timer = setInterval(() => {
      if (this.closed) return clearInterval(timer);
      const now = version();
      if (now !== last) listener();
      last = now;
    }, everyMs);
    timer.unref();
    return () => clearInterval(timer);
  }

  /**
   * Reads the whole file, and counts the running totals again.
   * @throws RuntimeError store-corrupt
   */
  check(): Promise<void> {
    return this.read(() => {
      const found = [
        ...this.parts.reader
          .prepare('PRAGMA integrity_check(3)')
          .all()
          .map((row) => String(row.integrity_check)),
        ...audit(this.parts.reader),
      ].filter((line) => line !== 'ok');
      if (found.length > 0) throw damaged(this.parts.name, found.join('; '));
    });
  }

  /** Reservations of this ledger that are still open are booked in full, as those of a dead process would be. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const { writer, reader, log, owner } = this.parts;
    try {
      await this.commits.do((books) => {
        for (const settlement of this.unwritten.values()) books.settle(settlement);
        sweep(writer, books, owner, owner.token);
      });
      await this.commits.idle();
    } finally {
      await log?.close();
      writer.close();
      reader.close();
      owner.release();
    }
  }

  private async write<Answer>(work: (books: Books) => Answer): Promise<Answer> {
    if (this.closed) throw closedError();
    const late = [...this.unwritten.values()];
    if (late.length === 0) return this.commits.do(work);
    await this.commits.do((books) => {
      for (const settlement of late) books.settle(settlement);
    });
    for (const { call } of late) this.unwritten.delete(call);
    return this.commits.do(work);
  }

  private async read<Answer>(query: () => Answer): Promise<Answer> {
    if (this.closed) throw closedError();
    try {
      return await Promise.resolve(query());
    } catch (error) {
      throw this.failure(error);
    }
  }

  private statesOf(budgets: readonly Budget[]): readonly BudgetState[] {
    const now = Math.max(this.parts.now(), Clock.latest(this.parts.reader));
    return budgets
      .map((budget) => stateOf(budget, this.readStatements, now, this.parts.timeZone))
      .sort((a, b) => share(a) - share(b));
  }

  private failure(error: unknown): Error {
    return databaseError(error, this.parts.name);
  }
}

/** Dollars and requests are compared by the share that is left. */
function share({ headroom, budget }: BudgetState): number {
  return budget.limit === 0 ? Number.NEGATIVE_INFINITY : headroom / budget.limit;
}

function closedError(): RuntimeError {
  return new RuntimeError('unavailable', 'The ledger is closed.', 'Open it again.');
}
