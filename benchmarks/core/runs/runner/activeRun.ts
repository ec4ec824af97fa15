import { nextBatch, type SampledValue } from '../../sampling';
import { setHash, versionOf, type LoadedBenchmark } from '../benchmark';
import { EvaluationError } from '../evaluationError';
import { calledModels, providerOf, taskOf, type ModelAccess, type ModelFacts, type RunBooks } from '../modelAccess';
import type { Anew } from '../store/beginAnew';
import type { RunStore } from '../store/runStore';
import { InProcessQueue } from '../queue/inProcessQueue';
import type {
  Json,
  RunProgress,
  RunRecord,
  RunState,
  SampleJob,
  SampleOutcome,
  SampleQueue,
  SampleRecord,
} from '../types';
import { BudgetGate } from './budgetGate';
import { patient, type RunPatience } from './callPatience';
import { ProgressMeter } from './progressMeter';
import { ProviderHealth } from './providerHealth';
import { SampleSolver } from './sampleSolver';

export interface RunnerParts {
  readonly store: RunStore;
  readonly models: ModelAccess;
  readonly books: RunBooks;
  /** Where samples are handed out; default: in this process. */
  readonly openQueue?: ((run: RunRecord) => Promise<SampleQueue>) | undefined;
  /** false: this process calls no model, and waits for workers elsewhere. Default: true. */
  readonly worksHere?: boolean | undefined;
  /** A few times a second at most. */
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
  /** What solvers show of samples that are worked on here. */
  readonly onEvent?: ((job: SampleJob, event: Json) => void) | undefined;
  readonly patience?: Partial<RunPatience> | undefined;
  readonly worker?: string | undefined;
  readonly now?: (() => number) | undefined;
}

/** What is other than before where a run goes on. */
export interface Resumption {
  readonly anew?: Anew | undefined;
  readonly budget?: number | undefined;
}

const progressMs = 250;
/** Spending is added up from the books this often; between, the costs of results are added. */
const spentMs = 2_000;
const usualConcurrency = 4;

interface Ending {
  readonly state: RunState;
  readonly reason: string | undefined;
}

/**
 * Works on a run until all is done, or it is paused, stopped, over budget, or no provider answers any more. What is done stays done:
 * the same call goes on after a crash, wherever it happened.
 */
export class ActiveRun {
  private readonly stopping = new AbortController();
  private readonly gate = new BudgetGate();
  private readonly health: ProviderHealth;
  private readonly meter: ProgressMeter;
  private readonly now: () => number;
  private readonly worker: string;
  private ending: Ending | undefined;
  private facts: ReadonlyMap<string, ModelFacts> = new Map();
  private spent = 0;
  private spentAt = 0;
  /** What workers on other machines have spent, where it is gone on with here alone: it is not in the books of this machine. */
  private elsewhere = 0;

  constructor(
    private readonly id: string,
    private readonly benchmark: LoadedBenchmark,
    private readonly parts: RunnerParts,
  ) {
    this.now = parts.now ?? Date.now;
    this.worker = parts.worker ?? `this process (${process.pid})`;
    this.health = new ProviderHealth(parts.patience?.failuresInRow ?? patient.failuresInRow);
    this.meter = new ProgressMeter(this.now);
  }

  /** Samples under way are finished, then the run rests. */
  pause(): void {
    this.ending ??= { state: 'paused', reason: undefined };
  }

  /** Samples under way are broken off; what they had paid for is used when the run is resumed. */
  stop(reason = 'It was stopped.'): void {
    if (this.ending?.state !== 'over-budget') this.ending = { state: 'stopped', reason };
    this.stopping.abort(new EvaluationError('cancelled', reason));
  }

