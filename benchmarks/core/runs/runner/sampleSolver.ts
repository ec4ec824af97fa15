import { RuntimeError } from '../../../../runtime/runtimeError';
import { GatewayError } from '../../../../runtime/gateway/gatewayError';
import { versionOf, type LoadedBenchmark } from '../benchmark';
import { EvaluationError } from '../evaluationError';
import { sha256 } from '../sha256';
import type {
  Json,
  ModelAnswer,
  SampleCall,
  SampleJob,
  SampleOutcome,
  SampleRecord,
  Scenario,
  Score,
  Solution,
  SolverContext,
  SolverRequest,
} from '../types';
import { callModel, type CallParts } from './callModel';
import { failureOf } from './failure';

export interface SampleSolverParts extends Omit<CallParts, 'facts' | 'lost' | 'again'> {
  readonly benchmark: Pick<LoadedBenchmark, 'scenarios' | 'solver' | 'scorer'>;
  readonly factsOf: (model: string) => CallParts['facts'];
  readonly worker: string;
  readonly now: () => number;
  /** Told what happens in samples under way, as solvers show it. */
  readonly onEvent?: ((job: SampleJob, event: Json) => void) | undefined;
}

/** Characters of a sample's log that are kept. */
const longestLog = 200_000;
/** Names that the router resolves anew each time: their answers are of no other run. */
const notOneModel = ['auto', 'local', 'xrouter'];

/** Does one sample: asks, scores, and says how it went. Works the same in the run's process and in a worker elsewhere. */
export class SampleSolver {
  private readonly scenarios: ReadonlyMap<string, Scenario>;

  constructor(private readonly parts: SampleSolverParts) {
    this.scenarios = new Map(parts.benchmark.scenarios.map((scenario) => [scenario.id, scenario]));
  }

  /**
   * @returns what is to be kept, also of a sample that failed
   * @throws what the signal was aborted with; RuntimeError when an answer that was paid could not be kept
   */
  async solve(job: SampleJob, signal: AbortSignal): Promise<SampleOutcome> {
    const { benchmark, now } = this.parts;
    const work = new SampleWork(job, this.parts, signal);
    const started = now();
    const scenario = this.scenarios.get(job.scenario);
    let stage: 'solve' | 'score' = 'solve';
    let solution: Solution | undefined;
    try {
      if (scenario === undefined) throw new Error(`the scenario ${job.scenario} is not in the set`);
      solution = await benchmark.solver.solve(scenario, work.context(scenario));
      // A solver that makes the best of a call that failed must not make it the model's fault.
      const failed = work.storeFailure ?? work.gatewayFailure;
      if (failed !== undefined) throw failed;
      stage = 'score';
      const score = await benchmark.scorer.score(scenario, solution, work.scorerContext(scenario));
      return work.outcome({ state: 'scored', started, ended: now(), solution, score });
    } catch (error) {
      if (work.storeFailure !== undefined) throw work.storeFailure;
      if (signal.aborted) throw error;
      const { state, reasonKind, reason } = failureOf(
        stage === 'solve' ? (work.gatewayFailure ?? error) : error,
        stage,
      );
      return work.outcome({ state, started, ended: now(), solution, reasonKind, reason });
    }
  }
}

interface Ending {
  readonly state: SampleRecord['state'];
  readonly started: number;
  readonly ended: number;
  readonly solution?: Solution | undefined;
  readonly score?: Score | undefined;
  readonly reasonKind?: string | undefined;
  readonly reason?: string | undefined;
}

/** What happens while one sample is done. */
class SampleWork {
  /** An answer that was paid could not be kept: the run must not go on. */
  storeFailure: RuntimeError | undefined;
  /** What the last call failed of: a solver that wraps it in words of its own does not make it the model's fault. */
  gatewayFailure: GatewayError | undefined;
  private readonly calls: SampleCall[] = [];
  private readonly asked = new Map<string, number>();
  private lines = '';
  private lost = 0;
  private attempts = 1;

  constructor(
    private readonly job: SampleJob,
    private readonly parts: SampleSolverParts,
    private readonly signal: AbortSignal,
  ) {}

  readonly log = (line: string): void => {
    if (this.lines.length < longestLog) this.lines += `${line.slice(0, longestLog)}\n`;
  };

  context(scenario: Scenario): SolverContext {
    const { configuration, onEvent } = this.parts;
    const { model, repeat } = this.job;
    return {
      model,
      repeat,
      seed: seedOf(`${configuration.seed} ${scenario.id} ${repeat}`),
      maxOutputTokens: configuration.maxOutputTokens,
      temperature: configuration.temperature,
      signal: this.signal,
      log: this.log,
      show: (event) => onEvent?.(this.job, event),
      generate: (request) => this.call(scenario, request, undefined),
      generateAs: (role, request) => this.call(scenario, request, role),
    };
  }

