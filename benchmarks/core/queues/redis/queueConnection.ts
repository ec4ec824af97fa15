import type { Redis } from 'ioredis';
import { BadInputError } from '../../badInputError';
import type { ModelAccess, RunBooks } from '../../runs/modelAccess';
import type { RunRecord, SampleQueue } from '../../runs/types';
import type { AnnouncedRun } from './announcedRun';
import { openRedis } from './openRedis';
import { redisAddress, type RedisAddress } from './redisAddress';
import { RedisSampleQueue } from './redisSampleQueue';
import { RunBudget } from './runBudget';
import { sharedSpending } from './sharedSpending';

export interface QueueChoice {
  /** `redis://` or `rediss://`, perhaps with a password. */
  readonly address: string;
  /** Where the address has none. */
  readonly password: string | undefined;
  /** What runs and workers sign with. */
  readonly token: string | undefined;
  /** Nothing leaves this machine. */
  readonly localOnly: boolean;
  readonly leaseMs?: number | undefined;
  readonly log: (message: string) => void;
}

/** A queue that was reached, for whoever begins runs: checked before anything is written or sent. */
export class QueueConnection {
  private readonly budgets: RunBudget[] = [];

  private constructor(
    private readonly redis: Redis,
    private readonly address: RedisAddress,
    private readonly choice: QueueChoice,
  ) {}

  /** @throws BadInputError where it may not be used, or does not answer */
  static async open(choice: QueueChoice): Promise<QueueConnection> {
    const address = redisAddress(choice.address, choice.password);
    requireAllowed(address, choice);
    if (!address.loopback && !address.encrypted)
      choice.log(`${address.shown} is not encrypted; use rediss:// outside your own network.`);
    // That it is gone is said by the run's own connection.
    return new QueueConnection(await openRedis(address, () => undefined), address, choice);
  }

  /** Without a password. */
  get shown(): string {
    return this.address.shown;
  }

  /** Models and books of this machine, for a run that others spend for as well. */
  spending(
    run: string,
    models: ModelAccess,
    books: RunBooks,
  ): { readonly models: ModelAccess; readonly books: RunBooks } {
    const budget = new RunBudget(this.redis, run, `coordinator-${process.pid}`);
    this.budgets.push(budget);
    return sharedSpending(models, books, budget);
  }

  /** @param scenarios ids of those that the run is of */
  openQueue(run: RunRecord, scenarios: readonly string[], how: AnnouncedRun['how']): Promise<SampleQueue> {
    const { token, leaseMs, log } = this.choice;
    const { folder } = run.configuration.set;
    return RedisSampleQueue.open({ address: this.address.url, run, folder, scenarios, how, token, leaseMs, log });
  }

  close(): void {
    for (const budget of this.budgets) budget.close();
    this.redis.disconnect();
  }
}

/** @throws BadInputError */
export function requireAllowed(
  { shown, loopback }: RedisAddress,
  { localOnly, token }: Pick<QueueChoice, 'localOnly' | 'token'>,
): void {
  if (localOnly && !loopback) {
    throw new BadInputError(
      `${shown} is not on this machine, and only this machine is allowed (local only). Change the setting, or use a queue of this machine.`,
    );
  }
  if (token === undefined || token === '') {
    throw new BadInputError(
      'Runs and workers have to share a secret, or whoever reaches the queue could have their models called. ' +
        'Set WHETSTONE_WORKER_TOKEN to the same long random text on every machine, e.g. of: openssl rand -hex 32',
    );
  }
}
