import type { ToolSetStrings } from './toolSetStrings';

export type * from './toolSetStrings';

/** Texts of "Set Up". */
/** Texts of setting up UserBench and evaluations of tools. */
export interface OtherSetUpStrings {
  readonly setsTitle: string;
  readonly noSetTitle: string;
  readonly noUserSetText: string;
  readonly noToolSetText: string;
  readonly columns: {
    readonly use: string;
    readonly name: string;
    readonly kind: string;
    readonly scenarios: string;
    readonly seed: string;
    readonly created: string;
    readonly acts: string;
  };
  readonly kinds: {
    readonly travel: string;
    readonly workspace: string;
    readonly gym: string;
    readonly mcp: string;
  };
  readonly newSet: string;
  readonly kind: string;
  readonly set: string;
  readonly setText: string;
  readonly episodes: string;
  /** Remove {0} from the list */
  readonly forgetSet: string;
  readonly forget: string;
  readonly optionsTitle: string;
  readonly choices: string;
  readonly choiceModes: {
    readonly single: string;
    readonly multi: string;
  };
  readonly mode: string;
  readonly modes: {
    readonly choice: string;
    readonly patch: string;
  };
  readonly setting: string;
  readonly settings: {
    readonly full: string;
    readonly hidden: string;
    readonly interaction: string;
    readonly all: string;
  };
  readonly turns: string;
  readonly user: string;
  readonly userText: string;
  readonly rules: string;
  readonly judge: string;
  readonly judgeText: string;
  readonly noJudge: string;
}

export interface SetUpStrings {
  readonly tools: ToolSetStrings;
  readonly makeTasks: string;
  readonly other: OtherSetUpStrings;
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
  /** Before the command that the other machines need. */
  readonly queueMachines: string;
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
  /** Table of models in roles beside the measured ones; their cost is part of the sums above. */
  readonly estimateRoles: {
    readonly title: string;
    readonly role: string;
    readonly model: string;
    /** The measured model that it is asked beside. */
    readonly beside: string;
    readonly calls: string;
    readonly names: { readonly user: string; readonly judge: string };
  };
  /** {0} samples, {1} expected, {2} at worst. */
  readonly estimateSummary: string;
  /** {0} samples. What they cost cannot be told: a price is not known. */
  readonly estimateUnknown: string;
  /** About {0}. */
  readonly estimateTime: string;
  readonly estimateTimeUnknown: string;
  readonly notMeasured: string;
  readonly notKnown: string;
  /** ≈ {0} */
  readonly assumed: string;
  readonly assumedTitle: string;
  /** {0}: {1}, of which models */
  readonly assumedOf: string;
  readonly assumptions: {
    readonly priceUnknown: string;
    /** {0} tokens an answer */
    readonly outputAssumed: string;
    /** {0} tokens an answer, the mean of {1} answers of other models */
    readonly outputOfOtherModels: string;
    /** {0} calls a sample */
    readonly callsAssumed: string;
    readonly inputEstimated: string;
    readonly speedUnmeasured: string;
    /** The price of {0} is not known. */
    readonly rolePriceUnknown: string;
    /** {0}: at most {1} calls a sample, with short replies */
    readonly roleAssumed: string;
    /** {0}: as other models in {1} samples */
    readonly roleOfOtherModels: string;
    /** speed in {0} samples of other benchmarks */
    readonly speedOfOtherBenchmarks: string;
  };
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
