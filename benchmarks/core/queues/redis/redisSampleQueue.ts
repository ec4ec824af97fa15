/** The coordinator's side of a run that workers on other machines take part in. */
import { Queue, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunRecord, SampleJob, SampleOutcome, SampleQueue, WorkOptions } from '../../runs/types';
import type { AnnouncedRun } from './announcedRun';
import { failedOutcome } from './failedOutcome';
import { openRedis } from './openRedis';
import { parseOutcome } from './outcomeForm';
import { redisAddress } from './redisAddress';
import { RunBudget } from './runBudget';
import { budgetKey, PREFIX, queueName, RUNS, workersKey } from './runKeys';
import { parseQueuedSample, type QueuedSample } from './sampleJobForm';
import { announcementSubject, outcomeSubject, SampleWorkers } from './sampleWorkers';
import { Seal, type Sealed } from './seal';
import { filesHash, publishSet } from './setFiles';

export interface RedisQueueInput {
  /** `redis://` or `rediss://`, perhaps with a password. */
  readonly address: string;
  readonly run: Pick<RunRecord, 'id' | 'name' | 'commit' | 'created' | 'configuration' | 'spent'>;
  /** Folder of the scenario set. */
  readonly folder: string;
  /** What workers must know as well; undefined: whoever reaches Redis is trusted. */
  readonly token: string | undefined;
  /** Milliseconds until a sample of a worker that died is handed out again; default 30 seconds. */
  readonly leaseMs?: number | undefined;
  readonly log: (message: string) => void;
}

const PAGE = 200;
const PAUSE_MS = 100;
const TRIES = 3;

export class RedisSampleQueue implements SampleQueue {
  readonly kind = 'redis';
  private readonly queues: ReadonlyMap<string, Queue<unknown, Sealed | null>>;
  /** Samples that were added and whose outcomes were not told yet, by index. */
  private readonly pending = new Map<number, SampleJob>();
  /** How often a result was not taken, by index. */
  private readonly untaken = new Map<number, number>();
  private readonly seal: Seal;

  private constructor(
    private readonly redis: Redis,
    private readonly announced: AnnouncedRun,
    private readonly input: RedisQueueInput,
  ) {
    this.seal = new Seal(input.token);
    this.queues = new Map(
      announced.configuration.models.map((model) => {
        const queue = new Queue<unknown, Sealed | null>(queueName(announced.run, model), {
          ...{ connection: redis, prefix: PREFIX },
          // Outcomes stay until they were told; a sample that fails is tried again somewhere else.
          defaultJobOptions: { attempts: TRIES, backoff: { type: 'exponential', delay: 500 } },
        });
        queue.on('error', () => undefined);
        return [model, queue];
      }),
    );
  }

  /**
   * Puts the run and its set where workers find them.
   * @throws BadInputError where Redis cannot be reached, EvaluationError where the set cannot be sent
   */
  static async open(input: RedisQueueInput): Promise<RedisSampleQueue> {
    const { id: run, name, commit, created, configuration, spent } = input.run;
    const redis = await openRedis(redisAddress(input.address), input.log);
    try {
      const files = await publishSet(redis, input.folder);
      const announced: AnnouncedRun = {
        ...{ form: 'whetstone-run-1', run, name, commit, created, files: [...files], filesHash: filesHash(files) },
        // Models and numbers are for all to see; the folder is of this machine.
        configuration: {
          ...configuration,
          models: [...configuration.models],
          set: { ...configuration.set, folder: '' },
        },
        leaseMs: input.leaseMs ?? 30_000,
      };
      await new RunBudget(redis, run).open(configuration.budget, spent);
      const queue = new RedisSampleQueue(redis, announced, input);
      const sealed = queue.seal.close(announced, announcementSubject(run));
      await redis.hset(RUNS, run, JSON.stringify(sealed));
      return queue;
    } catch (error) {
      redis.disconnect();
      throw error;
    }
  }

