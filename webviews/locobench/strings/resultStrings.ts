/** Texts of "Results". */
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
  readonly furtherTitle: string;
  readonly furtherText: string;
  readonly furtherColumn: string;
  readonly moreColumns: string;
  /** Of evaluations of tools. */
  readonly toolDimensions: {
    readonly title: string;
    readonly summary: string;
    readonly names: {
      readonly goal: string;
      readonly tools: string;
      readonly arguments: string;
      readonly order: string;
      readonly judged: string;
    };
  };
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