  /**
   * @param signal aborting it stops the run
   * @param anew samples that wait again first, once it is sure that they can be done: their results are given up
   * @param budget another limit for the whole run, in micro-dollars
   * @throws RuntimeError in-use while another process works on it, or when results cannot be written; EvaluationError set-damaged when
   *   set, solver or scorer are not those that it began with
   */
  async work(signal: AbortSignal, { anew, budget: raised }: Resumption = {}): Promise<RunRecord> {
    const { store, models, books } = this.parts;
    requireSame(await store.run(this.id), this.benchmark);
    if (anew !== undefined) await store.rerun(this.id, anew);
    if (raised !== undefined) await store.setBudget(this.id, raised);
    const run = await store.run(this.id);
    await store.claim(this.id);
    const onAbort = () => this.stop();
    let state: Ending = { state: 'stopped', reason: 'It failed.' };
    const timer = setInterval(() => void this.tick(run), progressMs);
    try {
      if (signal.aborted) this.stop();
      else signal.addEventListener('abort', onAbort, { once: true });
      await this.readElsewhere(run);
      const { budget } = run.configuration;
      if (budget !== undefined) await books.setBudget(taskOf(this.id), Math.max(0, budget - this.elsewhere));
      this.facts = await models.facts(calledModels(run.configuration), this.stopping.signal);
      await this.tick(run);
      await this.doBatches(run);
      state = await this.end();
    } catch (error) {
      state = { state: 'stopped', reason: error instanceof Error ? error.message : String(error) };
      if (!this.stopping.signal.aborted) throw error;
      state = this.ending ?? state;
    } finally {
      clearInterval(timer);
      signal.removeEventListener('abort', onAbort);
      await this.readSpent(run, true);
      await this.release(state);
    }
    const ended = await store.run(this.id);
    this.tell(ended);
    return ended;
  }

  private async doBatches(run: RunRecord): Promise<void> {
    const { configuration } = run;
    const queue = (await this.parts.openQueue?.(run)) ?? new InProcessQueue();
    const solver = new SampleSolver({
      run: this.id,
      benchmark: this.benchmark,
      configuration,
      models: this.parts.models,
      factsOf: (model) => this.facts.get(model),
      books: this.parts.books,
      answers: this.parts.store.answers,
      gate: this.gate,
      patience: { ...patient, ...this.parts.patience },
      worker: this.worker,
      now: this.now,
      onEvent: this.parts.onEvent,
    });
    const limit = (model: string) =>
      configuration.concurrency[providerOf(model)] ?? configuration.concurrency.default ?? usualConcurrency;
    const handsOut = (model: string) => this.ending === undefined && !this.health.isOut(model);
    const worksHere = this.parts.worksHere ?? true;
    try {
      while (this.ending === undefined) {
        const jobs = await this.nextJobs(run);
        if (jobs.length === 0) return;
        await queue.add(jobs);
        await queue.work((job, signal) => this.one(solver, job, signal), {
          signal: this.stopping.signal,
          worker: this.worker,
          concurrencyOf: (model) => (worksHere && handsOut(model) ? limit(model) : 0),
          handsOut,
          onOutcome: (outcome) => this.keep(outcome),
        });
        if (this.health.reasons.length > 0) return;
      }
    } finally {
      await queue.close();
    }
  }

  /** What is to be done now; none: all is done, or enough is known. */
  private async nextJobs(run: RunRecord): Promise<readonly SampleJob[]> {
    const { store } = this.parts;
    const waiting = await store.jobs(this.id, ['waiting']);
    const { sampling, models, seed } = run.configuration;
    if (sampling === undefined || waiting.length === 0) return waiting;
    for (;;) {
      const results = await this.values();
      const next = nextBatch({ plan: sampling, scenarios: this.benchmark.scenarios, models, seed, results });
      if (next.kind === 'end') {
        await store.skipWaiting(this.id, next.reason);
        return [];
      }
      const wanted = new Set(next.scenarios);
      return waiting.filter(({ scenario }) => wanted.has(scenario));
    }
  }

