/**
 * What the extension and the "LoCoBench" page say to each other. Types only.
 *
 * The page asks: each question is a request of `benchmarks/host/protocol.ts` under a short name, so that the extension hands most of
 * them on as they are. What changes by itself (the index, the making of a set, a run under way) is told without being asked.
 */
import type {
  CompareRunsResult,
  EstimateRow,
  GenerateSetParams,
  GenerateSetProgress,
  IndexProgress,
  IndexSummary,
  Json,
  MakeOtherSetParams,
  MakeToolSetParams,
  OtherSet,
  PlayedEpisode,
  Reject,
  RunRecord,
  RunReport,
  RunView,
  SampleDetailView,
  SampleEvents,
  SampleFilter,
  SamplePage,
  SetSummary,
  StartRunParams,
  TaskCategory,
  ToolServer,
} from '../../benchmarks/host/protocol';
import type { LocoStrings } from './strings/locoStrings';

export type * from '../../benchmarks/host/protocol';
export type * from './strings/locoStrings';

/** Something went wrong: what, and what to do. Both are translated, or come from the evaluation's process. */
export interface LocoProblem {
  readonly message: string;
  readonly action: string;
}

/** A model that the gateway could call. */
export interface ModelChoice {
  readonly id: string;
  readonly title: string;
  readonly place: 'local' | 'cloud';
  /** Whether its price is known (also: known to be nothing). Without it no budget can be kept, and no run started. */
  readonly priced: boolean;
  /** Longest prompt in tokens, where it is known. */
  readonly contextTokens: number | undefined;
}

/** Which evaluation a page is about; pages differ in what is set up and shown of a sample. */
export type PageBenchmark = 'locobench' | 'userbench' | 'mcpeval';

export interface LocoData {
  readonly benchmark: PageBenchmark;
  /** Without a trusted folder results can still be read. */
  readonly workspace: 'none' | 'untrusted' | 'ready';
  /** undefined: is being indexed, or there is no folder. */
  readonly repository: IndexSummary | undefined;
  /** Categories that can be made here. */
  readonly categories: readonly TaskCategory[];
  readonly sets: readonly SetSummary[];
  /** Of the page's own benchmark, where it is not LoCoBench. */
  readonly otherSets: readonly OtherSet[];
  readonly models: readonly ModelChoice[];
  /** The user's own *local only*: the page cannot loosen it. */
  readonly localOnly: boolean;
  /** Newest first. */
  readonly runs: readonly RunRecord[];
}

export type LocoContent =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: LocoProblem }
  | { readonly kind: 'ready'; readonly data: LocoData };

/** What can be asked, and what is answered. */
export interface LocoQuestions {
  readonly generateSet: { readonly asked: Omit<GenerateSetParams, 'root'>; readonly answer: SetSummary };
  readonly makeOtherSet: { readonly asked: Omit<MakeOtherSetParams, 'root'>; readonly answer: OtherSet };
  readonly listToolServers: { readonly asked: null; readonly answer: readonly ToolServer[] };
  /** The extension asks the user before a server is started that nobody agreed to. */
  readonly makeToolSet: { readonly asked: Omit<MakeToolSetParams, 'consent'>; readonly answer: OtherSet };
  readonly removeOtherSet: { readonly asked: { readonly folder: string }; readonly answer: null };
  readonly cancelGenerate: { readonly asked: null; readonly answer: null };
  readonly listRejects: { readonly asked: { readonly folder: string }; readonly answer: readonly Reject[] };
  readonly deleteSet: { readonly asked: { readonly folder: string }; readonly answer: null };
  readonly estimateRun: { readonly asked: StartRunParams; readonly answer: readonly EstimateRow[] };
  readonly startRun: { readonly asked: StartRunParams; readonly answer: RunRecord };
  readonly pauseRun: { readonly asked: OfRun; readonly answer: RunRecord };
  readonly resumeRun: {
    /** Another limit for the whole run, in micro-dollars; default: as it was. */
    readonly asked: OfRun & { readonly budget?: number | undefined };
    readonly answer: RunRecord;
  };
  readonly stopRun: { readonly asked: OfRun; readonly answer: RunRecord };
  readonly deleteRun: { readonly asked: OfRun; readonly answer: null };
  readonly rerunSamples: {
    readonly asked: OfRun & { readonly samples?: readonly number[] | undefined };
    readonly answer: RunRecord;
  };
  readonly readRun: { readonly asked: OfRun; readonly answer: RunView };
  readonly listSamples: { readonly asked: SampleFilter; readonly answer: SamplePage };
  readonly readSample: { readonly asked: OfRun & { readonly index: number }; readonly answer: SampleDetailView };
  /** What happened so far in a sample that is under way; the rest comes as `events`. */
  readonly watchSample: { readonly asked: OfRun & { readonly index: number }; readonly answer: SampleEvents };
  readonly unwatchSample: { readonly asked: OfRun & { readonly index: number }; readonly answer: null };
  readonly beginEpisode: {
    readonly asked: { readonly folder: string; readonly seed: number };
    readonly answer: PlayedEpisode;
  };
  readonly actInEpisode: {
    readonly asked: { readonly id: string; readonly choice: string; readonly content: string };
    readonly answer: { readonly events: readonly Json[]; readonly record: Json | undefined };
  };
  readonly leaveEpisode: { readonly asked: { readonly id: string }; readonly answer: null };
  readonly readReport: { readonly asked: OfRun; readonly answer: RunReport };
  readonly compareRuns: { readonly asked: { readonly runs: readonly string[] }; readonly answer: CompareRunsResult };
}

