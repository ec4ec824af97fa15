/** Calls functions one after another in a runner that is started again whenever a call takes it down: such a call costs only itself. */
import type { ToolEffect } from '../types';
import { jobRequest } from './jobRequest';
import { readAnswer, type RunnerAnswer } from './runnerAnswer';
import { RunnerProcess, type RunnerEnd, type RunnerOptions } from './runnerProcess';
import { SentFiles } from './sentFiles';
import { RunnerStartError } from './runnerStartError';
import type { CallJob, CallLimits, CallOutcome } from './types';

/** Jobs that are sent before the first of them is answered: the runner never waits for us. */
const AHEAD = 4;
/** Beyond the limits that the runner keeps itself: for calls that it cannot end, and for a busy machine. */
const GRACE_MS = 4_000;
const START_MS = 60_000;
/** Calls of one function that may take the runner down. */
const DEATHS = 2;
/** Starts in a row that fail before a runner is given up. */
const START_ATTEMPTS = 2;

interface Progress {
  readonly job: CallJob;
  readonly results: string[];
  deaths: number;
  outcome?: CallOutcome;
}

export class RunnerSession {
  private current: RunnerProcess | undefined;
  private take: (answer: RunnerAnswer) => void = () => undefined;
  private sets = new SentFiles();
  /** What the runner says it is, e.g. `Python 3.11.7`. */
  version: string | undefined;

  constructor(
    private readonly options: RunnerOptions,
    private readonly limits: CallLimits,
  ) {}

  /**
   * @returns outcomes in the order of the jobs
   * @throws RunnerStartError when the language cannot be run here
   */
  async run(jobs: readonly CallJob[], signal: AbortSignal, done: () => void = () => undefined): Promise<CallOutcome[]> {
    const all: Progress[] = jobs.map((job) => ({ job, results: [], deaths: 0 }));
    let at = 0;
    while (at < all.length) {
      signal.throwIfAborted();
      const process = this.current ?? (await this.start(signal));
      const end = await this.serve(process, all, at, signal, done);
      at = all.findIndex(({ outcome }) => outcome === undefined);
      if (at < 0) break;
      this.current = undefined;
      await process.stop();
      signal.throwIfAborted();
      at = blame(all, at, end, done);
    }
    return all.map(({ outcome, results }) => outcome ?? { kind: 'run', results, tried: [] });
  }

  /** Starts the runner, so that nobody waits for it later; a failure shows when it is used. */
  async prepare(signal: AbortSignal): Promise<void> {
    if (this.current === undefined) await this.start(signal).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.current?.stop();
    this.current = undefined;
  }

  private async start(signal: AbortSignal): Promise<RunnerProcess> {
    let said = '';
    for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      const process = new RunnerProcess(this.options, (line) => {
        const answer = readAnswer(line);
        if (answer !== undefined) this.take(answer);
      });
      let timer: NodeJS.Timeout | undefined;
      let cancel: () => void = () => undefined;
      const ready = new Promise<string>((resolve) => {
        this.take = (answer) => 'ready' in answer && resolve(answer.ready);
      });
      const late = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), START_MS);
        cancel = () => resolve(undefined);
        signal.addEventListener('abort', cancel, { once: true });
      });
      const outcome = await Promise.race([ready, late, process.ended]).finally(() => {
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
      });
      if (typeof outcome === 'string') {
        this.version = outcome;
        this.current = process;
        this.sets = new SentFiles();
        return process;
      }
      await process.stop();
      signal.throwIfAborted();
      said = outcome?.stderr.trim().split('\n').at(-1) ?? 'it said nothing for a minute';
    }
    const program = this.options.language === 'python' ? 'python3' : 'Node';
    throw new RunnerStartError(
      `${program} could not be started in the sandbox: ${said}`,
      this.options.language === 'python'
        ? 'Install Python 3 (Debian: apt-get install python3) and try again.'
        : 'Install Node 22.15 or later and try again.',
    );
  }

  private send(process: RunnerProcess, number: number, { job, results }: Progress): void {
    const { files } = job.callee;
    const set =
      files === undefined ? undefined : this.sets.numberOf(files, (line) => process.send(line), job.callee.root);
    process.send(jobRequest(number, job, this.limits, { files: set, from: results.length }));
  }

  /** Sends jobs and takes answers from `first` on; resolves when all are answered, or with how the runner ended. */
  private serve(
    process: RunnerProcess,
    all: readonly Progress[],
    first: number,
    signal: AbortSignal,
    done: () => void,
  ): Promise<RunnerEnd | 'late' | undefined> {
    return new Promise((resolve, reject) => {
      let at = first;
      let sent = first;
      let timer: NodeJS.Timeout | undefined;
      const finish = (end: RunnerEnd | 'late' | undefined) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
        this.take = () => undefined;
        resolve(end);
      };
      const cancel = () => finish(undefined);
      const watch = () => {
        clearTimeout(timer);
        const fresh = all[at]?.results.length === 0;
        const seconds = this.limits.callSeconds + (fresh ? this.limits.loadSeconds : 0);
        timer = setTimeout(() => finish('late'), seconds * 1000 + GRACE_MS);
      };
      const more = () => {
        for (; sent < all.length && sent < at + AHEAD; sent++) {
          const next = all[sent];
          if (next?.outcome === undefined && next !== undefined) this.send(process, sent, next);
        }
      };
      let offset = all[first]?.results.length ?? 0;
      this.take = (answer) => {
        const progress = all[at];
        // What is not the next answer comes from a function that wrote to the pipe.
        if (progress === undefined || 'ready' in answer) return;
        if (Array.isArray(answer)) {
          if (answer[0] === at && answer[1] + offset === progress.results.length) progress.results.push(answer[2]);
          return watch();
        }
        if (answer.job !== at) return;
        progress.outcome = 'problem' in answer ? notLoaded(progress, answer.problem) : completed(progress, answer);
        done();
        at++;
        while (all[at]?.outcome !== undefined) at++;
        offset = all[at]?.results.length ?? 0;
        if (at >= all.length) return finish(undefined);
        more();
        watch();
      };
      signal.addEventListener('abort', cancel, { once: true });
      process.ended.then(finish, reject);
      more();
      watch();
    });
  }
}

function notLoaded({ results }: Progress, problem: string): CallOutcome {
  // It was loaded before, and a call took the runner down: the file does not load in each world, or in each second.
  return results.length > 0 ? { kind: 'run', results, tried: [] } : { kind: 'notLoaded', problem };
}

function completed(
  { job, results, deaths }: Progress,
  { tried, seconds }: { readonly tried: readonly ToolEffect[]; readonly seconds?: number },
): CallOutcome {
  const missing = job.cases.length - results.length;
  const all = [...results, ...Array<string>(missing).fill('!notRun')];
  return { kind: 'run', results: all, tried, ...(deaths > 0 ? {} : { seconds }) };
}

/** Books how the runner ended to the case that was running. @returns index of the next job */
function blame(all: readonly Progress[], at: number, end: RunnerEnd | 'late' | undefined, done: () => void): number {
  const guilty = all[at];
  if (guilty === undefined) return at;
  guilty.deaths++;
  const how = end === undefined || end === 'late' ? '!timeout' : end.ended === 'memory' ? '!memory' : '!died';
  if (guilty.results.length < guilty.job.cases.length) guilty.results.push(how);
  if (guilty.deaths < DEATHS && guilty.results.length < guilty.job.cases.length) return at;
  guilty.outcome = completed(guilty, { tried: [] });
  done();
  const next = all.findIndex(({ outcome }) => outcome === undefined);
  return next < 0 ? all.length : next;
}
