/**
 * What the extension and the "Traces" page say to each other, and the data that they carry.
 * Types only: both sides import this file, and neither brings code of the other along.
 */
import type { NoteKind, RunStatus, ToolRisk, TraceFormat, TraceRun, TraceStep } from '../../runtime/agent/protocol';
import type { TableState } from '../shared/protocol';

/** Something went wrong: what, and what to do. Both are translated, or come from the agent's process. */
export interface TracesProblem {
  readonly message: string;
  readonly action: string;
}

export interface TracesData {
  /** Newest first. */
  readonly runs: readonly TraceRun[];
  /** There are more before the oldest of these. */
  readonly older: boolean;
  /** Names of projects by their ids, as far as this machine knows them. */
  readonly projects: Readonly<Record<string, string>>;
}

export type TracesContent =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: TracesProblem }
  | { readonly kind: 'ready'; readonly data: TracesData };

export type TracesMessageToPage =
  | {
      readonly type: 'state';
      readonly content: TracesContent;
      readonly strings: TraceStrings;
      readonly locale: string;
    }
  /** Show this run; its steps follow. */
  | { readonly type: 'show'; readonly run: string }
  /** Steps of the run that is shown, from an index on: what was sent before stays. 0: all of them. */
  | { readonly type: 'steps'; readonly run: TraceRun; readonly from: number; readonly steps: readonly TraceStep[] };

export type TracesMessageToExtension =
  | { readonly type: 'ready' }
  | { readonly type: 'act'; readonly act: TracesAct }
  /** undefined: the list is shown again. `have`: steps of it that the page has. */
  | { readonly type: 'open'; readonly run: string | undefined; readonly have: number }
  | { readonly type: 'older'; readonly before: number }
  | { readonly type: 'resume'; readonly run: string }
  | { readonly type: 'export'; readonly runs: readonly string[]; readonly format: TraceFormat }
  | { readonly type: 'delete'; readonly runs: readonly string[] };

/** What the page leaves to the extension as it is. */
export type TracesAct = 'refresh' | 'showLog' | 'ask';

export type RunColumn = 'time' | 'title' | 'status' | 'model' | 'calls' | 'tokens' | 'cost' | 'duration';

/** Which steps are listed. */
export type StepFilter = 'all' | 'model' | 'tool' | 'errors';

/** What getState and setState keep over a reload of the window. */
export interface TracesPageState {
  readonly runs: TableState<RunColumn>;
  /** Id of the run that is shown; undefined: the list. */
  readonly run: string | undefined;
  readonly format: TraceFormat;
}

/** Every text of the page, translated by the extension. `{0}`, `{1}` are filled in by the page. */
export interface TraceStrings {
  readonly filter: string;
  readonly filterPlaceholder: string;
  readonly clearFilter: string;
  /** {0} shown of {1} runs. */
  readonly countShown: string;
  readonly filteredTitle: string;
  /** {0} the filter's text. */
  readonly filteredText: string;
  readonly title: string;
  readonly none: string;
  readonly acts: Readonly<Record<TracesAct, string>>;
  readonly loadingTitle: string;
  readonly loadingText: string;
  readonly failedTitle: string;
  readonly failedAction: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly figures: string;
  readonly runsFigure: string;
  /** {0} answered, {1} not. */
  readonly runsDetail: string;
  readonly callsFigure: string;
  /** {0} tool calls, {1} of them with an error. */
  readonly callsDetail: string;
  readonly tokensFigure: string;
  /** {0} input, {1} of it from a cache, {2} output. */
  readonly tokensDetail: string;
  readonly costFigure: string;
  /** {0} repairs. */
  readonly repairsDetail: string;
  readonly timeFigure: string;
  /** {0} models, {1} tools. */
  readonly timeDetail: string;
  readonly runsTable: string;
  readonly columns: Readonly<Record<RunColumn, string>>;
  readonly statuses: Readonly<Record<RunStatus, string>>;
  readonly older: string;
  /** {0} time. */
  readonly openRun: string;
  readonly back: string;
  readonly newerRun: string;
  readonly olderRun: string;
  readonly resume: string;
  readonly resumeText: string;
  readonly exportRun: string;
  readonly exportShown: string;
  readonly format: string;
  readonly formats: Readonly<Record<TraceFormat, string>>;
  readonly delete: string;
  /** {0} status, {1} model, {2} mode, {3} project. */
  readonly runFacts: string;
  readonly modes: Readonly<Record<TraceRun['mode'], string>>;
  readonly noProject: string;
  readonly timelineTitle: string;
  /** {0} steps, {1} time of models, {2} time of tools: what the picture says, for those who do not see it. */
  readonly timelineSummary: string;
  readonly stepsTitle: string;
  readonly stepsLoading: string;
  readonly stepsFilter: string;
  readonly stepFilters: Readonly<Record<StepFilter, string>>;
  readonly stepsSearch: string;
  /** {0} shown of {1}. */
  readonly stepsShown: string;
  readonly kinds: Readonly<Record<TraceStep['kind'], string>>;
  readonly notes: Readonly<Record<NoteKind, string>>;
  readonly outcomes: Readonly<Record<Extract<TraceStep, { kind: 'tool' }>['outcome'], string>>;
  readonly approvals: Readonly<Record<NonNullable<Extract<TraceStep, { kind: 'tool' }>['approval']>, string>>;
  readonly risks: Readonly<Record<ToolRisk, string>>;
  /** {0} names. */
  readonly calling: string;
  readonly arguments: string;
  readonly result: string;
  readonly text: string;
  readonly reasoning: string;
  readonly attachments: string;
  readonly toolsShown: string;
  /** {0} input, {1} from a cache, {2} output. */
  readonly usage: string;
  readonly estimated: string;
  /** {0} milliseconds. */
  readonly firstToken: string;
  /** {0} the reason. */
  readonly finish: string;
  /** {0} id. */
  readonly decision: string;
  /** {0} of {1} characters. */
  readonly cut: string;
  readonly showAll: string;
  /** A step was added to the run that is shown: {0} what. */
  readonly added: string;
}
