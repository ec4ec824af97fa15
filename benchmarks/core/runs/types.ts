/**
 * What an evaluation is made of, for every benchmark: scenarios, solvers that answer them, scorers that judge answers, and runs that
 * are kept. Types only.
 *
 * A **sample** is one answer: a scenario, a model and a repeat (0, 1, …). A **run** is a set of samples with one configuration.
 * Money is in micro-dollars, times in milliseconds (since 1970 where a time is meant).
 */
import type { GenerateRequest, Usage, FinishReason } from '../../../runtime/gateway/types';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One task. Benchmarks keep their own content in `content`; the core never looks into it. */
export interface Scenario {
  /** Unique in its set; safe as a file name. */
  readonly id: string;
  readonly category: string;
  /** undefined: about no language. */
  readonly language: string | undefined;
  readonly difficulty: string | undefined;
  /** Tokens of the prompt, counted or estimated. */
  readonly contextTokens: number;
  /** Scenarios of one cluster are not independent (same module, same commit); statistics treat them together. */
  readonly cluster: string;
  readonly title: string;
  /** SHA-256 of everything that an answer or its score depends on. */
  readonly hash: string;
  readonly content: Json;
}

/** What a solver is given beside the scenario. */
export interface SolverContext {
  readonly model: string;
  readonly repeat: number;
  readonly seed: number;
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
  readonly signal: AbortSignal;
  /** Calls a model through the gateway, under the run's budget; the call is kept with the sample. */
  readonly generate: (request: SolverRequest) => Promise<ModelAnswer>;
  /**
   * Calls the model that the run has in a role beside the one that is measured (`RunConfiguration.roles`, e.g. `user`, `judge`), under the
   * same budget; kept with the sample under the role's name.
   * @throws EvaluationError where the run names no model for the role
   */
  readonly generateAs: (role: string, request: SolverRequest) => Promise<ModelAnswer>;
  /** What happens in the sample, for people who watch it; not kept: what is to last goes into the solution. */
  readonly show: (event: Json) => void;
  readonly log: (line: string) => void;
}

/** What a solver may say of a call; model, purpose, task and limits are the run's. */
export type SolverRequest = Pick<
  GenerateRequest,
  'messages' | 'tools' | 'toolChoice' | 'output' | 'stop' | 'taskType' | 'conversation'
> & { readonly maxOutputTokens?: number | undefined };

export interface ModelAnswer {
  readonly call: string;
  readonly model: string;
  readonly text: string;
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly input: Json }[];
  readonly finish: FinishReason;
  readonly usage: Usage;
  readonly cost: number;
  readonly firstTokenMs: number | undefined;
  readonly totalMs: number;
  /** Whether it came from the cache: then it cost nothing now, and `cost` is what it cost once. */
  readonly cached: boolean;
}

export interface PromptPreview {
  /** Of the first call. */
  readonly inputTokens: number;
  readonly calls: number;
  /** What of it was not counted. */
  readonly assumed: readonly ('inputTokens' | 'calls')[];
  /** Calls in other roles (`RunConfiguration.roles`) while the sample is solved; default: none. */
  readonly roles?: RolePreviews | undefined;
}

export type RolePreviews = Readonly<Record<string, RolePreview>>;

/** What a model beside the measured one is asked in a sample, on the mean. */
export interface RolePreview {
  readonly calls: number;
  /** Of a call, without what the measured model says. */
  readonly inputTokens: number;
  /** Of all that the measured model says in the sample, how much stands in a call: 1 where a judge reads it all. Default: 0. */
  readonly conversationShare?: number | undefined;
  /** Of one reply; default: the estimate assumes a short one. */
  readonly replyTokens?: number | undefined;
}

/** How an answer comes about: one prompt, a dialogue, or an agent with tools. */
export interface Solver {
  readonly name: string;
  /** Changes when answers may change; part of the cache's key. */
  readonly version: string;
  /** The prompt that the first call will have: for the estimate of costs, before anything is sent. */
  preview(scenario: Scenario): Promise<PromptPreview>;
  solve(scenario: Scenario, context: SolverContext): Promise<Solution>;
}