  scorerContext(scenario: Scenario): Parameters<LoadedBenchmark['scorer']['score']>[2] {
    const { signal, log, generateAs } = this.context(scenario);
    return { signal, log, generateAs };
  }

  private async call(scenario: Scenario, request: SolverRequest, role: string | undefined): Promise<ModelAnswer> {
    const { repeat } = this.job;
    const model = this.modelOf(role);
    const text = `${role ?? ''} ${JSON.stringify(request)}`;
    const occurrence = this.asked.get(text) ?? 0;
    this.asked.set(text, occurrence + 1);
    // Not of the run's seed, which says the order: the same question in another run has the same answer in the cache.
    const seed = seedOf(`${scenario.hash} ${repeat} ${occurrence}`);
    const identity = { model, solver: versionOf(this.parts.benchmark.solver), seed, repeat, occurrence };
    try {
      const answer = await callModel(
        request,
        { ...identity, scope: this.scope(model) },
        this.callParts(model),
        this.signal,
      );
      this.calls.push({ request, answer, role });
      this.gatewayFailure = undefined;
      return answer;
    } catch (error) {
      if (error instanceof RuntimeError) this.storeFailure = error;
      if (error instanceof GatewayError) this.gatewayFailure = error;
      throw error;
    }
  }

  private modelOf(role: string | undefined): string {
    if (role === undefined) return this.job.model;
    const model = this.parts.configuration.roles?.[role];
    if (model !== undefined) return model;
    throw new EvaluationError('not-measured', `The run names no model for the role "${role}".`);
  }

  outcome({ solution, score, ...ending }: Ending): SampleOutcome {
    const answers = this.calls.map(({ answer }) => answer);
    const own = this.calls.filter(({ role }) => role === undefined).map(({ answer }) => answer);
    const paid = answers.filter(({ cached }) => !cached);
    const { job } = this;
    const record: SampleRecord = {
      run: job.run,
      index: job.index,
      scenario: job.scenario,
      model: job.model,
      repeat: job.repeat,
      round: job.round ?? 0,
      state: ending.state,
      attempts: this.attempts,
      value: score?.value,
      complete: score?.complete,
      cost: paid.reduce((sum, { cost }) => sum + cost, this.lost),
      usage: usageOf(own),
      totalMs: own.length === 0 ? undefined : own.reduce((sum, { totalMs }) => sum + totalMs, 0),
      firstTokenMs: own[0]?.firstTokenMs,
      cached: answers.length > 0 && paid.length === 0,
      truncated: solution?.truncated ?? own.some(({ finish }) => finish === 'length'),
      reason: ending.reason,
      reasonKind: ending.reasonKind,
      started: ending.started,
      ended: ending.ended,
      worker: this.parts.worker,
    };
    return { record, detail: { solution, score, calls: this.calls, log: this.lines } };
  }

  private callParts(model: string): CallParts {
    return {
      ...this.parts,
      facts: this.parts.factsOf(model),
      lost: (cost) => (this.lost += cost),
      again: (error) => {
        this.attempts += 1;
        this.log(`Tried again after: ${error.message}`);
      },
    };
  }

  /** Who may use the answers: everybody, or this sample in this generation alone, so that it outlives a crash all the same. */
  private scope(model: string): string {
    const { run, index, generation = 0 } = this.job;
    const shared = this.parts.configuration.cache && generation === 0 && !notOneModel.includes(model);
    return shared ? '' : `${run} ${index} ${generation}`;
  }
}

function usageOf(answers: readonly ModelAnswer[]): SampleRecord['usage'] {
  if (answers.length === 0) return undefined;
  const sum = (value: (usage: ModelAnswer['usage']) => number) =>
    answers.reduce((total, { usage }) => total + value(usage), 0);
  return {
    inputTokens: sum(({ inputTokens }) => inputTokens),
    cacheReadTokens: sum(({ cacheReadTokens }) => cacheReadTokens),
    cacheWriteTokens: sum(({ cacheWriteTokens }) => cacheWriteTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    reasoningTokens: sum(({ reasoningTokens }) => reasoningTokens),
    source: answers.every(({ usage }) => usage.source === 'provider') ? 'provider' : 'estimated',
  };
}

/** 31 bits. */
function seedOf(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 8), 16) >>> 1;
}
