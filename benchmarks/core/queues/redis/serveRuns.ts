/** The worker's side: finds runs in Redis, fetches their sets, and works on what this machine can and may do. */
import type { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { EvaluationError } from '../../runs/evaluationError';
import type { SampleJob, SampleOutcome } from '../../runs/types';
import { parseAnnouncement, type AnnouncedRun } from './announcedRun';
import { RunBudget } from './runBudget';
import { RUNS } from './runKeys';
import { announcementSubject, SampleWorkers } from './sampleWorkers';
import { BrokenSealError, type Seal } from './seal';
import { fetchSet } from './setFiles';
import { untilAborted } from './untilAborted';
import { NOTE_MS, removeNote, writeNote } from './workerNotes';

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
  /** @param folder of the set, fetched and checked @param worker its name, for results */
  readonly openRun: (run: AnnouncedRun, folder: string, budget: RunBudget, worker: string) => Promise<OpenedRun>;
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
  const over = new Map<string, ServedRun>();
  const missing = new Set<string>();
  const end = async (id: string, run: RunInWork) => {
    runs.delete(id);
    missing.delete(id);
    await run.close();
    const { done, ...served } = run.served();
    over.set(id, { ...served, done: done + (over.get(id)?.done ?? 0) });
  };
  try {
    while (!signal.aborted) {
      const there = await untilAborted(redis.hgetall(RUNS), signal);
      if (there === undefined) break;
      for (const [id, run] of runs) {
        // Seen twice: a Redis that lost its data is told of the run anew at once.
        if (id in there) missing.delete(id);
        else if (missing.has(id)) await end(id, run);
        else missing.add(id);
      }
      for (const [id, text] of Object.entries(there)) {
        const run = runs.get(id);
        if (run?.text === text) continue;
        // Announced otherwise, e.g. with another budget.
        if (run !== undefined) await end(id, run);
        runs.set(id, await RunInWork.open(input, id, text));
      }
      const idle = [...runs.values()].every((run) => run.idle);
      if (input.untilIdle === true && idle && over.size + runs.size > 0) break;
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    for (const [id, run] of runs) await end(id, run);
    log(`Worked on ${over.size} runs, ${[...over.values()].reduce((sum, run) => sum + run.done, 0)} samples.`);
  }
  return [...over.values()];
}

interface RunWork {
  readonly workers: SampleWorkers;
  readonly opened: OpenedRun;
  readonly budget: RunBudget;
}

class RunInWork {
  private work: RunWork | undefined;
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly input: ServeRunsInput,
    private readonly id: string,
    /** Of its announcement. */
    readonly text: string,
    private readonly name: string,
    private models: readonly string[],
    private refusals: readonly string[],
  ) {
    this.note();
    this.timer = setInterval(() => this.note(), NOTE_MS).unref();
  }

  /** Never throws: a run that cannot be worked on is refused, and the reason kept where its coordinator sees it. */
  static async open(input: ServeRunsInput, id: string, text: string): Promise<RunInWork> {
    const { redis, worker, log } = input;
    let name = id;
    try {
      const run = readAnnouncement(input.seal, id, text);
      name = run.name;
      const refusals: string[] = [];
      const models: string[] = [];
      for (const model of run.configuration.models) {
        const refusal = await input.refusalOf(model, run);
        if (refusal === undefined) models.push(model);
        else refusals.push(`${model}: ${refusal}`);
      }
      // A sample that could be asked and not be judged would be an error of its own: without a role the run is left to others.
      for (const model of Object.values(run.configuration.roles ?? {})) {
        const refusal = await input.refusalOf(model, run);
        if (refusal === undefined) continue;
        refusals.push(`${model}: ${refusal}`);
        models.length = 0;
      }
      for (const refusal of refusals) log(`Run ${run.name}: ${refusal}`);
      if (models.length === 0) return new RunInWork(input, id, text, name, models, refusals);
      const folder = await fetchSet(redis, run.files, run.filesHash, input.cache);
      const budget = new RunBudget(redis, id, worker, run.leaseMs);
      const opened = await input.openRun(run, folder, budget, worker);
      const served = new RunInWork(input, id, text, name, models, refusals);
      served.begin(run, opened, budget);
      log(`Run ${run.name}: works on ${models.join(', ')}.`);
      return served;
    } catch (error) {
      const reason = reasonOf(error);
      log(`Run ${name} is refused: ${reason}`);
      return new RunInWork(input, id, text, name, [], [reason]);
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
    clearInterval(this.timer);
    await this.work?.workers.close();
    await this.work?.opened.close();
    this.work?.budget.close();
    if (this.input.redis.status === 'ready') await removeNote(this.input.redis, this.id, this.input.worker);
  }

  private begin(run: AnnouncedRun, opened: OpenedRun, budget: RunBudget): void {
    const { redis, seal, worker, signal, concurrency, log } = this.input;
    const workers = new SampleWorkers({
      ...{ redis, seal, run, models: this.models, handler: opened.handler, log },
      options: { signal, worker, concurrencyOf: () => concurrency },
      onLeft: (model, reason) => this.leave(model, reason),
    });
    this.work = { workers, opened, budget };
  }

  private leave(model: string, reason: string): void {
    this.models = this.models.filter((each) => each !== model);
    this.refusals = [...this.refusals, `${model}: ${reason}`];
    this.input.log(`Run ${this.name}: leaves ${model} to others. ${reason}`);
    this.note();
  }

  private note(): void {
    const { models, refusals } = this;
    // While Redis is gone nobody reads it.
    writeNote(this.input.redis, this.id, this.input.worker, { models, refusals }).catch(() => undefined);
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
