/**
 * What the extension and the "Infill activity" page say to each other, and the data that they carry.
 * Types only: both sides import this file, and neither brings code of the other along.
 */
import type { InfillExtent } from '../../runtime/protocol';
import type { TableState } from '../shared/protocol';

/** What became of a suggestion. 'shown': not known yet. 'superseded': the text or the cursor moved on before a decision. */
export type ActivityOutcome = 'shown' | 'accepted' | 'partlyAccepted' | 'dismissed' | 'superseded';

/** One suggestion that was shown in an editor. Holds no source text. */
export interface ActivityEntry {
  readonly id: string;
  /** Milliseconds since 1970-01-01T00:00Z, when the suggestion was shown. */
  readonly time: number;
  /** Path as shown to the user, relative to the workspace folder where there is one. */
  readonly file: string;
  /** VS Code language id. */
  readonly languageId: string;
  readonly extent: InfillExtent;
  /** Id of the model that answered. */
  readonly model: string;
  /** Milliseconds of wall time in the runtime; total is what the user waited for the answer. */
  readonly ms: { readonly context: number; readonly denoise: number; readonly total: number };
  readonly forwardPasses: number;
  /** Tokens of the suggestion. */
  readonly tokens: number;
  /** Tokens of the context, and how many of them came from the cache. */
  readonly contextTokens: number;
  readonly contextReused: number;
  readonly outcome: ActivityOutcome;
}

/** A share with its 95 % Wilson score interval; all three 0..1. */
export interface Proportion {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Header figures over all entries of the log. */
export interface ActivitySummary {
  /** Suggestions shown. */
  readonly shown: number;
  /** How many of them have a known outcome. */
  readonly decided: number;
  /** Accepted in full or in part, of the decided; undefined when none is decided. */
  readonly accepted: Proportion | undefined;
  /** Milliseconds of total latency; undefined when nothing was shown. */
  readonly latency: { readonly p50: number; readonly p95: number } | undefined;
}

export type ExportFormat = 'json' | 'csv';

/** Every text of the page, translated by the extension. `{0}`, `{1}` are filled in by the page. */
export interface ActivityStrings {
  readonly title: string;
  readonly figures: string;
  readonly shown: string;
  readonly acceptedRate: string;
  /** {0} low and {1} high end of the interval, in per cent; {2} number of decided suggestions. */
  readonly acceptedInterval: string;
  readonly latencyP50: string;
  readonly latencyP95: string;
  /** {0} milliseconds. */
  readonly milliseconds: string;
  readonly none: string;
  readonly filter: string;
  readonly filterPlaceholder: string;
  readonly clearFilter: string;
  /** {0} of {1} suggestions. */
  readonly countShown: string;
  readonly exportJson: string;
  readonly exportCsv: string;
  readonly table: string;
  readonly columns: {
    readonly time: string;
    readonly file: string;
    readonly language: string;
    readonly extent: string;
    readonly context: string;
    readonly denoise: string;
    readonly total: string;
    readonly forwardPasses: string;
    readonly tokens: string;
    readonly reused: string;
    readonly outcome: string;
  };
  readonly extents: Readonly<Record<InfillExtent, string>>;
  readonly outcomes: Readonly<Record<ActivityOutcome, string>>;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly emptyAction: string;
  readonly filteredTitle: string;
  /** {0} the filter's text. */
  readonly filteredText: string;
  readonly errorTitle: string;
  readonly errorAction: string;
}

export type ActivityMessageToPage =
  /** The whole log, newest last; sent after 'ready' and after a reload. `locale` is a BCP 47 tag. */
  | {
      readonly type: 'state';
      readonly entries: readonly ActivityEntry[];
      readonly summary: ActivitySummary;
      readonly strings: ActivityStrings;
      readonly locale: string;
    }
  /** New and changed entries, and the ids of those that fell out of the ring. */
  | {
      readonly type: 'changed';
      readonly entries: readonly ActivityEntry[];
      readonly removed: readonly string[];
      readonly summary: ActivitySummary;
    }
  /** The log cannot be read; `message` is translated and says what happened. */
  | { readonly type: 'error'; readonly message: string; readonly strings: ActivityStrings; readonly locale: string };

export type ActivityMessageToExtension =
  | { readonly type: 'ready' }
  /** The rows that the page shows now, in its order. */
  | { readonly type: 'export'; readonly format: ExportFormat; readonly ids: readonly string[] }
  /** The one action of the empty state. */
  | { readonly type: 'tryInfill' }
  /** The one action of the error state. */
  | { readonly type: 'reload' };

/** What the page keeps over a reload of its window, through getState and setState. */
export type ActivityPageState = TableState<keyof ActivityStrings['columns']>;
