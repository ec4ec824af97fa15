import { estimateRun } from '../core/runs/estimate/estimateRun';
import type { LoadedBenchmark } from '../core/runs/benchmark';
import { loadBenchmark } from '../core/runs/benchmarks';
import type { ModelAccess, RunBooks } from '../core/runs/modelAccess';
import { ActiveRun } from '../core/runs/runner/activeRun';
import { planRun, type RunChoice } from '../core/runs/runner/planRun';
import type { RunStore } from '../core/runs/store/runStore';
import type { RunProgress, RunRecord } from '../core/runs/types';
import type { EstimateRow, StartRunParams } from './protocol';

export interface EvaluationRunsOptions {
  readonly store: RunStore;
  readonly models: ModelAccess;
  readonly books: RunBooks;
  readonly mayExecute: () => boolean;
  readonly localOnly: () => boolean;
  readonly onProgress: (progress: RunProgress) => void;
  readonly onChange: () => void;
  readonly log: (message: string) => void;
  /** Keeps the process alive while work lasts. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>;
}

interface Working {
  readonly run: ActiveRun;
  readonly done: Promise<void>;
}

/** Runs that this process works on. Each can be gone on with by another one, wherever this one ends. */
export class EvaluationRuns {
  private readonly working = new Map<string, Working>();
  private readonly latest = new Map<string, RunProgress>();

  constructor(private readonly options: EvaluationRunsOptions) {}

  async estimate(params: StartRunParams, signal: AbortSignal): Promise<readonly EstimateRow[]> {
    const benchmark = await this.load(params.folder, params.scenarios);
    try {
      const choice = this.choice(params);
      return await estimateRun(
        benchmark,
        choice,
        await this.options.models.facts(choice.models, signal),
        this.options.store.earlier,
      );
    } finally {
      await benchmark.close();
    }
  }

  async start(params: StartRunParams): Promise<RunRecord> {
    const benchmark = await this.load(params.folder, params.scenarios);
    try {
      const planned = await planRun(this.options.store, benchmark, this.choice(params));
      this.work(planned.id, benchmark);
      return { ...planned, state: 'running' };
    } catch (error) {
      await benchmark.close();
      throw error;
    }
  }

  async resume(id: string): Promise<RunRecord> {
    const { store } = this.options;
    const run = await store.run(id);
    if (this.working.has(id)) return run;
    // A run may be of a part of its set.
    const scenarios = (await store.scenarios(id)).map((scenario) => scenario.id);
    this.work(id, await this.load(run.configuration.set.folder, scenarios));
    return { ...run, state: 'running' };
  }

  async pause(id: string): Promise<RunRecord> {
    const working = this.working.get(id);
    if (working) working.run.pause();
    else await this.options.store.ask(id, 'pause');
    return this.options.store.run(id);
  }

  async stop(id: string): Promise<RunRecord> {
    const working = this.working.get(id);
    if (working) {
      working.run.stop();
      await working.done;
    } else {
      await this.options.store.ask(id, 'stop');
    }
    return this.options.store.run(id);
  }

  /** @param samples positions; default: all that ended in an error, were refused or were not measured */
  async rerun(id: string, samples: readonly number[] | undefined): Promise<RunRecord> {
    await this.options.store.rerun(id, samples === undefined ? { kind: 'failed' } : { kind: 'samples', samples });
    return this.resume(id);
  }

  /** The last progress of a run that is worked on here. */
  progressOf(id: string): RunProgress | undefined {
    return this.latest.get(id);
  }

  /** Breaks off what runs; it can be gone on with. */
  async close(): Promise<void> {
    const working = [...this.working.values()];
    for (const { run } of working) run.stop('Its window was closed.');
    await Promise.allSettled(working.map(({ done }) => done));
  }

  private load(folder: string, scenarios: readonly string[] | undefined): Promise<LoadedBenchmark> {
    return loadBenchmark(folder, { mayExecute: this.options.mayExecute(), scenarios });
  }

  private choice(params: StartRunParams): RunChoice {
    const { models, repeats, seed, maxOutputTokens, temperature, budget, sampling, cache, name } = params;
    return {
      ...{ models: [...new Set(models)], repeats, seed, maxOutputTokens, temperature, budget, sampling, cache, name },
      localOnly: params.localOnly || this.options.localOnly(),
      concurrency: { default: 4 },
    };
  }

  private work(id: string, benchmark: LoadedBenchmark): void {
    const { store, models, books, onProgress, onChange, log, during } = this.options;
    const run = new ActiveRun(id, benchmark, {
      ...{ store, models, books },
      onProgress: (progress) => {
        this.latest.set(id, progress);
        onProgress(progress);
      },
    });
    const done = during(async () => {
      try {
        await run.work(new AbortController().signal);
      } catch (error) {
        // Its state and reason are kept with the run.
        log(`The run ${id} ended: ${error instanceof Error ? error.message : String(error)}`);
      } finally {
        this.working.delete(id);
        this.latest.delete(id);
        await benchmark.close();
        onChange();
      }
    });
    this.working.set(id, { run, done });
    onChange();
  }
}
