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
import { filesHash, KEPT_SECONDS, publishSet } from './setFiles';
import { untilAborted } from './untilAborted';
import { readNotes, WorkerWatch } from './workerNotes';

export interface RedisQueueInput {
  /** `redis://` or `rediss://`, perhaps with a password. */
  readonly address: string;
  readonly run: Pick<RunRecord, 'id' | 'name' | 'commit' | 'created' | 'configuration' | 'spent'>;
  /** Folder of the scenario set. */
  readonly folder: string;
  /** Ids of the scenarios that the run is of. */
  readonly scenarios: readonly string[];
  readonly how: AnnouncedRun['how'];
  /** What workers must know as well; undefined: whoever reaches Redis is trusted. */
  readonly token: string | undefined;
  /** Milliseconds until a sample of a worker that died is handed out again; default 30 seconds. */
  readonly leaseMs?: number | undefined;
  readonly log: (message: string) => void;
}

const PAGE = 200;
const PAUSE_MS = 100;
const LOOK_MS = 1_000;
const CLOSING_MS = 5_000;
const TRIES = 3;

type SampleJobs = Queue<unknown, Sealed | null>;

export class RedisSampleQueue implements SampleQueue {
  readonly kind = 'redis';
  private readonly queues: ReadonlyMap<string, SampleJobs>;
  /** Samples that were added and whose outcomes were not told yet, by index. */
  private readonly pending = new Map<number, SampleJob>();
  /** How often a result was not taken, by index. */
  private readonly untaken = new Map<number, number>();
  /** Models whose samples are not handed out for now. */
  private readonly resting = new Set<string>();
  private readonly seal: Seal;
  private readonly budget: RunBudget;
  private readonly watch: WorkerWatch;
  private snapshot: Readonly<Record<string, string>> = {};
  private lookedAt = 0;
  /** Redis was gone: whether it still knows what it was told has to be looked at. */
  private wasGone = false;

