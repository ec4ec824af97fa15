import { BooksOpener } from '../../runtime/gateway/host/books';
import { loadBenchmark } from '../core/runs/benchmarks';
import { ledgerBooks } from '../core/runs/gatewayAccess';
import { estimateRun } from '../core/runs/estimate/estimateRun';
import { calledModels, type ModelAccess } from '../core/runs/modelAccess';
import { ActiveRun, type Resumption } from '../core/runs/runner/activeRun';
import { planRun, type RunChoice } from '../core/runs/runner/planRun';
import type { RunStore } from '../core/runs/store/runStore';
import type {
  EstimateRow,
  EvaluationConfig,
  Json,
  QueueSecrets,
  RunProgress,
  RunRecord,
  RunView,
  SampleEvents,
  StartRunParams,
  WithQueueSecrets,
} from './protocol';
import type { QueueConnection } from '../core/queues/redis';
import { BadInputError } from '../core/badInputError';
import { mcpEvalSetForm } from '../mcpEval/tasks/taskSet';
import { formOfSet } from './otherSets';
import { WatchedSamples } from './watchedSamples';

export interface RunKeeperParts {
  readonly folder: string;
  readonly store: RunStore;
  readonly models: ModelAccess;
  readonly config: () => EvaluationConfig;
  readonly onProgress: (view: RunView) => void;
  readonly onEvents: (events: SampleEvents) => void;
  /** Keeps the process alive for as long as the work takes. */
  readonly during: (work: () => Promise<void>) => Promise<void>;
  readonly log: (message: string) => void;
}

interface WorkChoice extends Resumption {
  /** Of the queue that the run was begun with. */
  readonly secrets?: QueueSecrets | undefined;
}

/** Plans runs and works on them in this process, any number at a time. */
export class RunKeeper {
  private readonly active = new Map<string, { readonly run: ActiveRun; readonly done: Promise<unknown> }>();
  private readonly books: BooksOpener;
  private readonly events: WatchedSamples;

  constructor(private readonly parts: RunKeeperParts) {
    this.events = new WatchedSamples(parts.onEvents);
    this.books = new BooksOpener({
      folder: parts.folder,
      onWarning: ({ message }) => parts.log(message),
      onChange: () => undefined,
    });
  }

  async estimate(params: StartRunParams, signal: AbortSignal): Promise<readonly EstimateRow[]> {
    const benchmark = await this.load(params.folder, params.scenarios, params.options, 'looks');
    try {
      const choice = this.choiceOf(params);
      return await estimateRun(
        benchmark,
        choice,
        await this.parts.models.facts(calledModels(choice), signal),
        this.parts.store.earlier,
      );
    } finally {
      await benchmark.close();
    }
  }

  /** @throws BadInputError where a model cannot be run, or a queue may not be used or does not answer; nothing is kept then */
  async start({ secrets, ...params }: StartRunParams & WithQueueSecrets, signal: AbortSignal): Promise<RunRecord> {
    const problems = (await this.estimate(params, signal)).flatMap(({ model, problem }) =>
      problem === undefined ? [] : [`${model}: ${problem}`],
    );
    if (problems.length > 0) throw new BadInputError(`Nothing was sent. ${problems.join(' ')}`);
    const choice = this.choiceOf(params);
    const queue = await this.openQueue(choice.queue, choice.localOnly, secrets);
    try {
      const benchmark = await this.load(params.folder, params.scenarios, params.options, 'starts');
      const chosen = { ...choice, queue: queue?.shown };
      const planned = await planRun(this.parts.store, benchmark, chosen).finally(() => benchmark.close());
      return await this.workWith(planned, queue);
    } catch (error) {
      queue?.close();
      throw error;
    }
  }

  /**
   * @returns the run once it is under way
   * @throws BadInputError where the queue that it was begun with may not be used or does not answer
   */
  async work(id: string, { secrets, ...resumption }: WorkChoice = {}): Promise<RunRecord> {
    const run = await this.parts.store.run(id);
    const { queue, localOnly } = run.configuration;
    const connection = await this.openQueue(queue, localOnly, secrets);
    try {
      return await this.workWith(run, connection, resumption);
    } catch (error) {
      connection?.close();
      throw error;
    }
  }

