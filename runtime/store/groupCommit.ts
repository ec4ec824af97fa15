import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { isBusy, isStoreFailure } from './databaseError';
import { rollBack } from './migrate';

export interface GroupCommitOptions<Context> {
  /** A connection of its own, which does not wait for locks by itself: waiting must not stop the event loop. */
  readonly database: DatabaseSync;
  /** Called inside the transaction, before the first work of it. */
  readonly begin: () => Context;
  /** Called inside the transaction, after the last. */
  readonly finish: (context: Context) => void;
  /** Brings what was committed to the disk; undefined: committing does so itself. */
  readonly sync?: (() => Promise<void>) | undefined;
  /** What a failure of the store says to the callers. */
  readonly failure: (error: unknown) => Error;
  /** Milliseconds that a work waits for other programs' locks before it fails. */
  readonly busyMs: number;
}

interface Work<Context> {
  readonly deadline: number;
  /** Writes, and keeps the answer. */
  run(context: Context): void;
  /** Gives the answer out, now that it is on the disk. */
  done(): void;
  fail(error: Error): void;
}

interface Refused<Context> {
  readonly work: Work<Context>;
  readonly error: unknown;
}

/** What became of a transaction. */
interface Written<Context> {
  readonly written: readonly Work<Context>[];
  readonly refused: readonly Refused<Context>[];
}

/** More than can be in flight; keeps a transaction, in which others wait, short. */
const largestGroup = 256;
/** Others that wait for the lock ask this often, so who gave it up stands back as long, or nobody else would come in. */
const pauseMs = 1;
/** A transaction takes less than the shortest timer, so at first the lock is asked for more often. */
const quickTries = 20;
const quickPauseMs = 0.05;
const never = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes of one process, gathered into durable transactions: a commit waits for the disk, so whatever has come in the
 * meantime goes into the next one together. Each work has its own verdict, in the order in which it came; one that fails
 * by itself takes nothing of the others with it. Nobody is answered before the transaction is on the disk.
 */
export class GroupCommit<Context> {
  private readonly queue: Work<Context>[] = [];
  private draining: Promise<void> | undefined;
  /** Whether another process wanted the lock at the same time, a moment ago. */
  private contended = 0;

  /** Compiled once, since they are run for each work. */
  private readonly savepoint: StatementSync;
  private readonly release: StatementSync;

  constructor(private readonly options: GroupCommitOptions<Context>) {
    this.savepoint = options.database.prepare('SAVEPOINT work');
    this.release = options.database.prepare('RELEASE work');
  }

  /**
   * @param work writes inside the transaction; it must not keep what it has seen, since the transaction may come to nothing
   * @returns its answer, once it is durable
   */
  do<Answer>(work: (context: Context) => Answer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let finished: { readonly answer: Answer } | undefined;
      this.queue.push({
        deadline: Date.now() + this.options.busyMs,
        run: (context) => {
          finished = { answer: work(context) };
        },
        done: () => {
          if (finished !== undefined) resolve(finished.answer);
        },
        fail: reject,
      });
      this.draining ??= this.drain();
    });
  }

  /** Resolves when nothing is waiting any more. */
  async idle(): Promise<void> {
    while (this.draining !== undefined) await this.draining;
  }

  private async drain(): Promise<void> {
    // What is asked for in the same turn of the event loop belongs together.
    await turn();
    while (this.queue.length > 0) {
      if (await this.begin()) {
        const answer = this.write(this.queue.splice(0, largestGroup));
        // Nobody holds the lock now, so other processes write while this one waits for the disk.
        await this.settled(answer);
        // Who has waited for the disk has stood back already.
        if (this.contended > 0 && this.options.sync === undefined) {
          this.contended--;
          await sleep(pauseMs);
        } else {
          await turn();
        }
      }
    }
    this.draining = undefined;
  }

  /** @returns false when the oldest works were given up instead */
  private async begin(): Promise<boolean> {
    for (let tries = 1; ; tries++) {
      try {
        this.options.database.exec('BEGIN IMMEDIATE');
        return true;
      } catch (error) {
        const now = Date.now();
        const late = isBusy(error) ? this.queue.filter(({ deadline }) => deadline <= now) : [...this.queue];
        if (late.length > 0) {
          this.queue.splice(0, late.length);
          for (const work of late) work.fail(this.options.failure(error));
          return false;
        }
      }
      this.contended = 8;
      if (tries > quickTries) {
        await sleep(pauseMs);
        continue;
      }
      // Leaves the processor to whoever has the lock; between two tries the event loop goes on.
      Atomics.wait(never, 0, 0, quickPauseMs);
      await turn();
    }
  }

  private async settled({ written, refused }: Written<Context>): Promise<void> {
    const { sync, failure } = this.options;
    try {
      if (written.length > 0) await sync?.();
      for (const work of written) work.done();
    } catch (error) {
      for (const work of written) work.fail(failure(error));
    }
    for (const { work, error } of refused) work.fail(failure(error));
  }

  private write(group: readonly Work<Context>[]): Written<Context> {
    const { database, begin, finish } = this.options;
    const written: Work<Context>[] = [];
    const refused: Refused<Context>[] = [];
    try {
      const context = begin();
      for (const work of group) {
        this.savepoint.run();
        try {
          work.run(context);
          written.push(work);
        } catch (error) {
          if (isStoreFailure(error)) throw error;
          database.exec('ROLLBACK TO work');
          refused.push({ work, error });
        }
        this.release.run();
      }
      finish(context);
      database.exec('COMMIT');
    } catch (error) {
      rollBack(database);
      return { written: [], refused: group.map((work) => ({ work, error })) };
    }
    return { written, refused };
  }
}
