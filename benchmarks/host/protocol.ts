/**
 * Requests and notifications between the extension host and the evaluation's process (`host/main.ts`): the index of the repository, the
 * making of scenarios, runs and their results. Model calls go back to the extension, which hands them to the gateway's process.
 */
import { NotificationType, NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { GenerateEvent, GenerateRequest, GenerateResult, ModelEntry } from '../../runtime/gateway/protocol';
import type { RuntimeErrorData } from '../../runtime/protocol';
import type { IndexProgress, IndexSummary } from '../../runtime/repository/types';
import type {
  Json,
  RunConfiguration,
  RunProgress,
  RunRecord,
  SampleDetail,
  SampleRecord,
  SampleState,
} from '../core/runs/types';
import type { Difficulty, Reject, ScenarioSet, TaskCategory } from '../locobench/scenarios/types';
import type { AskingReport } from '../userbench/asking/types';

export type * from '../core/runs/types';
export type * from '../userbench/episodes/types';
export type * from '../userbench/asking/types';
export type { IndexProgress, IndexSummary } from '../../runtime/repository/types';
export type { Difficulty, Reject, ScenarioEntry, ScenarioSet, TaskCategory } from '../locobench/scenarios/types';

/** The published eight. */
export const categories = [
  'architectural_understanding',
  'cross_file_refactoring',
  'feature_implementation',
  'bug_investigation',
  'multi_session_development',
  'code_comprehension',
  'integration_testing',
  'security_analysis',
] as const satisfies readonly TaskCategory[];

/** Those that scenarios are made of from a repository; the others are known, and not made yet. */
export const madeCategories = [
  'architectural_understanding',
  'cross_file_refactoring',
  'feature_implementation',
  'bug_investigation',
  'code_comprehension',
  'multi_session_development',
  'integration_testing',
  'security_analysis',
] as const satisfies readonly TaskCategory[];

export interface OpenRepositoryParams {
  readonly root: string;
}

export interface GenerateSetParams {
  readonly root: string;
  readonly categories: readonly TaskCategory[];
  /** Empty: all that are there. */
  readonly languages: readonly string[];
  /** Scenarios in all. */
  readonly count: number;
  readonly seed: number;
  /** Tokens of context to aim at, in turn. */
  readonly lengths: readonly number[];
  /** Whether the repository's own tests and compilers may run (in the sandbox); needs trust and the user's consent. */
  readonly execute: boolean;
  readonly name: string;
}

export interface GenerateSetProgress {
  readonly stage: 'index' | 'make' | 'admit';
  readonly done: number;
  readonly total: number;
  readonly admitted: number;
  readonly rejected: number;
}

export interface SetSummary {
  readonly folder: string;
  readonly set: Omit<ScenarioSet, 'files'>;
}

export type OtherSetKind = 'travel' | 'workspace' | 'gym' | 'mcp';

/** A set of an evaluation beside LoCoBench. */
export interface OtherSet {
  readonly folder: string;
  readonly kind: OtherSetKind;
  /** E.g. `travel22`, `ws33`. */
  readonly name: string;
  readonly created: number;
  readonly seed: number;
  readonly scenarios: number;
  /** Whether it was made here; others lie where a person put them. */
  readonly made: boolean;
  /** Of MCP tasks: dialogues that are made of them; undefined: none. */
  readonly dialogues?: number | undefined;
}

/** A server of MCP that tasks can be made of. */
export interface ToolServer {
  /** In the list that it came with. */
  readonly id: string;
  readonly name: string;
  /** 'workspace': of `.vscode/mcp.json`. 'published': one that the protocol's authors publish. 'set': of a set that is there. */
  readonly from: 'workspace' | 'published' | 'set';
  /** Command or address, as it would be started. */
  readonly runs: string;
  /** Stands for this configuration; given back as consent, so that nothing is started that was not shown. */
  readonly hash: string;
  readonly allowed: boolean;
  /** Why no tasks can be made of it, and what to do; undefined: they can. */
  readonly problem: string | undefined;
}

export interface MakeToolSetParams {
  /** Ids of servers. */
  readonly servers: readonly string[];
  /** Hashes of configurations that the user was shown and agreed to. */
  readonly consent: readonly string[];
  readonly count: number;
  readonly seed: number;
  /** Makes tasks up and does them for the ground truth; undefined: they are made from schemas and state. */
  readonly model: string | undefined;
}

export interface MakeOtherSetParams {
  readonly kind: 'travel' | 'workspace' | 'gym';
  /** E.g. `travel22`, `ws33`: digits are preferences an aspect. Of a gym its short name, e.g. `turtle`. */
  readonly set: string;
  readonly count: number;
  readonly seed: number;
  /** Of the workspace; for sets that are made of it. */
  readonly root?: string | undefined;
  /** Whether the repository's own tests and compilers may run. */
  readonly execute: boolean;
}

export interface EstimateRow {
  readonly model: string;
  readonly samples: number;
  /** Answers that are in the cache already: they cost nothing. */
  readonly cached: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Micro-dollars, roles with it; undefined: a price is not known, and the model cannot be run under a budget. */
  readonly expectedCost: number | undefined;
  readonly worstCost: number | undefined;
  /** Of it what models in roles cost beside this one; only roles that are asked something. */
  readonly roles: readonly RoleEstimate[];
  /** Milliseconds; undefined: the model's speed was never measured. */
  readonly expectedMs: number | undefined;
  /** What the figures rest on that nobody has measured or counted for this model and benchmark; most important first. */
  readonly assumptions: readonly EstimateAssumption[];
  /** Why it cannot be run as it is, e.g. prompts longer than its context. */
  readonly problem: string | undefined;
}

/** A simulated user, a judge, a reviewer: what it does and costs beside one measured model, over all samples. */
export interface RoleEstimate {
  readonly role: string;
  readonly model: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Micro-dollars; undefined: its price is not known. */
  readonly expectedCost: number | undefined;
  readonly worstCost: number | undefined;
}

export type EstimateAssumption =
  | { readonly kind: 'price-unknown' }
  | { readonly kind: 'role-price-unknown'; readonly role: string }
  /** Nobody has been in the role here yet: so many calls a sample at most, with short replies. */
  | { readonly kind: 'role-assumed'; readonly role: string; readonly calls: number }
  /** This model has not: it is asked and replies as others were and did, on the mean of so many samples. */
  | { readonly kind: 'role-of-other-models'; readonly role: string; readonly samples: number }
  /** No model has answered this benchmark yet: each answer is taken to have so many tokens. */
  | { readonly kind: 'output-assumed'; readonly tokens: number }
  /** This model has not: answers are as long as those of other models, on the mean of so many samples. */
  | { readonly kind: 'output-of-other-models'; readonly tokens: number; readonly samples: number }
  /** So many calls for a sample: the model itself decides how many there are. */
  | { readonly kind: 'calls-assumed'; readonly calls: number }
  /** Prompts are not counted by the model's own tokenizer. */
  | { readonly kind: 'input-estimated' }
  | { readonly kind: 'speed-unmeasured' }
  /** The model's speed in so many samples of other benchmarks, by tokens. */
  | { readonly kind: 'speed-of-other-benchmarks'; readonly samples: number };

export interface StartRunParams {
  readonly folder: string;
  /** Ids; default: all of the set. */
  readonly scenarios?: readonly string[] | undefined;
  readonly models: readonly string[];
  readonly repeats: number;
  readonly seed: number;
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
  readonly budget: number | undefined;
  readonly sampling: RunConfiguration['sampling'];
  readonly localOnly: boolean;
  readonly cache: boolean;
  readonly name: string | undefined;
  /** Address of a Redis, without a password: machines with `whetstone worker` take part. undefined: this machine alone. */
  readonly queue: string | undefined;
  /** `RunConfiguration.roles` and `.options`. */
  readonly roles?: RunConfiguration['roles'];
  readonly options?: RunConfiguration['options'];
}

/** What a run with a queue needs beside its address. The extension adds it; no page and no database has it. */
export interface QueueSecrets {
  /** What runs and workers sign with. */
  readonly token: string;
  /** Of Redis; undefined: it has none. */
  readonly password: string | undefined;
}

export interface WithQueueSecrets {
  readonly secrets?: QueueSecrets | undefined;
}

export interface SampleFilter {
  readonly run: string;
  readonly states?: readonly SampleState[] | undefined;
  readonly models?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly languages?: readonly string[] | undefined;
  /** true: only those with everything achieved, false: only scored ones without. */
  readonly complete?: boolean | undefined;
  /** Every word occurs in title, scenario, model, reason, kind of the reason, category or language. */
  readonly text?: string | undefined;
  /** Ended at or after this time. */
  readonly since?: number | undefined;
  /** Samples without the value come last, whichever the direction; states by their names, so that running ones stand before waiting ones. */
  readonly sort:
    'index' | 'scenario' | 'category' | 'model' | 'state' | 'value' | 'context' | 'cost' | 'time' | 'ended';
  readonly descending: boolean;
  readonly offset: number;
  /** At most 1000. */
  readonly limit: number;
}

export interface SamplePage {
  /** Samples that the filter lets through. */
  readonly total: number;
  /** Samples of the run. */
  readonly all: number;
  readonly rows: readonly SampleRow[];
}

export interface SampleRow extends SampleRecord {
  readonly title: string;
  readonly category: string;
  readonly language: string | undefined;
  readonly contextTokens: number;
}

/** Samples that ended for the same reason without an answer that says something of the model. */
export interface ProblemGroup {
  readonly state: Extract<SampleState, 'error' | 'refused' | 'not-measured' | 'skipped'>;
  readonly kind: string;
  /** Of one of them, for people. */
  readonly reason: string;
  readonly count: number;
}

/** What the page shows of a run under way, and of one that was. */
export interface RunView extends RunProgress {
  /** Of the scored samples, those with everything achieved. */
  readonly passed: number;
  /** Most frequent first, twenty at most. */
  readonly problems: readonly ProblemGroup[];
}

/** The results of a run, computed from its samples. */
export interface RunReport {
  readonly run: RunRecord;
  readonly overall: readonly ModelResult[];
  readonly byCategory: readonly SliceResult[];
  readonly byLanguage: readonly SliceResult[];
  readonly byLength: readonly SliceResult[];
  readonly differences: readonly ModelDifference[];
  /** Answers that know nothing: what the score is worth. */
  readonly floors: readonly Floor[];
  readonly notes: readonly string[];
  /** Of UserBench alone: when preferences came out, and what was made of them. */
  readonly asking?: AskingReport | undefined;
}

export interface Floor {
  readonly name: string;
  readonly value: number;
  readonly n: number;
  /** Where chance has a part in it: its interval of 95 %, over tasks and draws. */
  readonly interval?: { readonly low: number; readonly high: number } | undefined;
}

export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly clusters: number;
}

