/** Every text of the page, translated by the extension; what `{0}`, `{1}` stand for shows in the English text of each. */
export interface LocoStrings {
  readonly title: string;
  readonly subtitle: string;
  readonly none: string;
  readonly tabs: {
    readonly setUp: string;
    readonly live: string;
    readonly results: string;
    readonly samples: string;
    readonly compare: string;
  };
  readonly views: string;
  readonly acts: {
    readonly refresh: string;
    readonly showLog: string;
    readonly openFolder: string;
    readonly manageTrust: string;
    readonly addModel: string;
    readonly downloadModel: string;
    readonly openSettings: string;
  };
  readonly loadingTitle: string;
  readonly loadingText: string;
  readonly failedTitle: string;
  readonly tryAgain: string;
  readonly waiting: string;
  readonly noFolderTitle: string;
  readonly noFolderText: string;
  readonly untrustedTitle: string;
  readonly untrustedText: string;
  readonly noRunTitle: string;
  readonly noRunText: string;
  readonly noRunAction: string;
  readonly run: string;
  readonly dismiss: string;
  readonly cancel: string;
  readonly showTable: string;
  readonly showChart: string;
  readonly states: {
    readonly waiting: string;
    readonly running: string;
    readonly scored: string;
    readonly error: string;
    readonly refused: string;
    readonly 'not-measured': string;
    readonly skipped: string;
  };
  readonly passed: string;
  readonly failed: string;
  readonly runStates: {
    readonly planned: string;
    readonly running: string;
    readonly paused: string;
    readonly stopped: string;
    readonly done: string;
    readonly 'over-budget': string;
  };
  readonly categories: {
    readonly architectural_understanding: string;
    readonly cross_file_refactoring: string;
    readonly feature_implementation: string;
    readonly bug_investigation: string;
    readonly multi_session_development: string;
    readonly code_comprehension: string;
    readonly integration_testing: string;
    readonly security_analysis: string;
  };
  readonly setUp: SetUpStrings;
  readonly live: LiveStrings;
  readonly compare: CompareStrings;
  readonly results: ResultStrings;
  readonly samples: SampleListStrings;
  readonly sample: SampleStrings;
}

