/** Texts of the list of samples. */
export interface SampleListStrings {
  readonly grid: string;
  readonly filters: string;
  readonly search: string;
  readonly searchPlaceholder: string;
  readonly show: string;
  readonly shows: {
    readonly all: string;
    readonly passed: string;
    readonly failed: string;
    readonly error: string;
    readonly refused: string;
    readonly 'not-measured': string;
    readonly waiting: string;
  };
  readonly model: string;
  readonly category: string;
  readonly language: string;
  readonly since: string;
  readonly sinces: {
    readonly all: string;
    readonly hour: string;
    readonly day: string;
  };
  readonly any: string;
  /** {0} of {1} shown */
  readonly shown: string;
  readonly clear: string;
  readonly emptyTitle: string;
  /** The filters leave nothing of {0} samples. */
  readonly emptyText: string;
  readonly clearFilters: string;
  readonly columns: {
    readonly index: string;
    readonly state: string;
    readonly scenario: string;
    readonly category: string;
    readonly model: string;
    readonly value: string;
    readonly context: string;
    readonly cost: string;
    readonly time: string;
  };
  readonly rowLoading: string;
  readonly keys: string;
  /** repeat {0} */
  readonly repeat: string;
}

/** Texts of one sample. */
export interface SampleStrings {
  readonly back: string;
  readonly previous: string;
  readonly next: string;
  readonly keys: string;
  readonly rerun: string;
  readonly rerunning: string;
  /** {0} of {1} */
  readonly position: string;
  /** {0} · {1} · {2} · {3} tokens of context */
  readonly facts: string;
  readonly figures: string;
  readonly score: string;
  /** verified {0} of 5 */
  readonly verified: string;
  readonly cost: string;
  readonly cached: string;
  /** calls: {0} */
  readonly calls: string;
  readonly time: string;
  /** first token after {0} */
  readonly firstToken: string;
  readonly tokens: string;
  /** in; {0} out */
  readonly tokensDetail: string;
  readonly truncated: string;
  readonly tabs: {
    readonly scoring: string;
    readonly conversation: string;
    readonly prompt: string;
    readonly answer: string;
    readonly diff: string;
    readonly logs: string;
  };
  readonly parts: string;
  readonly milestones: string;
  readonly milestoneColumns: {
    readonly result: string;
    readonly text: string;
    readonly weight: string;
    readonly detail: string;
  };
  readonly achieved: string;
  readonly missed: string;
  /** ◐ {0} % */
  readonly partly: string;
  readonly unmeasured: string;
  readonly notScored: string;
  /** This sample has no score: {0} */
  readonly notScoredText: string;
  readonly notMeasuredTitle: string;
  readonly metrics: string;
  readonly metricColumns: {
    readonly name: string;
    readonly value: string;
  };
  readonly asRead: string;
  readonly problems: string;
  readonly answers: string;
  readonly answerColumns: {
    readonly id: string;
    readonly value: string;
  };
  readonly files: string;
  readonly deleted: string;
  readonly asWritten: string;
  readonly noAnswer: string;
  readonly noDiff: string;
  readonly noLog: string;
  /** {0} files, {1} lines added, {2} removed */
  readonly diffSummary: string;
  /** {0} lines, {1} */
  readonly lines: string;
  readonly find: string;
  readonly findNext: string;
  /** {0} of {1} hits */
  readonly hits: string;
  /** Hit in line {0}: {1} */
  readonly hit: string;
  readonly noHits: string;
  readonly copy: string;
  readonly copied: string;
  readonly openInEditor: string;
  readonly ownScore: string;
}
