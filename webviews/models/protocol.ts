/**
 * What the extension and the "Models" page say to each other, and the data that they carry.
 * Types only: both sides import this file, and neither brings code of the other along.
 */
import type { DownloadPhase, Fit, ModelState, WorkProgress } from '../../runtime/models/protocol';
import type { TableState } from '../shared/protocol';

/** What can be done with a model; the page names it, the extension does it. */
export type ModelAct =
  | 'download'
  | 'resume'
  | 'cancel'
  | 'discard'
  | 'use'
  | 'measure'
  | 'verify'
  | 'reveal'
  | 'remove'
  /** Shows the licence's text. */
  | 'licence';

/** A short infill that was timed on this machine. All times are medians in milliseconds of wall time. */
export interface MeasuredSpeed {
  /** A suggestion after one more typed character, with the context encoded. */
  readonly infillMs: number;
  /** The first suggestion in a file: its context is encoded too. */
  readonly coldMs: number;
  /** Undefined where no pass was needed. */
  readonly passMs?: number | undefined;
  readonly contextTokens: number;
  /** Suggestions that the median is of. */
  readonly runs: number;
  readonly threads: number | undefined;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Something that is being done with a model besides its download. */
export interface ModelWork {
  readonly kind: WorkProgress['work'] | 'measure' | 'remove' | 'start';
  readonly doneBytes?: number | undefined;
  readonly totalBytes?: number | undefined;
  /** Whether it can be called off. */
  readonly cancellable: boolean;
}

export interface ModelDownload {
  readonly phase: DownloadPhase;
  readonly active: boolean;
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  readonly waiting?: string | undefined;
}

export interface ModelLicence {
  readonly name: string;
  readonly needsAcceptance: boolean;
  /** Who accepted it and when (ISO 8601), where that was needed and done. */
  readonly accepted?: { readonly by: string; readonly at: string } | undefined;
}

/** Something went wrong: what, and what to do. Both are translated, or come from the runtime. */
export interface ModelProblem {
  readonly message: string;
  readonly action: string;
}

/** A model as the page shows it. */
export interface ModelRow {
  readonly id: string;
  readonly title: string;
  readonly state: ModelState;
  /** Whether it makes the suggestions. */
  readonly used: boolean;
  readonly family?: string | undefined;
  readonly parameters?: number | undefined;
  readonly precision?: string | undefined;
  readonly goodFor?: string | undefined;
  /** Hub repository, or the folder of a model that came from elsewhere. */
  readonly source?: string | undefined;
  /** Whether the sizes were taken from papers and not from the hub. */
  readonly sizesUnverified: boolean;
  readonly licence?: ModelLicence | undefined;
  readonly downloadBytes?: number | undefined;
  /** Bytes on this disk. */
  readonly bytes: number;
  readonly fit: Fit;
  readonly speed?: MeasuredSpeed | undefined;
  readonly download?: ModelDownload | undefined;
  readonly work?: ModelWork | undefined;
  readonly problem?: ModelProblem | undefined;
  /** What was last found about it, e.g. that its files are whole. */
  readonly remark?: string | undefined;
  /** The one main button; undefined where nothing can be done. */
  readonly main?: ModelAct | undefined;
  readonly more: readonly ModelAct[];
}

/** A licence as it is put before the user. */
export interface ShownLicence {
  readonly model: string;
  readonly title: string;
  readonly name: string;
  readonly url?: string | undefined;
  readonly text: string;
  readonly textSha256: string;
  /** Whether the download begins when it is accepted; else the text is only shown. */
  readonly forDownload: boolean;
}

export type ModelColumn = 'model' | 'state' | 'licence' | 'download' | 'disk' | 'memory' | 'speed' | 'actions';

/** Every text of the page, translated by the extension. `{0}`, `{1}` are filled in by the page. */
export interface ModelsStrings {
  readonly title: string;
  readonly table: string;
  readonly none: string;
  readonly filter: string;
  readonly filterPlaceholder: string;
  readonly clearFilter: string;
  /** {0} of {1} models. */
  readonly countShown: string;
  readonly addFolder: string;
  readonly refresh: string;
  readonly columns: Readonly<Record<ModelColumn, string>>;
  readonly acts: Readonly<Record<ModelAct, string>>;
  /** {0} the act, {1} the model: what a button is called for those who do not see its row. */
  readonly actOn: string;
  readonly states: Readonly<Record<ModelState, string>>;
  readonly used: string;
  readonly works: Readonly<Record<ModelWork['kind'], string>>;
  readonly phases: Readonly<Record<DownloadPhase, string>>;
  /** {0} done, {1} of all, {2} a second. */
  readonly progress: string;
  /** {0} done, {1} of all. */
  readonly progressPlain: string;
  /** {0} the model, {1} what is done, {2} how much of it: for screen readers. */
  readonly spokenProgress: string;
  readonly verdicts: Readonly<Record<Fit['verdict'], string>>;
  /** {0} needed, {1} precision, {2} of this machine. */
  readonly memory: string;
  /** {0} the GPU, {1} its memory. */
  readonly gpu: string;
  /** {0} the GPU, whose memory is not known. */
  readonly gpuPlain: string;
  /** {0} the GPU. */
  readonly gpuUnusable: string;
  /** {0} time of a suggestion. */
  readonly speed: string;
  /** {0} time of a pass, {1} of the first suggestion in a file. */
  readonly speedDetail: string;
  /** {0} the date, {1} threads. */
  readonly speedWhen: string;
  readonly notMeasured: string;
  /** {0} how many, e.g. 1.7B. */
  readonly parameters: string;
  /** {0} who, {1} when. */
  readonly accepted: string;
  readonly needsAcceptance: string;
  /** {0} a size. */
  readonly estimated: string;
  readonly loadingTitle: string;
  readonly loadingText: string;
  readonly loadingAction: string;
  readonly onlyEmbeddedTitle: string;
  readonly onlyEmbeddedText: string;
  readonly onlyEmbeddedAction: string;
  readonly filteredTitle: string;
  /** {0} the filter's text. */
  readonly filteredText: string;
  readonly failedTitle: string;
  readonly failedAction: string;
  readonly localOnly: string;
  readonly licenceTitle: string;
  /** {0} the model. */
  readonly licenceFor: string;
  readonly licenceIntro: string;
  readonly licenceText: string;
  readonly licenceLink: string;
  readonly accept: string;
  readonly decline: string;
  readonly close: string;
}

/** What there is to show. */
export type ModelsContent =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: ModelProblem }
  | { readonly kind: 'ready'; readonly models: readonly ModelRow[]; readonly localOnly: boolean };

export type ModelsMessageToPage =
  /** Sent after 'ready' and whenever models come, go, or cannot be listed. `locale` is a BCP 47 tag. */
  | {
      readonly type: 'state';
      readonly content: ModelsContent;
      readonly strings: ModelsStrings;
      readonly locale: string;
    }
  /** Rows that changed. */
  | { readonly type: 'changed'; readonly models: readonly ModelRow[] }
  | { readonly type: 'licence'; readonly licence: ShownLicence }
  /** Brings a model into view. */
  | { readonly type: 'reveal'; readonly model: string };

export type ModelsMessageToExtension =
  | { readonly type: 'ready' }
  | { readonly type: 'act'; readonly act: ModelAct; readonly model: string }
  | { readonly type: 'acceptLicence'; readonly model: string; readonly textSha256: string }
  | { readonly type: 'addFolder' }
  | { readonly type: 'refresh' }
  | { readonly type: 'showLog' };

/** What the page keeps over a reload of its window, through getState and setState. */
export type ModelsPageState = TableState<ModelColumn>;