/** What became of the dialogue. `content` is the benchmark's own, e.g. files by path. */
export interface Solution {
  readonly text: string;
  readonly content: Json;
  readonly truncated: boolean;
}

export interface Scorer {
  readonly name: string;
  readonly version: string;
  /** Calls in other roles while an answer is scored; default: none. */
  readonly preview?: ((scenario: Scenario) => RolePreviews) | undefined;
  /** @throws EvaluationError `not-measured` where a tool that it needs is missing, any other error for a fault of ours */
  score(scenario: Scenario, solution: Solution, context: ScorerContext): Promise<Score>;
}

export interface ScorerContext {
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** As `SolverContext.generateAs`: for judges. */
  readonly generateAs: SolverContext['generateAs'];
}

export interface Milestone {
  readonly id: string;
  /** For people: what had to be so. */
  readonly text: string;
  /** Of the scenario's milestones together 1. */
  readonly weight: number;
  /** undefined: not measured, because a tool is missing; weights of the others are scaled up. */
  readonly achieved: boolean | number | undefined;
  readonly detail?: string | undefined;
}

export interface Score {
  /** 0 to 1: what rankings use. */
  readonly value: number;
  /** Everything achieved. */
  readonly complete: boolean;
  readonly milestones: readonly Milestone[];
  /** Further figures by name, e.g. the metrics of a verified score; undefined: not measured. */
  readonly metrics: Readonly<Record<string, number | undefined>>;
  /** What a person wants to see: diff, logs, the answer as it was read. */
  readonly evidence: Json;
}

/**
 * How a sample ended. 'error': the provider or we failed, it says nothing of the model and counts nowhere but as an error. 'refused':
 * not sent, because of the budget or *local only*. 'not-measured': a tool is missing.
 */
export type SampleState = 'waiting' | 'running' | 'scored' | 'error' | 'refused' | 'not-measured' | 'skipped';

export interface SampleKey {
  readonly scenario: string;
  readonly model: string;
  readonly repeat: number;
}

export interface SampleRecord extends SampleKey {
  readonly run: string;
  /** Position in the run's plan, from 0. */
  readonly index: number;
  readonly state: SampleState;
  readonly attempts: number;
  readonly value: number | undefined;
  readonly complete: boolean | undefined;
  readonly cost: number;
  readonly usage: Usage | undefined;
  readonly totalMs: number | undefined;
  readonly firstTokenMs: number | undefined;
  readonly cached: boolean;
  readonly truncated: boolean;
  /** Set for error, refused, not-measured, skipped. */
  readonly reason: string | undefined;
  readonly reasonKind: string | undefined;
  readonly started: number | undefined;
  readonly ended: number | undefined;
  readonly worker: string | undefined;
  /** `SampleJob.round` of the job that it comes of. */
  readonly round?: number | undefined;
}

/** What is kept of a sample beside its row; read one at a time. */
export interface SampleDetail {
  readonly record: SampleRecord;
  readonly solution: Solution | undefined;
  readonly score: Score | undefined;
  readonly calls: readonly SampleCall[];
  readonly log: string;
}

export interface SampleCall {
  readonly request: SolverRequest;
  readonly answer: ModelAnswer;
  /** Role of the model that was called; undefined: the one that is measured. */
  readonly role?: string | undefined;
}

