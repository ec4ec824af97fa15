import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Time as the books count it: this machine's, but never before what any process has booked. */
export class Clock {
  /** Of the transaction that runs. */
  time = 0;
  private readonly update: StatementSync;

  constructor(
    private readonly database: DatabaseSync,
    private readonly machine: () => number,
  ) {
    this.update = database.prepare('UPDATE clock SET latest = ? WHERE id = 1 AND latest < ?');
  }

  static latest(database: DatabaseSync): number {
    return Number(database.prepare('SELECT latest FROM clock').get()?.latest ?? 0);
  }

  /** Inside a transaction. */
  advance(): number {
    this.time = Math.max(Math.floor(this.machine()), Clock.latest(this.database));
    return this.time;
  }

  /** Inside the same transaction. */
  write(): void {
    this.update.run(this.time, this.time);
  }

  /** Brings the books back to a time, with everything that they have booked after it. Inside a transaction. */
  accept(time: number): void {
    this.time = Math.floor(time);
    this.database.prepare('UPDATE clock SET latest = ? WHERE id = 1').run(this.time);
    this.database.prepare('UPDATE calls SET at = ? WHERE at > ?').run(this.time, this.time);
    this.database.prepare('UPDATE periods SET start = ? WHERE start > ? AND finish IS NULL').run(this.time, this.time);
  }
}