  private async workWith(
    { id, configuration }: RunRecord,
    queue: QueueConnection | undefined,
    resumption: Resumption = {},
  ): Promise<RunRecord> {
    const { store, onProgress, during, log } = this.parts;
    const ids = (await store.scenarios(id)).map((each) => each.id);
    const { set, options } = configuration;
    const benchmark = await this.load(set.folder, ids, options, 'starts');
    let isBegun = false;
    let tellBegun: (error?: unknown) => void = () => undefined;
    const begun = new Promise<void>((resolve, reject) => {
      tellBegun = (error) => {
        if (error === undefined) resolve();
        else reject(error instanceof Error ? error : new Error('The run could not be begun.', { cause: error }));
      };
    });
    const tell = async (progress: RunProgress) => {
      isBegun = true;
      tellBegun();
      onProgress({ ...progress, ...(await store.glance(id)) });
    };
    const own = { models: this.parts.models, books: ledgerBooks(() => this.books.open()) };
    const how = { mayExecute: benchmark.executes ?? false, solver: 'prompt' } as const;
    const run = new ActiveRun(id, benchmark, {
      ...{ store, ...own, ...queue?.spending(id, own.models, own.books) },
      onProgress: (progress) => void tell(progress).catch(() => undefined),
      onEvent: ({ index }, event) => this.events.add(id, index, event),
      openQueue: queue && ((record) => queue.openQueue(record, ids, how)),
    });
    const done = during(async () => {
      try {
        await run.work(new AbortController().signal, resumption);
      } catch (error) {
        if (isBegun) log(`Run ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        tellBegun(error);
      } finally {
        tellBegun();
        if (this.active.get(id)?.run === run) this.active.delete(id);
        this.events.forget(id);
        queue?.close();
        await benchmark.close();
      }
    });
    if (!this.active.has(id)) this.active.set(id, { run, done });
    await begun;
    return store.run(id);
  }

  async pause(id: string): Promise<RunRecord> {
    const held = this.active.get(id);
    if (held === undefined) await this.parts.store.ask(id, 'pause');
    else held.run.pause();
    return this.parts.store.run(id);
  }

  async stop(id: string): Promise<RunRecord> {
    const held = this.active.get(id);
    if (held === undefined) await this.parts.store.ask(id, 'stop');
    else {
      held.run.stop();
      await held.done;
    }
    return this.parts.store.run(id);
  }

  /** Stops what is under way, so that it can be gone on with. */
  async close(): Promise<void> {
    const held = [...this.active.values()];
    for (const { run } of held) run.stop('The window was closed. Resume the run: nothing is done twice.');
    await Promise.allSettled(held.map(({ done }) => done));
    await this.books.close();
  }

  /** What has happened in a sample so far; the rest is told. */
  watch(run: string, index: number): SampleEvents {
    return this.events.watch(run, index);
  }

  unwatch(run: string, index: number): void {
    this.events.unwatch(run, index);
  }

  /** @param why an estimate starts no server; a run may, those that the user agreed to: that says more than the consent to tests */
  private async load(
    folder: string,
    scenarios: readonly string[] | undefined,
    options: Json | undefined,
    why: 'looks' | 'starts',
  ) {
    const { mayExecute, trusted } = this.parts.config();
    const ofServers = (await formOfSet(folder)) === mcpEvalSetForm;
    return loadBenchmark(folder, {
      mayExecute: ofServers ? trusted && why === 'starts' : mayExecute,
      scenarios,
      options,
    });
  }

  /** Loaded here: BullMQ is large, and few runs need it. */
  private async openQueue(
    address: string | undefined,
    localOnly: boolean,
    secrets: QueueSecrets | undefined,
  ): Promise<QueueConnection | undefined> {
    if (address === undefined) return undefined;
    const { QueueConnection } = await import('../core/queues/redis');
    const { token, password } = secrets ?? { token: undefined, password: undefined };
    const only = localOnly || this.parts.config().localOnly;
    return QueueConnection.open({ address, token, password, localOnly: only, log: this.parts.log });
  }

  private choiceOf({ folder: _folder, scenarios: _scenarios, ...params }: StartRunParams): RunChoice {
    const localOnly = params.localOnly || this.parts.config().localOnly;
    return { ...params, localOnly, models: [...new Set(params.models)], concurrency: { default: 4 } };
  }
}