export interface RunConfiguration {
  readonly benchmark: string;
  /** Name of the scenario set and SHA-256 over its scenarios' hashes. */
  readonly set: { readonly name: string; readonly folder: string; readonly hash: string; readonly scenarios: number };
  readonly models: readonly string[];
  readonly repeats: number;
  readonly seed: number;
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
  /** Answers under way at the same time, by provider; `default` for the others. */
  readonly concurrency: Readonly<Record<string, number>>;
  /** Micro-dollars for the whole run; undefined: only the user's other budgets. */
  readonly budget: number | undefined;
  readonly localOnly: boolean;
  /** Reads and writes the cache of answers. */
  readonly cache: boolean;
  /** Scorer and solver with versions. */
  readonly solver: string;
  readonly scorer: string;
  /** Stop rule; undefined: every sample is done. */
  readonly sampling: SamplingPlan | undefined;
  /** Address of the queue that workers elsewhere take samples from, without a password; undefined: this machine alone. */
  readonly queue?: string | undefined;
  /** Models in roles beside those that are measured, e.g. `{ user: 'openai/…', judge: '…' }`. */
  readonly roles?: Readonly<Record<string, string>> | undefined;
  /** The benchmark's own choices, e.g. setting and number of turns; part of what an answer depends on. */
  readonly options?: Json | undefined;
}

/** Batches over strata with a look after each: ends when the answer is known (other-seeds, section 3). */
export interface SamplingPlan {
  /** Scenarios a look, over all strata. */
  readonly batch: number;
  readonly minimum: number;
  /** Ends when every pair of models differs for certain, or its interval is narrower than this (of the value, 0 to 1). */
  readonly halfWidth: number;
  readonly confidence: number;
}

export type RunState = 'planned' | 'running' | 'paused' | 'stopped' | 'done' | 'over-budget';

export interface RunRecord {
  readonly id: string;
  readonly state: RunState;
  readonly created: number;
  readonly ended: number | undefined;
  readonly configuration: RunConfiguration;
  readonly commit: string | undefined;
  /** Given by the user, or made of date and set. */
  readonly name: string;
  readonly counts: Readonly<Record<SampleState, number>>;
  /** Micro-dollars that were spent, without cached answers. */
  readonly spent: number;
  /** Why it ended before all was done, for people. */
  readonly reason: string | undefined;
}

/** A live view of a run; sent a few times a second at most. */
export interface RunProgress {
  readonly run: RunRecord;
  /** Samples a minute over the last minute; undefined: too few. */
  readonly rate: number | undefined;
  /** Milliseconds that are left, as far as one can tell. */
  readonly remainingMs: number | undefined;
  readonly recent: readonly SampleRecord[];
}

/** Where samples are handed out. A sample that is taken and not told done within its lease is handed out again. */
export interface SampleQueue {
  readonly kind: 'in-process' | 'redis';
  add(jobs: readonly SampleJob[]): Promise<void>;
  /** Works until the run is through, stopped, or the signal comes. */
  work(handler: (job: SampleJob, signal: AbortSignal) => Promise<SampleOutcome>, options: WorkOptions): Promise<void>;
  close(): Promise<void>;
}

export interface SampleJob extends SampleKey {
  readonly run: string;
  readonly index: number;
  /** How often it was begun anew because a user said so; a result of an earlier round comes too late. undefined: 0. */
  readonly round?: number | undefined;
  /** Counts rounds that want another answer: one after a scored sample asks the model again, one after an error does not. undefined: 0. */
  readonly generation?: number | undefined;
}

export interface SampleOutcome {
  readonly record: SampleRecord;
  readonly detail: Omit<SampleDetail, 'record'>;
}

export interface WorkOptions {
  readonly signal: AbortSignal;
  /** Answers under way at the same time at the model's provider (what stands before the first `/`); 0: none for now. */
  readonly concurrencyOf: (model: string) => number;
  /**
   * Whether samples of the model are still handed out, here and elsewhere; default: they are. Work ends when nothing else is left and what
   * was under way has been told.
   */
  readonly handsOut?: ((model: string) => boolean) | undefined;
  readonly worker: string;
  /**
   * Told each outcome of a job that was added here, wherever it was worked on; the job is forgotten when it returns. An outcome may come
   * twice after a crash in between, so it writes by compare-and-set.
   */
  readonly onOutcome?: ((outcome: SampleOutcome) => Promise<void>) | undefined;
}