export interface ModelResult {
  readonly model: string;
  /** Mean value, 0 to 1, cluster-robust. */
  readonly value: Estimate | undefined;
  /** Verified score, 0 to 5. */
  readonly verified: Estimate | undefined;
  readonly dimensions: Readonly<Record<'SE' | 'FC' | 'CQ' | 'LCU', Estimate | undefined>>;
  /** Share solved completely, Wilson. */
  readonly complete: Estimate | undefined;
  /** LCBS of the reference where it could be computed, for comparison. */
  readonly reference: Estimate | undefined;
  /** Every other metric that the benchmark's scorer gives, by its name there: means over scenarios. */
  readonly further: readonly { readonly name: string; readonly value: Estimate }[];
  readonly errors: number;
  readonly refused: number;
  readonly notMeasured: number;
  readonly truncated: number;
  readonly cost: number;
  readonly costPerSample: number | undefined;
  readonly p50Ms: number | undefined;
  readonly p95Ms: number | undefined;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Share of resamples in which it is best. */
  readonly bestShare: number | undefined;
}

export interface SliceResult {
  readonly slice: string;
  readonly model: string;
  readonly value: Estimate;
  /** Where slices have an order: its place, e.g. tokens in the middle of a band of lengths. */
  readonly at?: number | undefined;
}