  private constructor(
    private readonly redis: Redis,
    private readonly announced: AnnouncedRun,
    private readonly input: RedisQueueInput,
  ) {
    this.seal = new Seal(input.token);
    this.budget = new RunBudget(redis, announced.run, 'coordinator');
    this.watch = new WorkerWatch(input.log);
    this.queues = new Map(
      announced.configuration.models.map((model) => {
        const queue: SampleJobs = new Queue(queueName(announced.run, model), {
          ...{ connection: redis, prefix: PREFIX },
          // Outcomes stay until they were told; a sample that fails is tried again somewhere else.
          defaultJobOptions: { attempts: TRIES, backoff: { type: 'exponential', delay: 500 } },
        });
        queue.on('error', () => undefined);
        return [model, queue];
      }),
    );
    redis.on('close', () => (this.wasGone = true));
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
        ...{ form: 'whetstone-run-2', run, name, commit, created, files: [...files], filesHash: filesHash(files) },
        ...{ scenarios: [...input.scenarios], how: input.how, leaseMs: input.leaseMs ?? 30_000 },
        // Models and numbers are for all to see; folder and address are of this machine.
        configuration: {
          ...configuration,
          models: [...configuration.models],
          set: { ...configuration.set, folder: '' },
          queue: undefined,
        },
      };
      const queue = new RedisSampleQueue(redis, announced, input);
      await queue.budget.open(configuration.budget, spent);
      await queue.forgetRefusals();
      await queue.announce();
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
    const { signal } = options;
    const models = run.configuration.models;
    // Whoever coordinated it before may have left it resting.
    for (const model of models) this.resting.add(model);
    const workers = new SampleWorkers({ redis, seal, run, models, handler, options, log });
    let looking: Promise<'told' | 'nothing' | 'through'> = Promise.resolve('nothing');
    try {
      for (let seen: Awaited<typeof looking> | undefined; !signal.aborted && seen !== 'through';) {
        looking = this.look(options);
        seen = await untilAborted(looking, signal);
        if (seen === 'nothing') await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
      }
    } finally {
      await workers.close();
    }
    if (signal.aborted && redis.status === 'ready') await inTime(looking.then(() => this.tellOutcomes(options)));
  }

  /** What workers said of this run, by worker. */
  async workers(): Promise<Readonly<Record<string, string>>> {
    return this.redis.hgetall(workersKey(this.announced.run));
  }

  /** Workers stop; a run that is not through can be resumed, and finds outcomes that came in the meantime. */
  async close(): Promise<void> {
    const { run } = this.announced;
    try {
      if (this.redis.status === 'ready') await inTime(this.withdraw(run));
      else
        this.input.log(
          'Redis is gone: workers go on with what they have, and what they did is told when the run is resumed.',
        );
    } finally {
      // While Redis is gone it would wait for it; the connection is ended below.
      if (this.redis.status === 'ready')
        await inTime(Promise.all([...this.queues.values()].map((queue) => queue.close())));
      this.budget.close();
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
    await this.redis.del(workersKey(run));
    // What it cost is still asked for, and counts when samples of it are done anew.
    await this.redis.expire(budgetKey(run), KEPT_SECONDS);
  }

  private async look(options: WorkOptions): Promise<'told' | 'nothing' | 'through'> {
    const now = Date.now();
    if (this.wasGone || now - this.lookedAt > LOOK_MS) {
      this.lookedAt = now;
      await this.keepThere();
      this.watch.see(await readNotes(this.redis, this.announced.run), now);
    }
    await this.follow(options);
    const told = await this.tellOutcomes(options);
    if (await this.isThrough(options)) return 'through';
    return told ? 'told' : 'nothing';
  }

  /** Redis may have lost what it was told, all or the latest of it, when it was gone. */
  private async keepThere(): Promise<void> {
    const { redis, announced, budget } = this;
    const there = (await redis.hexists(RUNS, announced.run)) === 1;
    if (there && !this.wasGone) {
      this.snapshot = await budget.snapshot();
      return;
    }
    this.wasGone = false;
    if (!there)
      this.input.log('Redis has lost the run. It is put there anew; samples that were under way are done again.');
    await publishSet(redis, this.input.folder);
    await budget.restore(this.snapshot);
    await budget.open(announced.configuration.budget, 0);
    for (const model of this.queues.keys()) this.resting.add(model);
    await this.add([...this.pending.values()]);
    await this.announce();
  }

  /** What an earlier limit refused after its run had ended says nothing of this one. */
  private async forgetRefusals(): Promise<void> {
    for (const queue of this.queues.values()) {
      for (const job of await queue.getJobs(['completed'])) {
        const { record } = (await this.outcomeOf(queue, job)) ?? {};
        if (record?.state === 'refused' && record.reasonKind === 'budget') await job.remove();
      }
    }
  }

  private async announce(): Promise<void> {
    const { run } = this.announced;
    const sealed = this.seal.close(this.announced, announcementSubject(run));
    await this.redis.hset(RUNS, run, JSON.stringify(sealed));
  }

  /** Samples of a model rest when it is not to be called any more, on all machines. */
  private async follow({ handsOut }: WorkOptions): Promise<void> {
    for (const [model, queue] of this.queues) {
      const rests = handsOut?.(model) === false;
      if (rests === this.resting.has(model)) continue;
      await (rests ? queue.pause() : queue.resume());
      if (rests) this.resting.add(model);
      else this.resting.delete(model);
    }
  }

  /** All is told; or what is left rests, and nobody works on it. */
  private async isThrough({ handsOut }: WorkOptions): Promise<boolean> {
    if (this.pending.size === 0) return true;
    const models = new Set([...this.pending.values()].map(({ model }) => model));
    if (handsOut === undefined || [...models].some((model) => handsOut(model) || !this.resting.has(model)))
      return false;
    for (const model of models) {
      const queue = this.queues.get(model);
      if (queue === undefined) continue;
      for (const { id } of await queue.getActive(0, PAGE - 1)) {
        // A lease that ran out is of a worker that died.
        if (id !== undefined && (await this.redis.exists(`${PREFIX}:${queue.name}:${id}:lock`)) === 1) return false;
      }
      // After those under way, since they may have ended just now.
      if ((await queue.getJobCountByTypes('completed', 'failed')) > 0) return false;
    }
    return true;
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
  private async outcomeOf(queue: SampleJobs, job: Job<unknown, Sealed | null>): Promise<SampleOutcome | undefined> {
    const { filesHash: _, ...sample } = parseQueuedSample(job.data);
    // What an earlier try failed of stays in the job, also when a later one went well.
    if (job.returnvalue === null) {
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

/** A connection that breaks meanwhile must not hold up the end. */
async function inTime(work: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), CLOSING_MS);
  await untilAborted(work, late.signal).finally(() => clearTimeout(timer));
}

/** A sample that is begun anew by its user is another job. */
function jobId({ index, round = 0 }: Pick<QueuedSample, 'index' | 'round'>): string {
  return `s${index}-${round}`;
}
