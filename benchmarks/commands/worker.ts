/** `whetstone worker`: takes part in runs that others started, with the models and keys of this machine. */
import type { Command } from 'commander';
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { stateFolder } from '../../runtime/store/stateFolder';
import type { CommandOutput } from '../core/commandOutput';
import type { ServedRun, ServeRunsInput } from '../core/queues/redis';
import { integer } from './optionValues';
import type { WorkerChoice } from './worker/workerMachine';

interface WorkerOptions {
  readonly queue: string;
  readonly config?: string;
  readonly model: readonly string[];
  readonly execute?: true;
  readonly concurrency: number;
  readonly untilIdle?: true;
  readonly json?: true;
}

/** What a worker is of its machine; `openMachine` in the tests is a smaller one. */
export type OpenedMachine = Pick<ServeRunsInput, 'refusalOf' | 'openRun'> & {
  readonly localOnly: boolean;
  close(): Promise<void>;
};

export function addWorkerCommand(
  program: Command,
  output: CommandOutput,
  signal: AbortSignal,
  openMachine: (choice: WorkerChoice, output: CommandOutput) => Promise<OpenedMachine> = openWorkerMachine,
): void {
  program
    .command('worker')
    .description('work on evaluations that were begun elsewhere with --queue; Ctrl+C hands samples back and ends')
    .requiredOption('--queue <url>', 'redis://HOST:PORT or, with TLS, rediss://')
    .option('--config <file>', 'settings of the gateway (JSON); default: the vendors whose keys are set, and Ollama')
    .option('--model <id>', 'only this model, or the path of a GGUF file; may be given again; default: all', more, [])
    .option(
      '--execute',
      'code of sets (tests, compilers) may run here in the sandbox; runs that need it are refused else',
    )
    .option('--concurrency <n>', 'samples at the same time, a provider', integer(1, 1_000), 4)
    .option('--until-idle', 'end when no run is left that this machine takes part in')
    .option('--json', 'print one JSON document at the end: {worker, runs: [{run, name, models, done, refusals}]}')
    .addHelpText(
      'after',
      `
From the environment: WHETSTONE_WORKER_TOKEN, the secret that runs and workers share (needed); WHETSTONE_QUEUE_PASSWORD, the
password of Redis; keys of providers as everywhere. No list of processes shows them there.`,
    )
    .action(async (options: WorkerOptions) => {
      // Loaded here: BullMQ is large, and no other command needs it.
      const { openRedis, redisAddress, requireAllowed, Seal, serveRuns } = await import('../core/queues/redis');
      const { WHETSTONE_WORKER_TOKEN: token, WHETSTONE_QUEUE_PASSWORD: password } = process.env;
      const address = redisAddress(options.queue, password);
      const log = (message: string) => output.log(`whetstone: ${message}`);
      const { config, model: models, execute = false } = options;
      const machine = await openMachine({ config, models, execute }, output);
      try {
        requireAllowed(address, { localOnly: machine.localOnly, token });
        if (!address.loopback && !address.encrypted)
          log(`${address.shown} is not encrypted; use rediss:// outside your own network.`);
        const redis = await openRedis(address, log);
        try {
          const worker = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
          const { refusalOf, openRun } = machine;
          log(`Worker ${worker} waits for runs at ${address.shown}.`);
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

async function openWorkerMachine(choice: WorkerChoice, output: CommandOutput): Promise<OpenedMachine> {
  const { WorkerMachine } = await import('./worker/workerMachine');
  return WorkerMachine.open(choice, output);
}

function line({ name, models, done, refusals }: ServedRun): string {
  return [
    `${name}: ${done} samples with ${models.join(', ') || 'no model'}`,
    ...refusals.map((each) => `  ${each}`),
  ].join('\n');
}

function more(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