export interface ModelDifference {
  readonly a: string;
  readonly b: string;
  /** a - b over shared scenarios, paired and cluster-robust. */
  readonly value: Estimate;
  /** Two-sided, after Holm over all pairs. */
  readonly p: number;
  /** Exact McNemar over completely solved. */
  readonly completeP: number;
  readonly verdict: 'a' | 'b' | 'too-close' | 'too-few';
}

export interface CompareRunsResult {
  readonly runs: readonly RunRecord[];
  /** Model by model, later less earlier, over shared scenarios. */
  readonly differences: readonly (ModelDifference & { readonly model: string })[];
  readonly notShared: number;
}

export const openRepository = new RequestType<OpenRepositoryParams, IndexSummary, RuntimeErrorData>(
  'evaluation/openRepository',
);
export const indexProgress = new NotificationType<IndexProgress>('evaluation/indexProgress');
export const listSets = new RequestType0<readonly SetSummary[], RuntimeErrorData>('evaluation/listSets');
export const generateSet = new RequestType<GenerateSetParams, SetSummary, RuntimeErrorData>('evaluation/generateSet');
export const generateProgress = new NotificationType<GenerateSetProgress>('evaluation/generateProgress');
export const listOtherSets = new RequestType0<readonly OtherSet[], RuntimeErrorData>('evaluation/listOtherSets');
export const makeOtherSet = new RequestType<MakeOtherSetParams, OtherSet, RuntimeErrorData>('evaluation/makeOtherSet');
/** Servers of the workspace and published ones; without trust the workspace's are not read. */
export const listToolServers = new RequestType0<readonly ToolServer[], RuntimeErrorData>('evaluation/listToolServers');
export const makeToolSet = new RequestType<MakeToolSetParams, OtherSet, RuntimeErrorData>('evaluation/makeToolSet');
/** Servers of a set that nobody has agreed to yet. */
export const waitingServers = new RequestType<{ readonly folder: string }, readonly ToolServer[], RuntimeErrorData>(
  'evaluation/waitingServers',
);
export const allowServers = new RequestType<
  { readonly folder: string; readonly consent: readonly string[] },
  null,
  RuntimeErrorData
