import { loadBenchmark, type LoadOptions } from '../../core/runs/benchmarks';
import type { LoadedBenchmark } from '../../core/runs/benchmark';
import { gatewayModels, ledgerBooks } from '../../core/runs/gatewayAccess';
import type { ModelAccess, RunBooks } from '../../core/runs/modelAccess';
import { openRunStore } from '../../core/runs/store/openRunStore';
import type { RunStore } from '../../core/runs/store/runStore';
import type { CommandOutput } from '../../core/commandOutput';
import type { QueueConnection } from '../../core/queues/redis';
import { stateFolder } from '../../../runtime/store/stateFolder';
import { openCommandModels } from '../commandGateway';

/** What a command that runs evaluations has open. */
export interface EvaluationSession {
  readonly store: RunStore;
  readonly benchmark: LoadedBenchmark;
  readonly access: ModelAccess;
  readonly books: RunBooks;
  /** Ids of the models that were asked for. */
  readonly models: readonly string[];
  /** The user's setting: nothing leaves this machine. */
  readonly localOnly: boolean;
}

export interface WantedQueue {
  readonly address: string;
  /** Of the run. */
  readonly localOnly: boolean;
  readonly leaseMs: number;
}

/** Opens the store for as long as the work takes. */
export async function withStore<Answer>(work: (store: RunStore) => Promise<Answer>): Promise<Answer> {
  const store = await openRunStore({ folder: stateFolder() });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** @param scenarios folder of the set */
export async function withSession<Answer>(
  store: RunStore,
  scenarios: string,
  how: LoadOptions,
  models: readonly string[],
  settings: string | undefined,
  output: CommandOutput,
  work: (session: EvaluationSession) => Promise<Answer>,
): Promise<Answer> {
  const benchmark = await loadBenchmark(scenarios, how);
  try {
    const opened = await openCommandModels(models, settings, output);
    try {
      return await work({
        store,
        benchmark,
        models: opened.models,
        localOnly: opened.config.policy.localOnly,
        access: gatewayModels(opened.gateway, opened.config, opened.fileOf),
        books: ledgerBooks(opened.openBooks),
      });
    } finally {
      await opened.close();
    }
  } finally {
    await benchmark.close();
  }
}

/** Reaches the queue before anything is begun. @param wanted undefined: this machine alone */
export async function withQueue<Answer>(
  wanted: WantedQueue | undefined,
  session: EvaluationSession,
  output: CommandOutput,
  work: (queue: QueueConnection | undefined) => Promise<Answer>,
): Promise<Answer> {
  if (wanted === undefined) return work(undefined);
  // Loaded here: BullMQ is large, and few runs need it.
  const { QueueConnection } = await import('../../core/queues/redis');
  const { WHETSTONE_WORKER_TOKEN: token, WHETSTONE_QUEUE_PASSWORD: password } = process.env;
  const queue = await QueueConnection.open({
    ...{ ...wanted, token, password, localOnly: wanted.localOnly || session.localOnly },
    log: (message) => output.log(`whetstone: ${message}`),
  });
  try {
    return await work(queue);
  } finally {
    queue.close();
  }
}
