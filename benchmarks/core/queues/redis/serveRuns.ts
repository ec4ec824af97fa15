/** The worker's side: finds runs in Redis, fetches their sets, and works on what this machine can and may do. */
import type { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { EvaluationError } from '../../runs/evaluationError';
import type { SampleJob, SampleOutcome } from '../../runs/types';
import { parseAnnouncement, type AnnouncedRun } from './announcedRun';
import { RunBudget } from './runBudget';
import { RUNS, workersKey } from './runKeys';
import { announcementSubject, SampleWorkers } from './sampleWorkers';
import { BrokenSealError, type Seal } from './seal';
import { fetchSet } from './setFiles';

export interface OpenedRun {
  readonly handler: (job: SampleJob, signal: AbortSignal) => Promise<SampleOutcome>;
  close(): Promise<void>;
}

export interface ServeRunsInput {
  readonly redis: Redis;
  readonly seal: Seal;
  /** Name of this worker, unique. */
  readonly worker: string;
  readonly signal: AbortSignal;
  /** Why this machine does not call the model in this run, for people; undefined: it does. */
  readonly refusalOf: (model: string, run: AnnouncedRun) => Promise<string | undefined>;
  /** @param folder of the set, fetched and checked */
  readonly openRun: (run: AnnouncedRun, folder: string, budget: RunBudget) => Promise<OpenedRun>;
  /** Samples at the same time, a model. */
  readonly concurrency: number;
  /** Where sets are kept. */
  readonly cache: string;
  readonly log: (message: string) => void;
  /** Ends when no run is left that it takes part in; default: when the signal comes. */
  readonly untilIdle?: boolean | undefined;
}

export interface ServedRun {
  readonly run: string;
  readonly name: string;
  readonly models: readonly string[];
  readonly done: number;
  /** Why it took no part, or not with some models. */
  readonly refusals: readonly string[];
}

const LOOK_MS = 500;
const sealedForm = z.object({ body: z.string(), mac: z.string().optional() });

/** @returns what it did, run by run */
export async function serveRuns(input: ServeRunsInput): Promise<readonly ServedRun[]> {
  const { redis, signal, log } = input;
  const runs = new Map<string, RunInWork>();
  const over: ServedRun[] = [];
  const end = async (id: string, run: RunInWork) => {
    runs.delete(id);
    await run.close();
    over.push(run.served());
  };
  try {
    while (!signal.aborted) {
      const there = await untilAborted(redis.hgetall(RUNS), signal);
      if (there === undefined) break;
      for (const [id, run] of runs) if (!(id in there)) await end(id, run);
      for (const [id, text] of Object.entries(there)) {
        if (!runs.has(id)) runs.set(id, await RunInWork.open(input, id, text));
      }
      const idle = [...runs.values()].every((run) => run.idle);
      if (input.untilIdle === true && idle && over.length + runs.size > 0) break;
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    for (const [id, run] of runs) await end(id, run);
    log(`Worked on ${over.length} runs, ${over.reduce((sum, run) => sum + run.done, 0)} samples.`);
  }
  return over;
}

class RunInWork {
  private constructor(
    private readonly id: string,
    private readonly name: string,
    private readonly models: readonly string[],
    private readonly refusals: readonly string[],
    private readonly work: { readonly workers: SampleWorkers; readonly opened: OpenedRun } | undefined,
  ) {}

  /** Never throws: a run that cannot be worked on is refused, and the reason kept where its coordinator sees it. */
  static async open(input: ServeRunsInput, id: string, text: string): Promise<RunInWork> {
    const { redis, worker, log } = input;
    try {
      const run = readAnnouncement(input.seal, id, text);
      const refusals: string[] = [];
      const models: string[] = [];
      for (const model of run.configuration.models) {
        const refusal = await input.refusalOf(model, run);
        if (refusal === undefined) models.push(model);
        else refusals.push(`${model}: ${refusal}`);
      }
      for (const refusal of refusals) log(`Run ${run.name}: ${refusal}`);
      await redis.hset(workersKey(id), worker, JSON.stringify({ at: Date.now(), models, refusals }));
      if (models.length === 0) return new RunInWork(id, run.name, models, refusals, undefined);
      const folder = await fetchSet(redis, run.files, run.filesHash, input.cache);
      const opened = await input.openRun(run, folder, new RunBudget(redis, id));
      const workers = new SampleWorkers({
        ...{ redis, seal: input.seal, run, models, handler: opened.handler, log },
        options: { signal: input.signal, worker, concurrencyOf: () => input.concurrency },
      });
      log(`Run ${run.name}: works on ${models.join(', ')}.`);
      return new RunInWork(id, run.name, models, refusals, { workers, opened });
    } catch (error) {
      const reason = reasonOf(error);
      log(`Run ${id} is refused: ${reason}`);
      await redis.hset(workersKey(id), worker, JSON.stringify({ at: Date.now(), models: [], refusals: [reason] }));
      return new RunInWork(id, id, [], [reason], undefined);
    }
  }

  /** Whether it takes no part. */
  get idle(): boolean {
    return this.work === undefined;
  }

  served(): ServedRun {
    const { id: run, name, models, refusals, work } = this;
    return { run, name, models, done: work?.workers.done ?? 0, refusals };
  }

  async close(): Promise<void> {
    await this.work?.workers.close();
    await this.work?.opened.close();
  }
}

function readAnnouncement(seal: Seal, id: string, text: string): AnnouncedRun {
  const run = parseAnnouncement(seal.open(sealedForm.parse(JSON.parse(text)), announcementSubject(id)));
  if (run.run !== id) throw new BrokenSealError('it is announced under another name');
  return run;
}

function reasonOf(error: unknown): string {
  if (error instanceof BrokenSealError) return `${error.message}.`;
  if (error instanceof EvaluationError) return error.message;
  if (error instanceof z.ZodError)
    return 'It was announced by another version of Whetstone. Use the same one on both sides.';
  return error instanceof Error ? error.message : String(error);
}

/** While Redis is gone a command waits; a signal must not. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