>('evaluation/allowServers');
/** Keeps a set in the list that lies in a folder of the user's. */
export const addOtherSet = new RequestType<{ readonly folder: string }, OtherSet, RuntimeErrorData>(
  'evaluation/addOtherSet',
);
/** Deletes a set that was made here, and forgets another one. */
export const removeOtherSet = new RequestType<{ readonly folder: string }, null, RuntimeErrorData>(
  'evaluation/removeOtherSet',
);
export const listRejects = new RequestType<{ readonly folder: string }, readonly Reject[], RuntimeErrorData>(
  'evaluation/listRejects',
);
export const deleteSet = new RequestType<{ readonly folder: string }, null, RuntimeErrorData>('evaluation/deleteSet');
export const estimateRun = new RequestType<StartRunParams, readonly EstimateRow[], RuntimeErrorData>(
  'evaluation/estimateRun',
);
export const startRun = new RequestType<StartRunParams & WithQueueSecrets, RunRecord, RuntimeErrorData>(
  'evaluation/startRun',
);
export const pauseRun = new RequestType<{ readonly run: string }, RunRecord, RuntimeErrorData>('evaluation/pauseRun');
/** Goes on with a run, under another limit where one is given (micro-dollars for the whole run). */
export const resumeRun = new RequestType<
  { readonly run: string; readonly budget?: number | undefined } & WithQueueSecrets,
  RunRecord,
  RuntimeErrorData
>('evaluation/resumeRun');
export const stopRun = new RequestType<{ readonly run: string }, RunRecord, RuntimeErrorData>('evaluation/stopRun');
export const deleteRun = new RequestType<{ readonly run: string }, null, RuntimeErrorData>('evaluation/deleteRun');
/** Samples are done anew; default: all that ended in an error or were refused. */
export const rerunSamples = new RequestType<
  { readonly run: string; readonly samples?: readonly number[] | undefined } & WithQueueSecrets,
  RunRecord,
  RuntimeErrorData
>('evaluation/rerunSamples');
export const listRuns = new RequestType0<readonly RunRecord[], RuntimeErrorData>('evaluation/listRuns');
export const listSamples = new RequestType<SampleFilter, SamplePage, RuntimeErrorData>('evaluation/listSamples');
export const readSample = new RequestType<
  { readonly run: string; readonly index: number },
  SampleDetailView,
  RuntimeErrorData
