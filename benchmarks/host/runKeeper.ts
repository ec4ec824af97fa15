import { BooksOpener } from '../../runtime/gateway/host/books';
import { loadLocobench } from '../locobench/solving/loadLocobench';
import { ledgerBooks } from '../core/runs/gatewayAccess';
import { estimateRun } from '../core/runs/estimate/estimateRun';
import type { ModelAccess } from '../core/runs/modelAccess';
import { ActiveRun, type Resumption } from '../core/runs/runner/activeRun';
import { planRun, type RunChoice } from '../core/runs/runner/planRun';
import type { RunStore } from '../core/runs/store/runStore';
import type { EstimateRow, EvaluationConfig, RunProgress, RunRecord, RunView, StartRunParams } from './protocol';
import { BadInputError } from '../core/badInputError';

export interface RunKeeperParts {
  readonly folder: string;
  readonly store: RunStore;
  readonly models: ModelAccess;
  readonly config: () => EvaluationConfig;
  readonly onProgress: (view: RunView) => void;
  /** Keeps the process alive for as long as the work takes. */
  readonly during: (work: () => Promise<void>) => Promise<void>;
  readonly log: (message: string) => void;
}

interface WorkChoice extends Resumption {
  /** Redis that hands samples out; default: this process does. */
  readonly queue?: string | undefined;
}

/** Plans runs and works on them in this process, any number at a time. */
export class RunKeeper {
  private readonly active = new Map<string, { readonly run: ActiveRun; readonly done: Promise<unknown> }>();
  private readonly books: BooksOpener;

  constructor(private readonly parts: RunKeeperParts) {
    this.books = new BooksOpener({
      folder: parts.folder,
      onWarning: ({ message }) => parts.log(message),
      onChange: () => undefined,
    });
  }

  async estimate(params: StartRunParams, signal: AbortSignal): Promise<readonly EstimateRow[]> {
    const benchmark = await this.load(params.folder, params.scenarios);
    try {
      const choice = this.choiceOf(params);
      return await estimateRun(
        benchmark,
        choice,
        await this.parts.models.facts(choice.models, signal),
        this.parts.store.earlier,
      );
    } finally {
      await benchmark.close();
    }
  }

  /** @throws BadInputError where a model cannot be run; nothing is kept then */
  async start(params: StartRunParams, signal: AbortSignal): Promise<RunRecord> {
    if (params.queue !== undefined && (params.localOnly || this.parts.config().localOnly)) {
      throw new BadInputError('A run that stays on this machine takes no queue: workers elsewhere would see prompts.');
    }
    const problems = (await this.estimate(params, signal)).flatMap(({ model, problem }) =>
      problem === undefined ? [] : [`${model}: ${problem}`],
    );
    if (problems.length > 0) throw new BadInputError(`Nothing was sent. ${problems.join(' ')}`);
    const benchmark = await this.load(params.folder, params.scenarios);
    const planned = await planRun(this.parts.store, benchmark, this.choiceOf(params)).finally(() => benchmark.close());
    return this.work(planned.id, { queue: params.queue });
  }

  /** @returns the run once it is under way @throws what keeps it from being begun */
  async work(id: string, { queue, ...resumption }: WorkChoice = {}): Promise<RunRecord> {
    const { store, models, onProgress, during, log } = this.parts;
    const { configuration } = await store.run(id);
    const benchmark = await this.load(
      configuration.set.folder,
      (await store.scenarios(id)).map((each) => each.id),
    );
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
    const run = new ActiveRun(id, benchmark, {
      ...{ store, models, books: ledgerBooks(() => this.books.open()) },
      onProgress: (progress) => void tell(progress).catch(() => undefined),
      openQueue: queue === undefined ? undefined : (record) => openRedisQueue(queue, record, log),
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

  private load(folder: string, scenarios: readonly string[] | undefined) {
    const { mayExecute } = this.parts.config();
    return loadLocobench(folder, { execute: mayExecute, scenarios });
  }

  private choiceOf({ folder: _folder, scenarios: _scenarios, queue: _queue, ...params }: StartRunParams): RunChoice {
    const localOnly = params.localOnly || this.parts.config().localOnly;
    return { ...params, localOnly, models: [...new Set(params.models)], concurrency: { default: 4 } };
  }
}

/** Loaded here: BullMQ is large, and few runs need it. */
async function openRedisQueue(address: string, run: RunRecord, log: (message: string) => void) {
  const { RedisSampleQueue } = await import('../core/queues/redis');
  const { folder } = run.configuration.set;
  const how = { mayExecute: false, solver: 'prompt' } as const;
  return RedisSampleQueue.open({
    ...{ address, run, folder, token: process.env.WHETSTONE_WORKER_TOKEN, log },
    ...{ scenarios: [], how },
  });
}