export interface SetUpStrings {
  readonly setsTitle: string;
  /** {0} files, {1} lines, {2} */
  readonly repository: string;
  /** commit {0} */
  readonly commit: string;
  readonly noCommit: string;
  /** {0} files with changes that are not committed */
  readonly dirty: string;
  readonly shallow: string;
  readonly indexing: string;
  readonly indexStages: {
    readonly scan: string;
    readonly parse: string;
    readonly resolve: string;
    readonly history: string;
  };
  readonly setsTable: string;
  readonly setColumns: {
    readonly name: string;
    readonly scenarios: string;
    readonly categories: string;
    readonly lengths: string;
    readonly created: string;
    readonly rejects: string;
    readonly acts: string;
  };
  readonly use: string;
  /** Use {0} */
  readonly useSet: string;
  /** {0} to {1} */
  readonly range: string;
  /** Why were candidates of {0} rejected? */
  readonly rejectsOf: string;
  /** Delete {0} */
  readonly deleteSet: string;
  readonly delete: string;
  /** Delete the set "{0}" with its {1} scenarios? Runs keep their results, but cannot be repeated. */
  readonly deleteSetQuestion: string;
  readonly noSetTitle: string;
  readonly noSetText: string;
  readonly newSet: string;
  readonly name: string;
  readonly categories: string;
  readonly measures: {
    readonly architectural_understanding: string;
    readonly cross_file_refactoring: string;
    readonly feature_implementation: string;
    readonly bug_investigation: string;
    readonly multi_session_development: string;
    readonly code_comprehension: string;
    readonly integration_testing: string;
    readonly security_analysis: string;
  };
  readonly languages: string;
  /** {0} ({1} files) */
  readonly languageFiles: string;
  readonly lengths: string;
  readonly count: string;
  readonly seed: string;
  readonly execute: string;
  readonly executeText: string;
  readonly make: string;
  readonly making: string;
  readonly makeStages: {
    /** Reading the repository: {0} of {1} */
    readonly index: string;
    /** Making candidates: {0} of {1} */
    readonly make: string;
    /** Checking that they discriminate: {0} of {1} */
    readonly admit: string;
  };
  /** {0} admitted, {1} rejected */
  readonly makeCounts: string;
  /** {0} scenarios are ready in "{1}". */
  readonly made: string;
  readonly needCategory: string;
  readonly needLength: string;
  readonly needName: string;
  /** {0} has to be a number from {1} to {2}. */
  readonly needNumber: string;
  /** Rejected candidates of "{0}" */
  readonly rejectsTitle: string;
  readonly rejectsNone: string;
  readonly rejectsChart: string;
  readonly rejectColumns: {
    readonly category: string;
    readonly kind: string;
    readonly subject: string;
    readonly reason: string;
    readonly detail: string;
  };
  readonly rejectFilterPlaceholder: string;
  /** {0} of {1} rejected */
  readonly rejectsShown: string;
  readonly rejectReasons: {
    readonly 'does-not-discriminate': string;
    readonly 'reference-fails': string;
    readonly 'answer-in-context': string;
    readonly 'near-duplicate': string;
    readonly 'not-enough-context': string;
    readonly 'generated-or-vendored': string;
    readonly 'too-small': string;
    readonly 'too-large': string;
    readonly 'no-tests': string;
    readonly 'tool-missing': string;
    readonly ambiguous: string;
    readonly secret: string;
    readonly 'broken-syntax': string;
    readonly 'timed-out': string;
  };
  readonly modelsTitle: string;
  readonly modelsFilter: string;
  /** {0} of {1} models chosen */
  readonly modelsChosen: string;
  readonly local: string;
  readonly cloud: string;
  readonly priceUnknown: string;
  /** {0} tokens */
  readonly contextOf: string;
  readonly noModelTitle: string;
  readonly noModelText: string;
  readonly runTitle: string;
  readonly runName: string;
  readonly runNamePlaceholder: string;
  readonly repeats: string;
  readonly maxOutput: string;
  readonly temperature: string;
  readonly providerDefault: string;
  readonly budget: string;
  readonly noBudget: string;
  readonly localOnly: string;
  readonly localOnlyForced: string;
  readonly cache: string;
  readonly stopEarly: string;
  readonly stopEarlyText: string;
  readonly halfWidth: string;
  readonly more: string;
  readonly queue: string;
  readonly queueText: string;
  readonly queueProblem: string;
  readonly estimateTitle: string;
  readonly estimateWaiting: string;
  readonly estimateNeeds: string;
  readonly estimateColumns: {
    readonly model: string;
    readonly samples: string;
    readonly cached: string;
    readonly input: string;
    readonly output: string;
    readonly expected: string;
    readonly worst: string;
    readonly time: string;
    readonly problem: string;
  };
  readonly estimateTotal: string;
  /** {0} samples, {1} expected, {2} at worst, about {3}. */
  readonly estimateSummary: string;
  /** {0} samples, about {1}. What they cost cannot be told: a price is not known. */
  readonly estimateUnknown: string;
  readonly unknownTime: string;
  /** The worst case is above the budget of {0}: the run ends there if it comes to that, and keeps its results. */
  readonly overBudget: string;
  readonly start: string;
  /** Cannot start: the price of {0} is not known, so that no budget could be kept. Set a price in the settings, or leave it out. */
  readonly refusedPrice: string;
  /** Cannot start with {0}: {1} */
  readonly refusedProblem: string;
  readonly leaveOut: string;
  /** The estimate failed: {0} */
  readonly failedEstimate: string;
}

export interface LiveStrings {
  readonly progress: string;
  /** {0} of {1} done */
  readonly done: string;
  readonly figures: string;
  readonly spent: string;
  /** of {0} */
  readonly spentOf: string;
  readonly spentNoCap: string;
  readonly rate: string;
  readonly rateDetail: string;
  readonly left: string;
  readonly leftDetail: string;
  readonly tooFew: string;
  readonly errors: string;
  readonly errorsDetail: string;
  readonly pause: string;
  readonly resume: string;
  readonly stop: string;
  readonly stopText: string;
  readonly rerun: string;
  readonly toResults: string;
  readonly problemsTitle: string;
  readonly problemColumns: {
    readonly state: string;
    readonly reason: string;
    readonly count: string;
    readonly acts: string;
  };
  readonly showThem: string;
  /** Show the samples of "{0}" */
  readonly showProblem: string;
  readonly recentTitle: string;
  readonly recentText: string;
  readonly columns: {
    readonly state: string;
    readonly scenario: string;
    readonly model: string;
    readonly value: string;
    readonly cost: string;
    readonly time: string;
  };
  /** {0} of {1} done, {2} failed, {3} errors, {4} spent. */
  readonly announce: string;
  /** {0} · repeats {1} · {2} */
  readonly facts: string;
}