>('evaluation/readSample');
export const readReport = new RequestType<{ readonly run: string }, RunReport, RuntimeErrorData>(
  'evaluation/readReport',
);
export const compareRuns = new RequestType<{ readonly runs: readonly string[] }, CompareRunsResult, RuntimeErrorData>(
  'evaluation/compareRuns',
);
/** @returns the file's text */
export const exportRun = new RequestType<
  { readonly run: string; readonly format: 'json' | 'csv' | 'junit' | 'html'; readonly failedOnly: boolean },
  string,
  RuntimeErrorData
>('evaluation/exportRun');
/** What has happened in a sample that is under way here; what happens from now on comes as `sampleEvents`, until it ends. */
export const watchSample = new RequestType<
  { readonly run: string; readonly index: number },
  SampleEvents,
  RuntimeErrorData
>('evaluation/watchSample');
export const unwatchSample = new RequestType<{ readonly run: string; readonly index: number }, null, RuntimeErrorData>(
  'evaluation/unwatchSample',
);
export const sampleEvents = new NotificationType<SampleEvents>('evaluation/sampleEvents');

export interface SampleEvents {
  readonly run: string;
  readonly index: number;
  /** Number of the first of these events in its sample, from 0. */
  readonly from: number;
  readonly events: readonly Json[];
}

/** An episode that a person plays, against a user by rules. */
export interface PlayedEpisode {
  readonly id: string;
  readonly title: string;
  /** What a model is told. */
  readonly system: string;
  readonly opening: string;
  /** What may be done in a turn, e.g. search, action, answer. */
  readonly choices: readonly string[];
  /** `EpisodeEvent`s. */
  readonly events: readonly Json[];
}

export const beginEpisode = new RequestType<
  { readonly folder: string; readonly seed: number },
  PlayedEpisode,
  RuntimeErrorData
>('evaluation/beginEpisode');
/** `record` is an `EpisodeRecord` when the episode has ended: with everything that was hidden. */
export const actInEpisode = new RequestType<
  { readonly id: string; readonly choice: string; readonly content: string },
  { readonly events: readonly Json[]; readonly record: Json | undefined },
  RuntimeErrorData
>('evaluation/actInEpisode');
export const leaveEpisode = new RequestType<{ readonly id: string }, null, RuntimeErrorData>('evaluation/leaveEpisode');

/** A few times a second at most, while a run is under way. */
export const runProgress = new NotificationType<RunView>('evaluation/runProgress');
export const readRun = new RequestType<{ readonly run: string }, RunView, RuntimeErrorData>('evaluation/readRun');

/** From the evaluation to the extension: one model call. Events come as notifications with the same number. */
export const generate = new RequestType<
  { readonly id: string; readonly request: GenerateRequest },
  GenerateResult,
  RuntimeErrorData
>('evaluation/generate');
export const generateEvent = new NotificationType<{ readonly id: string; readonly event: GenerateEvent }>(
  'evaluation/generateEvent',
);

export interface SampleDetailView extends SampleDetail {
  readonly title: string;
  readonly category: string;
  /** The prompt of the first call as one text. */
  readonly prompt: string;
  readonly difficulty: Difficulty | undefined;
}

/** What the evaluation's process is told first, and again when it changes. */
export interface EvaluationConfig {
  /** Absolute folders of the workspace. */
  readonly roots: readonly string[];
  readonly trusted: boolean;
  /** Whether the repository's own tests and compilers may run in the sandbox: trust, and the user's consent to it. */
  readonly mayExecute: boolean;
  /** The user's own *local only*: a run can be stricter, never looser. */
  readonly localOnly: boolean;
  /** A stable id of the workspace, as the books know it. */
  readonly project: string | undefined;
}

export const configureEvaluation = new RequestType<EvaluationConfig, null, RuntimeErrorData>('evaluation/configure');
/** From the evaluation to the extension: which models there are, with prices and contexts. */
export const listModels = new RequestType0<readonly ModelEntry[], RuntimeErrorData>('evaluation/models');
/** A run has begun, changed its state or was deleted, in whichever process. */
export const runsChanged = new NotificationType0('evaluation/runsChanged');
