/**
 * What the extension and the "Budget & Routing" page say to each other, and the data that they carry.
 * Types only: both sides import this file, and neither brings code of the other along.
 */
import type {
  BudgetPeriod,
  BudgetState,
  DecisionRecord,
  ModelEntry,
  ProviderProblem,
  Purpose,
  RouterSummary,
  SpendReport,
  WhatIfPoint,
} from '../../runtime/gateway/protocol';
import type { TableState } from '../shared/protocol';

/** Which time the figures are of. */
export type BudgetRange = 'today' | 'month' | 'days30' | 'days90';

/** Something went wrong: what, and what to do. Both are translated, or come from the gateway. */
export interface BudgetProblem {
  readonly message: string;
  readonly action: string;
}

export interface BudgetData {
  readonly range: BudgetRange;
  readonly localOnly: boolean;
  /** 0 cheapest, 10 best. */
  readonly quality: number;
  readonly budgets: readonly BudgetState[];
  readonly report: SpendReport;
  /** For each whole `quality`; empty when nothing was decided in the time. */
  readonly whatIf: readonly WhatIfPoint[];
  readonly models: readonly ModelEntry[];
  /** Endpoints that are down or lack a key, which may have no models to show it at. */
  readonly providerProblems: readonly ProviderProblem[];
  readonly router: RouterSummary;
  /** Names of projects by their ids, as far as this machine knows them. */
  readonly projects: Readonly<Record<string, string>>;
  /** Id of the open workspace. */
  readonly project: string | undefined;
  /** Endpoints that were set up. */
  readonly providers: readonly { readonly id: string; readonly title: string; readonly hasKey: boolean }[];
  /** Address of the local server, while it runs. */
  readonly server: string | undefined;
  /** A sentence for each entry of the settings that is left out. */
  readonly settingsProblems: readonly string[];
}

export type BudgetContent =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: BudgetProblem }
  | { readonly kind: 'ready'; readonly data: BudgetData };

export type BudgetMessageToPage =
  | {
      readonly type: 'state';
      readonly content: BudgetContent;
      readonly strings: BudgetStrings;
      readonly locale: string;
    }
  /** Decisions that are new or have changed. `older`: there are more before the oldest of these. */
  | { readonly type: 'decisions'; readonly records: readonly DecisionRecord[]; readonly older: boolean };

/** What the page leaves to the extension as it is. */
export type BudgetAct =
  | 'refresh'
  | 'showLog'
  | 'setBudget'
  | 'addProvider'
  | 'exportCalls'
  | 'resetRouter'
  | 'startServer'
  | 'stopServer'
  | 'copyToken'
  | 'openSettings'
  | 'tryChat';

export type BudgetMessageToExtension =
  | { readonly type: 'ready' }
  | { readonly type: 'act'; readonly act: BudgetAct }
  | { readonly type: 'editBudget'; readonly id: string }
  | { readonly type: 'removeBudget'; readonly id: string }
  | { readonly type: 'setKey'; readonly provider: string }
  | { readonly type: 'range'; readonly range: BudgetRange }
  | { readonly type: 'localOnly'; readonly on: boolean }
  | { readonly type: 'quality'; readonly quality: number }
  /** Decisions before this time, milliseconds since 1970. */
  | { readonly type: 'older'; readonly before: number };

export type DecisionColumn = 'time' | 'model' | 'task' | 'purpose' | 'success' | 'cost' | 'result';

/** What getState and setState keep over a reload of the window. */
export interface BudgetPageState {
  readonly decisions: TableState<DecisionColumn>;
  readonly chartAsTable: boolean;
}

