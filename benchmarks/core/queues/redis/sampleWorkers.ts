import { WaitingError, Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SampleJob, SampleOutcome, WorkOptions } from '../../runs/types';
import type { AnnouncedRun } from './announcedRun';
import { LeftToOthersError } from './leftToOthersError';
import { PREFIX, queueName } from './runKeys';
import { parseQueuedSample } from './sampleJobForm';
import type { Seal, Sealed } from './seal';

export interface SampleWorkersInput {
  readonly redis: Redis;
  readonly seal: Seal;
  readonly run: AnnouncedRun;
  /** Models that this machine may and can call. */
  readonly models: readonly string[];
  readonly handler: (job: SampleJob, signal: AbortSignal) => Promise<SampleOutcome>;
  readonly options: Pick<WorkOptions, 'signal' | 'concurrencyOf' | 'worker'>;
  /** Told once a model when the handler leaves it to others. */
  readonly onLeft?: ((model: string, reason: string) => void) | undefined;
  readonly log: (message: string) => void;
}

/**
 * Works on a run's samples until the signal comes: one BullMQ worker a model. A sample belongs to it as long as it renews its lease; when the
 * process dies, the sample is handed out again after the lease.
 */
export class SampleWorkers {
  private readonly workers = new Map<string, Worker<unknown, Sealed>>();
  private readonly timer: NodeJS.Timeout;
  private readonly stopping = new AbortController();
  /** Models that this machine turned out not to be able to call. */
  private readonly left = new Set<string>();
  private finished = 0;

  constructor(private readonly input: SampleWorkersInput) {
    const { models, options } = input;
    const stop = () => this.stopping.abort(options.signal.reason);
    if (options.signal.aborted) stop();
    else options.signal.addEventListener('abort', stop, { once: true });
    const follow = () => {
      if (!this.stopping.signal.aborted) for (const model of models) this.follow(model);
    };
    follow();
    this.timer = setInterval(follow, FOLLOW_MS).unref();
  }

  /** Concurrency changes while a run goes on, e.g. when a provider has enough; 0 is none for now. */
  private follow(model: string): void {
    const { models, options } = this.input;
    const provider = (id: string) => id.split('/')[0];
    const sharing = models.filter((other) => provider(other) === provider(model)).length;
    const allowed = this.left.has(model) ? 0 : options.concurrencyOf(model);
    const concurrency = allowed < 1 ? 0 : Math.max(1, Math.floor(allowed / sharing));
    const worker = this.workers.get(model);
    if (worker === undefined) {
      if (concurrency > 0) this.workers.set(model, this.startWorker(model, concurrency));
      return;
    }
    if (concurrency === 0) {
      if (!worker.isPaused()) void worker.pause(true).catch(() => undefined);
      return;
    }
    if (worker.isPaused()) void worker.resume();
    if (worker.concurrency !== concurrency) worker.concurrency = concurrency;
  }

  private startWorker(model: string, concurrency: number): Worker<unknown, Sealed> {
    const { redis, run, options, log } = this.input;
    const worker = new Worker<unknown, Sealed>(queueName(run.run, model), (job, token) => this.process(job, token), {
      ...{ connection: redis, prefix: PREFIX, concurrency, name: options.worker },
      lockDuration: run.leaseMs,
      // A third: a lease that ran out is noticed before another one has passed.
      stalledInterval: Math.max(100, Math.round(run.leaseMs / 3)),
      maxStalledCount: MOST_DEATHS,
      drainDelay: 2,
    });
    // Connection faults are said by the connection; a lease that was lost is said by its sample being done elsewhere.
    worker.on('error', () => undefined);
    worker.on('failed', (job, error) => log(`Sample ${job?.id ?? '?'} failed: ${error.message}`));
    return worker;
  }

  /** Samples whose outcome was given back. */
  get done(): number {
    return this.finished;
  }

  /** Samples under way go back to the queue at once. */
  async close(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.timer);
    // While Redis is gone nothing can be given back; leases run out by themselves.
    const closed = Promise.all([...this.workers.values()].map((worker) => worker.close()));
    const patience = this.input.redis.status === 'ready' ? CLOSING_MS : 0;
    const late = new Promise<void>((resolve) => setTimeout(resolve, patience).unref());
    await Promise.race([closed, late]);
  }

  private leave(model: string, reason: string): void {
    if (this.left.has(model)) return;
    this.left.add(model);
    this.follow(model);
    this.input.onLeft?.(model, reason);
  }

  private async process(job: Job<unknown, Sealed>, token: string | undefined): Promise<Sealed> {
    const { run, seal, handler } = this.input;
    const sample = parseQueuedSample(job.data);
    const { filesHash, ...rest } = sample;
    if (rest.run !== run.run || filesHash !== run.filesHash) {
      // Where the run was just announced anew, this worker is about to take it over, and the next try goes well.
      await sleep(REOPENING_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      throw new Error(`Its files are not those that this worker has (${filesHash.slice(0, 12)}).`);
    }
    let outcome: SampleOutcome;
    try {
      outcome = await handler(rest, this.stopping.signal);
    } catch (error) {
      if (error instanceof LeftToOthersError) this.leave(rest.model, error.message);
      else if (!this.stopping.signal.aborted) throw error;
      await job.moveToWait(token);
      throw new WaitingError();
    }
    this.finished++;
    return seal.close(outcome, outcomeSubject(rest));
  }
}

/** A sample whose worker died so often kills its worker. */
const MOST_DEATHS = 5;
const CLOSING_MS = 5_000;
const REOPENING_MS = 1_000;
const FOLLOW_MS = 500;

export const outcomeSubject = ({ run, index }: Pick<SampleJob, 'run' | 'index'>): string => `outcome:${run}:${index}`;
export const announcementSubject = (run: string): string => `run:${run}`;
