/** `whetstone worker`: takes part in runs that others started, with the models and keys of this machine. */
import { InvalidArgumentError, type Command } from 'commander';
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { stateFolder } from '../../runtime/store/stateFolder';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import type { ServedRun, ServeRunsInput } from '../core/queues/redis';

/** What this machine brings: its gateway, under its own settings and budgets. */
export interface WorkerMachine extends Pick<ServeRunsInput, 'refusalOf' | 'openRun'> {
  /** The user's setting: nothing leaves this machine, so neither does a connection to a queue elsewhere. */
  readonly localOnly: boolean;
  close(): Promise<void>;
}

interface WorkerOptions {
  readonly queue: string;
  readonly token?: string;
  readonly concurrency: number;
  readonly untilIdle?: true;
  readonly json?: true;
}

export function addWorkerCommand(
  program: Command,
  output: CommandOutput,
  signal: AbortSignal,
  openMachine: () => Promise<WorkerMachine>,
): void {
  program
    .command('worker')
    .description('work on evaluations that were started elsewhere with --queue; ends with Ctrl+C')
    .requiredOption('--queue <url>', 'redis://HOST:PORT or, with TLS, rediss://; may hold a password')
    .option(
      '--token <token>',
      'shared secret of runs and workers; better in WHETSTONE_WORKER_TOKEN, which no list of processes shows',
    )
    .option('--concurrency <n>', 'samples at the same time, a provider', wholeNumber, 4)
    .option('--until-idle', 'end when no run is left that this machine takes part in')
    .option('--json', 'print one JSON document at the end: {worker, runs: [{run, name, models, done, refusals}]}')
    .action(async (options: WorkerOptions) => {
      // Loaded here: BullMQ is large, and no other command needs it.
      const { openRedis, redisAddress, Seal, serveRuns } = await import('../core/queues/redis');
      const address = redisAddress(options.queue);
      const log = (message: string) => output.log(`whetstone: ${message}`);
      const machine = await openMachine();
      try {
        if (machine.localOnly && !address.loopback) {
          throw new BadInputError(
            `${address.shown} is not on this machine, and only this machine is allowed (local only). Change the setting, or use a queue of this machine.`,
          );
        }
        if (!address.loopback && !address.encrypted)
          log(`${address.shown} is not encrypted; use rediss:// outside your own network.`);
        const token = options.token ?? process.env.WHETSTONE_WORKER_TOKEN;
        if (token === undefined) log('No token: whoever reaches the queue can have this machine call its models.');
        const redis = await openRedis(address, log);
        try {
          const worker = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
          const { refusalOf, openRun } = machine;
          const runs = await serveRuns({
            ...{ redis, seal: new Seal(token), worker, signal, refusalOf, openRun, log },
            concurrency: options.concurrency,
            cache: path.join(stateFolder(), 'worker'),
            untilIdle: options.untilIdle,
          });
          output.answer(
            options.json === true,
            { worker, runs },
            () => runs.map(line).join('\n') || 'There were no runs.',
          );
        } finally {
          redis.disconnect();
        }
      } finally {
        await machine.close();
      }
    });
}

function line({ name, models, done, refusals }: ServedRun): string {
  return [
    `${name}: ${done} samples with ${models.join(', ') || 'no model'}`,
    ...refusals.map((each) => `  ${each}`),
  ].join('\n');
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1_000)
    throw new InvalidArgumentError('It must be a whole number from 1 to 1000.');
  return value;
}