/** Every text of the page, translated by the extension. `{0}`, `{1}` are filled in by the page. */
export interface BudgetStrings {
  readonly title: string;
  readonly none: string;
  readonly acts: Readonly<Record<BudgetAct, string>>;
  readonly range: string;
  readonly ranges: Readonly<Record<BudgetRange, string>>;
  readonly loadingTitle: string;
  readonly loadingText: string;
  readonly failedTitle: string;
  readonly failedAction: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly emptyNoProviderText: string;
  readonly figures: string;
  readonly spent: string;
  /** {0} calls. */
  readonly spentDetail: string;
  readonly headroom: string;
  /** {0} the budget. */
  readonly headroomDetail: string;
  readonly noBudget: string;
  readonly noBudgetDetail: string;
  readonly localShare: string;
  readonly localShareDetail: string;
  readonly refusedFigure: string;
  readonly refusedFigureDetail: string;
  readonly privacyTitle: string;
  readonly localOnly: string;
  readonly localOnlyOn: string;
  readonly localOnlyOff: string;
  readonly budgetsTitle: string;
  readonly budgetsNone: string;
  readonly edit: string;
  readonly remove: string;
  /** {0} the act, {1} the budget. */
  readonly actOn: string;
  readonly scopeAll: string;
  /** {0} a purpose, project, task or provider. */
  readonly scopePurpose: string;
  readonly scopeProject: string;
  readonly scopeTask: string;
  readonly scopeProvider: string;
  readonly periods: Readonly<Record<BudgetPeriod, string>>;
  readonly purposes: Readonly<Record<Purpose, string>>;
  /** {0} spent, {1} limit. */
  readonly spentOf: string;
  /** {0} how many requests. */
  readonly requests: string;
  /** {0} money under way. */
  readonly reserved: string;
  /** {0} what is left. */
  readonly left: string;
  /** {0} by how much. */
  readonly over: string;
  /** {0} a date. */
  readonly resets: string;
  readonly full: string;
  /** {0} a percentage. */
  readonly warned: string;
  readonly chartTitle: string;
  /** {0} spent, {1} in how many days: what the picture says, for those who do not see it. */
  readonly chartSummary: string;
  /** {0} spent, {1} pace. */
  readonly chartOver: string;
  readonly chartUnder: string;
  readonly chartShowTable: string;
  readonly chartShowPicture: string;
  readonly chartBefore: string;
  readonly chartDay: string;
  readonly chartPace: string;
  readonly dayColumn: string;
  readonly dayCostColumn: string;
  readonly spentColumn: string;
  readonly paceColumn: string;
  readonly slicesTitle: string;
  readonly byModel: string;
  readonly byPurpose: string;
  readonly byProject: string;
  readonly nameColumn: string;
  readonly costColumn: string;
  readonly callsColumn: string;
  readonly inputColumn: string;
  readonly outputColumn: string;
  readonly otherProject: string;
  readonly noProject: string;
  readonly thisProject: string;
  readonly whatIfTitle: string;
  readonly whatIfText: string;
  readonly whatIfNone: string;
  readonly quality: string;
  readonly cheapest: string;
  readonly best: string;
  readonly whatIfCost: string;
  readonly whatIfSuccess: string;
  readonly whatIfLocal: string;
  readonly whatIfChanged: string;
  /** {0} the difference to the present setting. */
  readonly against: string;
  readonly now: string;
  readonly useQuality: string;
  readonly refusedTitle: string;
  readonly refusedNone: string;
  readonly reasons: Readonly<Record<string, string>>;
  readonly modelsTitle: string;
  readonly modelsNone: string;
  readonly modelColumn: string;
  readonly whereColumn: string;
  readonly priceColumn: string;
  readonly stateColumn: string;
  readonly local: string;
  readonly cloud: string;
  readonly free: string;
  /** {0} input, {1} output. */
  readonly price: string;
  readonly priceRequest: string;
  readonly priceUnknown: string;
  readonly usable: string;
  readonly setKey: string;
  readonly noKeys: string;
  readonly routerTitle: string;
  /** {0} labels, {1} version. */
  readonly routerText: string;
  /** {0} Brier score, {1} calibration error. */
  readonly routerCalibration: string;
  readonly serverTitle: string;
  readonly serverOn: string;
  readonly serverOff: string;
  readonly decisionsTitle: string;
  readonly decisionsTable: string;
  readonly filter: string;
  readonly filterPlaceholder: string;
  readonly clearFilter: string;
  readonly countShown: string;
  readonly filteredTitle: string;
  readonly filteredText: string;
  readonly older: string;
  readonly columns: Readonly<Record<DecisionColumn, string>>;
  readonly details: string;
  readonly newer: string;
  readonly next: string;
  readonly close: string;
  readonly why: string;
  readonly candidates: string;
  readonly calls: string;
  readonly happened: string;
  readonly successColumn: string;
  readonly expectedColumn: string;
  readonly worstColumn: string;
  readonly utilityColumn: string;
  readonly excludedColumn: string;
  readonly chosen: string;
  readonly results: Readonly<Record<string, string>>;
  /** {0} the second model. */
  readonly cascade: string;
  readonly outcomes: Readonly<Record<string, string>>;
  readonly tokens: string;
  readonly milliseconds: string;
  readonly lambda: string;
  readonly callState: Readonly<Record<string, string>>;
  readonly settingsProblems: string;
}