  /** What is there already is not added twice, also after this process was killed. */
  async add(jobs: readonly SampleJob[]): Promise<void> {
    const { filesHash: hash } = this.announced;
    for (const [model, queue] of this.queues) {
      const own = jobs.filter((job) => job.model === model);
      for (const job of own) this.pending.set(job.index, job);
      await queue.addBulk(
        own.map((job) => {
          const data = parseQueuedSample({ ...job, filesHash: hash });
          return { name: 'sample', data, opts: { jobId: jobId(data) } };
        }),
      );
    }
  }

  /** Works here as well, as far as `concurrencyOf` allows, and tells outcomes from everywhere, until every added sample is told. */
  async work(
    handler: (job: SampleJob, signal: AbortSignal) => Promise<SampleOutcome>,
    options: WorkOptions,
  ): Promise<void> {
    const { redis, seal, announced: run } = this;
    const { log } = this.input;
    const models = run.configuration.models;
    const workers = new SampleWorkers({ redis, seal, run, models, handler, options, log });
    try {
      while (this.pending.size > 0 && !options.signal.aborted) {
        const told = await this.tellOutcomes(options);
        if (!told) await sleep(PAUSE_MS, undefined, { signal: options.signal }).catch(() => undefined);
      }
    } finally {
      await workers.close();
    }
    if (options.signal.aborted) await this.tellOutcomes(options);
  }

  /** What workers said of this run, by worker. */
  async workers(): Promise<Readonly<Record<string, string>>> {
    return this.redis.hgetall(workersKey(this.announced.run));
  }

  /** Workers stop; a run that is not through can be resumed, and finds outcomes that came in the meantime. */
  async close(): Promise<void> {
    const { run } = this.announced;
    try {
      if (this.redis.status === 'ready') await this.withdraw(run);
    } finally {
      await Promise.all([...this.queues.values()].map((queue) => queue.close()));
      this.redis.disconnect();
    }
  }

  private async withdraw(run: string): Promise<void> {
    await this.redis.hdel(RUNS, run);
    if (this.pending.size > 0) {
      // Waiting samples are added anew by whoever resumes.
      for (const queue of this.queues.values()) await queue.drain();
      return;
    }
    for (const queue of this.queues.values()) await queue.obliterate({ force: true });
    await this.redis.del(budgetKey(run), workersKey(run));
  }

  /** @returns whether there were any */
  private async tellOutcomes({ onOutcome }: WorkOptions): Promise<boolean> {
    let told = false;
    for (const queue of this.queues.values()) {
      for (const job of await queue.getJobs(['completed', 'failed'], 0, PAGE - 1, true)) {
        const outcome = await this.outcomeOf(queue, job);
        if (outcome === undefined) continue;
        await onOutcome?.(outcome);
        this.pending.delete(outcome.record.index);
        // Only now: were it removed before, a crash in between would lose it.
        await job.remove();
        told = true;
      }
    }
    return told;
  }

  /** @returns undefined where it is to be done again */
  private async outcomeOf(
    queue: Queue<unknown, Sealed | null>,
    job: Job<unknown, Sealed | null>,
  ): Promise<SampleOutcome | undefined> {
    const { filesHash: _, ...sample } = parseQueuedSample(job.data);
    if (job.returnvalue === null || job.failedReason) {
      return failedOutcome(sample, job.failedReason || 'It ended without a result.', job.attemptsMade);
    }
    try {
      return parseOutcome(this.seal.open(job.returnvalue, outcomeSubject(sample)), sample);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.input.log(`The result of sample ${sample.index} by ${job.processedBy ?? 'a worker'} is not taken: ${why}.`);
      const times = (this.untaken.get(sample.index) ?? 0) + 1;
      this.untaken.set(sample.index, times);
      if (times >= TRIES) return failedOutcome(sample, `No result could be taken: ${why}.`, times);
      await job.remove();
      await queue.add('sample', job.data, { jobId: jobId(sample) });
      return undefined;
    }
  }
}

/** A sample that is begun anew by its user is another job. */
function jobId({ index, round = 0 }: Pick<QueuedSample, 'index' | 'round'>): string {
  return `s${index}-${round}`;
}