export interface OfRun {
  readonly run: string;
}

export type LocoQuestion = keyof LocoQuestions;

/** A question under a number that its answer carries too. */
export type AskMessage = {
  readonly [Name in LocoQuestion]: {
    readonly type: 'ask';
    readonly id: number;
    readonly name: Name;
    readonly asked: LocoQuestions[Name]['asked'];
  };
}[LocoQuestion];

export type LocoMessageToPage =
  | {
      readonly type: 'state';
      readonly content: LocoContent;
      readonly strings: LocoStrings;
      readonly locale: string;
    }
  /** `answer` is that of the question with this number. */
  | { readonly type: 'answer'; readonly id: number; readonly answer: LocoQuestions[LocoQuestion]['answer'] }
  | { readonly type: 'problem'; readonly id: number; readonly problem: LocoProblem }
  | { readonly type: 'indexing'; readonly progress: IndexProgress }
  /** undefined: no set is being made any more. */
  | { readonly type: 'making'; readonly progress: GenerateSetProgress | undefined }
  | { readonly type: 'progress'; readonly view: RunView }
  | { readonly type: 'events'; readonly events: SampleEvents }
  /** Show this run, or one sample of it; a command or a test in the Test Explorer was chosen. */
  | { readonly type: 'show'; readonly run: string; readonly sample: number | undefined };

export type LocoMessageToExtension =
  | { readonly type: 'ready' }
  | { readonly type: 'act'; readonly act: LocoAct }
  | AskMessage
  /** The extension asks where to save. */
  | {
      readonly type: 'export';
      readonly run: string;
      readonly format: ExportFormat;
      readonly failedOnly: boolean;
    }
  /** A text of a sample is opened in an editor, where it can be searched and kept. */
  | { readonly type: 'openText'; readonly run: string; readonly index: number; readonly part: SampleTextPart };

export type LocoAct = keyof LocoStrings['acts'];
export type LocoTab = keyof LocoStrings['tabs'];
export type ExportFormat = keyof LocoStrings['compare']['formats'];
export type SampleTextPart = 'prompt' | 'answer' | 'diff' | 'logs';
export type SamplePart = keyof LocoStrings['sample']['tabs'];
export type SliceBy = keyof LocoStrings['results']['slices'];

/** Which samples are listed. */
export interface SampleQuery {
  readonly show: keyof LocoStrings['samples']['shows'];
  readonly model: string | undefined;
  readonly category: string | undefined;
  readonly language: string | undefined;
  readonly since: keyof LocoStrings['samples']['sinces'];
  readonly text: string;
  readonly sort: SampleFilter['sort'];
  readonly descending: boolean;
}

/** What stands in the forms of "Set Up". */
export interface SetUpState {
  readonly set: string | undefined;
  readonly models: readonly string[];
  readonly repeats: number;
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
  /** Dollars. */
  readonly budget: number | undefined;
  readonly localOnly: boolean;
  readonly cache: boolean;
  readonly stopEarly: boolean;
  /** Points of 100. */
  readonly halfWidth: number;
  readonly queue: string;
  readonly name: string;
  readonly asking: AskingChoice;
}

/** How an episode goes: `RunConfiguration.options` of UserBench, as far as a page offers it. */
export interface AskingChoice {
  readonly choices: 'single' | 'multi';
  readonly mode: 'choice' | 'patch';
  readonly setting: 'full' | 'hidden' | 'interaction' | 'all';
  readonly turns: number;
  /** Id of the model that is the simulated user; '' for rules. */
  readonly user: string;
  /** Id of the model that judges; '': none. */
  readonly judge: string;
  /** Of MCP tasks: each at once, or in a dialogue; undefined: at once. */
  readonly way?: 'task' | 'dialogue' | undefined;
}

/** What getState and setState keep over a reload of the window. */
export interface LocoPageState {
  readonly version: 1;
  readonly tab: LocoTab;
  readonly run: string | undefined;
  /** Position in its run of the sample that is open. */
  readonly sample: number | undefined;
  readonly samplePart: SamplePart;
  readonly query: SampleQuery;
  readonly baseline: string | undefined;
  /** Which reveals the chart of timing shows. */
  readonly timing: keyof LocoStrings['asking']['timing']['hows'];
  /** Models side by side in what they ask; undefined: the first two. */
  readonly pair: readonly [string, string] | undefined;
  readonly sliceBy: SliceBy;
  readonly allColumns: boolean;
  readonly tables: boolean;
  readonly compared: readonly string[];
  readonly setUp: SetUpState;
}
