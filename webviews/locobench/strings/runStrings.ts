/** Texts of "Run". */
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
  /** Label of the field for another limit, when the budget is used up. */
  readonly newBudget: string;
  readonly newBudgetText: string;
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

/** Texts of "Compare". */
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