export interface CompareStrings {
  readonly title: string;
  readonly table: string;
  readonly columns: {
    readonly choose: string;
    readonly name: string;
    readonly created: string;
    readonly state: string;
    readonly set: string;
    readonly commit: string;
    readonly models: string;
    readonly samples: string;
    readonly errors: string;
    readonly spent: string;
    readonly acts: string;
  };
  /** Compare {0} */
  readonly choose: string;
  readonly chosenHint: string;
  readonly differencesTitle: string;
  readonly differencesText: string;
  /** {0} samples are in one of the runs only, and left out. */
  readonly notShared: string;
  readonly nothingShared: string;
  readonly differenceColumns: {
    readonly model: string;
    readonly runs: string;
    readonly difference: string;
    readonly n: string;
    readonly p: string;
    readonly verdict: string;
  };
  /** {0} better */
  readonly later: string;
  readonly open: string;
  /** Open {0} */
  readonly openRun: string;
  readonly delete: string;
  /** Delete {0} */
  readonly deleteRun: string;
  /** Delete the run "{0}" with its {1} samples? {2} were spent on it. */
  readonly deleteQuestion: string;
  readonly underWay: string;
  readonly exportTitle: string;
  /** Of the run "{0}", with its configuration. */
  readonly exportText: string;
  /** Export {0} */
  readonly exportAs: string;
  readonly formats: {
    readonly json: string;
    readonly csv: string;
    readonly junit: string;
    readonly html: string;
  };
  readonly failedOnly: string;
}

export interface ResultStrings {
  /** {0} is best: {1} of 100 [{2}]. */
  readonly headline: string;
  /** Too close to call: {0} and {1} do not differ for certain. */
  readonly headlineClose: string;
  /** {0}: {1} of 100 [{2}]. */
  readonly headlineOne: string;
  readonly nothing: string;
  readonly nothingText: string;
  readonly toRun: string;
  readonly modelsTitle: string;
  readonly modelsText: string;
  readonly columns: {
    readonly model: string;
    readonly value: string;
    readonly verified: string;
    readonly SE: string;
    readonly FC: string;
    readonly CQ: string;
    readonly LCU: string;
    readonly complete: string;
    readonly n: string;
    readonly errors: string;
    readonly refused: string;
    readonly notMeasured: string;
    readonly truncated: string;
    readonly p50: string;
    readonly p95: string;
    readonly cost: string;
    readonly costPerSample: string;
    readonly input: string;
    readonly output: string;
    readonly best: string;
    readonly reference: string;
  };
  readonly referenceText: string;
  readonly moreColumns: string;
  /** Floor: {0} */
  readonly floors: string;
  readonly floorsTitle: string;
  readonly floorColumns: {
    readonly name: string;
    readonly value: string;
    readonly n: string;
  };
  readonly matrixTitle: string;
  readonly slices: {
    readonly category: string;
    readonly language: string;
    readonly length: string;
  };
  readonly sliceBy: string;
  readonly few: string;
  readonly fewText: string;
  /** {0} [{1}], n {2} */
  readonly sliceCell: string;
  readonly differencesTitle: string;
  readonly baseline: string;
  readonly differencesText: string;
  readonly differenceColumns: {
    readonly model: string;
    readonly difference: string;
    readonly n: string;
    readonly p: string;
    readonly solved: string;
    readonly verdict: string;
  };
  readonly verdicts: {
    readonly better: string;
    readonly worse: string;
    readonly 'too-close': string;
    readonly 'too-few': string;
  };
  readonly onlyOne: string;
  readonly lengthTitle: string;
  /** {0} models over {1} lengths. {2} */
  readonly lengthSummary: string;
  /** {0}: {1} at {2}, {3} at {4}. */
  readonly lengthTrend: string;
  readonly lengthAxis: string;
  readonly scoreAxis: string;
  readonly costTitle: string;
  readonly costAxis: string;
  /** Nobody is both better and cheaper than {0}. */
  readonly costSummary: string;
  /** {0}: {1} at {2} a sample */
  readonly costPoint: string;
  readonly frontier: string;
  readonly notesTitle: string;
  /** {0} scenarios of "{1}" ({2}), seed {3}, repeats {4}, answers of {5} tokens at most, temperature {6}. */
  readonly configuration: string;
  readonly ownTemperature: string;
}

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