  /** Mean over repeats of scenarios whose repeats are all done. */
  private async values(): Promise<readonly SampledValue[]> {
    const cells = new Map<string, { readonly first: SampleRecord; open: number; sum: number; n: number }>();
    for (const { record } of this.parts.store.scores(this.id)) {
      const key = JSON.stringify([record.scenario, record.model]);
      const cell = cells.get(key) ?? { first: record, open: 0, sum: 0, n: 0 };
      cells.set(key, cell);
      if (record.state === 'waiting' || record.state === 'running') cell.open += 1;
      if (record.value !== undefined) {
        cell.sum += record.value;
        cell.n += 1;
      }
    }
    return [...cells.values()]
      .filter(({ open }) => open === 0)
      .map(({ first: { scenario, model }, sum, n }) => ({ scenario, model, value: n === 0 ? undefined : sum / n }));
  }

  private async one(solver: SampleSolver, job: SampleJob, signal: AbortSignal): Promise<SampleOutcome> {
    // For people who watch; whether it is written before the result does not matter.
    const noted = this.parts.store.started(job, this.worker).catch(() => undefined);
    const outcome = await solver.solve(job, signal);
    await noted;
    return outcome;
  }

  private async keep(outcome: SampleOutcome): Promise<void> {
    const { record } = outcome;
    if (record.state === 'refused' && record.reasonKind === 'budget') {
      // It waits again, so that resuming with a higher limit is all that it takes.
      this.ending ??= { state: 'over-budget', reason: record.reason };
      this.stopping.abort(new EvaluationError('cancelled', 'The budget is used up.'));
      return;
    }
    if (!(await this.parts.store.finish(outcome))) return;
    this.spent += record.cost;
    this.meter.add(record);
    this.health.note(record);
  }

  private async end(): Promise<Ending> {
    if (this.ending !== undefined) return this.ending;
    const { counts } = await this.parts.store.run(this.id);
    const left = counts.waiting + counts.running;
    if (left === 0) return { state: 'done', reason: undefined };
    return { state: 'stopped', reason: [...this.health.reasons, `${left} samples wait: resume the run.`].join(' ') };
  }

  private async tick(run: RunRecord): Promise<void> {
    try {
      const wish = this.parts.store.wishOf(this.id);
      if (wish === 'pause') this.pause();
      if (wish === 'stop') this.stop();
      await this.readSpent(run, false);
      this.tell(await this.parts.store.run(this.id));
    } catch {
      // A glance that fails costs nothing: the next one comes at once, and results say themselves when they cannot be written.
    }
  }

  private async readElsewhere(run: RunRecord): Promise<void> {
    if (run.configuration.queue === undefined || this.parts.openQueue !== undefined) return;
    const here = await this.parts.books.spent(taskOf(this.id), run.created);
    if (here !== undefined) this.elsewhere = Math.max(0, run.spent - here);
  }

  private async readSpent(run: RunRecord, now: boolean): Promise<void> {
    if (!now && this.now() - this.spentAt < spentMs) return;
    this.spentAt = this.now();
    const told = await this.parts.books.spent(taskOf(this.id), run.created).catch(() => undefined);
    if (told !== undefined) this.spent = told + this.elsewhere;
    else if (this.spent < run.spent) this.spent += run.spent;
  }

  private tell(run: RunRecord): void {
    this.parts.onProgress?.(this.meter.progress({ ...run, spent: Math.max(run.spent, this.spent) }));
  }

  private async release({ state, reason }: Ending): Promise<void> {
    await this.parts.store.release(this.id, state, reason, this.spent);
  }
}

/** @throws EvaluationError set-damaged */
function requireSame({ id, configuration }: RunRecord, benchmark: LoadedBenchmark): void {
  const changed = [
    ...(setHash(benchmark.scenarios) === configuration.set.hash ? [] : ['scenarios']),
    ...(versionOf(benchmark.solver) === configuration.solver ? [] : ['solver']),
    ...(versionOf(benchmark.scorer) === configuration.scorer ? [] : ['scorer']),
  ];
  if (changed.length === 0) return;
  const parts = changed.join(' and ');
  throw new EvaluationError(
    'set-damaged',
    `The ${parts} of ${configuration.set.folder} changed since the run ${id} began, so its results would not go together. ` +
      'Begin a new run: answers that are the same still come from the cache.',
  );
}
