import type { ToolGroup } from '../protocol';
import type { ModelStrings } from './modelStrings';

/** Every text of the page, translated by the extension; what `{0}`, `{1}` stand for shows the English text of each. */
export interface LibraryStrings {
  readonly title: string;
  readonly subtitle: string;
  readonly none: string;
  readonly views: string;
  readonly tabs: {
    readonly tools: string;
    readonly groups: string;
    readonly finding: string;
    readonly history: string;
  };
  readonly acts: {
    readonly takeInventory: string;
    readonly chooseServers: string;
    readonly offer: string;
    readonly withdraw: string;
    readonly compare: string;
    readonly measure: string;
    readonly apply: string;
    readonly stop: string;
    readonly refresh: string;
    readonly showLog: string;
    readonly openFolder: string;
    readonly manageTrust: string;
    readonly addModel: string;
    readonly setBudget: string;
  };
  readonly folder: string;
  /** By the MCP server {0}. */
  readonly offered: string;
  readonly stale: {
    /** Files changed since the tools were found: {0} ({1}). */
    readonly text: string;
    /** {0}, and {1} more */
    readonly more: string;
  };
  readonly model: ModelStrings;
  readonly loadingTitle: string;
  readonly loadingText: string;
  readonly failedTitle: string;
  readonly tryAgain: string;
  readonly dismiss: string;
  readonly showTable: string;
  readonly showChart: string;
  readonly noFolder: readonly [title: string, text: string];
  readonly untrusted: readonly [title: string, text: string];
  readonly nothingTaken: readonly [title: string, text: string];
  readonly notCompared: readonly [title: string, text: string];
  readonly notMeasured: readonly [title: string, text: string];
  readonly nothingApplied: readonly [title: string, text: string];
  readonly noTools: readonly [title: string, text: string];
  readonly filtering: {
    readonly filter: string;
    readonly filterPlaceholder: string;
    readonly clearFilter: string;
    readonly countShown: string;
    readonly filteredTitle: string;
    readonly filteredText: string;
  };
  readonly progress: {
    readonly stages: {
      readonly extract: string;
      readonly run: string;
      readonly group: string;
      readonly name: string;
      readonly merge: string;
      readonly verify: string;
      readonly inline: string;
      readonly retrieve: string;
    };
    /** {0}: {1} */
    readonly text: string;
    /** {0} so far */
    readonly cost: string;
  };
  readonly figures: {
    readonly label: string;
    readonly tools: string;
    /** found {0} */
    readonly taken: string;
    readonly run: string;
    /** {0} were not run */
    readonly skipped: string;
    readonly groups: string;
    readonly alike: string;
    readonly merged: string;
    /** {0} before, {1} after */
    readonly beforeAfter: string;
    readonly length: string;
    readonly cost: string;
  };
  readonly tools: {
    readonly label: string;
    readonly columns: {
      readonly name: string;
      readonly kind: string;
      readonly place: string;
      readonly summary: string;
      readonly effects: string;
      readonly run: string;
    };
    readonly pure: string;
    readonly effects: {
      readonly files: string;
      readonly network: string;
      readonly process: string;
      readonly clock: string;
      readonly random: string;
      readonly state: string;
      readonly unknown: string;
    };
    readonly waiting: string;
    /** {0} cases, {1} answer alike */
    readonly ranAlike: string;
    /** {0} cases */
    readonly ran: string;
    /** not run: {0} */
    readonly skipped: string;
    readonly deprecated: string;
    readonly problemsTitle: string;
    /** {0}:{1}: {2} */
    readonly problem: string;
  };
  readonly groups: {
    readonly label: string;
    readonly treeTitle: string;
    /** {0} groups of {1} tools at a similarity of {2}; {3} stand alone. */
    readonly treeSummary: string;
    readonly treeTable: readonly [similarity: string, groups: string];
    /** Only the {0} largest branches are drawn. */
    readonly treeCut: string;
    readonly similarity: string;
    readonly slider: string;
    readonly listBy: string;
    readonly lists: { readonly equal: string; readonly topics: string };
    readonly columns: {
      readonly topic: string;
      readonly relation: string;
      readonly members: string;
      readonly verdict: string;
      readonly cases: string;
      readonly accepted: string;
    };
    readonly relations: Readonly<Record<ToolGroup['relation'], string>>;
    readonly relationTexts: Readonly<Record<ToolGroup['relation'], string>>;
    readonly verdicts: {
      readonly identical: string;
      readonly weak: string;
      readonly unverified: string;
      readonly rejected: string;
    };
    readonly open: string;
    readonly accept: string;
    /** Accept {0} */
    readonly acceptOf: string;
    readonly merge: string;
    readonly acceptWeak: string;
    readonly needsRunning: string;
    readonly noneAccepted: string;
    /** Apply {0} accepted */
    readonly apply: string;
    readonly empty: readonly [title: string, text: string];
  };
  readonly detail: {
    readonly title: string;
    readonly choose: string;
    readonly goTo: string;
    readonly source: string;
    readonly noSource: string;
    /** Calls of it go to {0} */
    readonly into: string;
    readonly kept: string;
    /** Left as it is: {0} */
    readonly rejected: string;
    readonly evidence: string;
    readonly columns: { readonly step: string; readonly outcome: string; readonly detail: string };
    readonly steps: {
      readonly parse: string;
      readonly types: string;
      readonly coverage: string;
      readonly replay: string;
      readonly property: string;
      readonly mutation: string;
      readonly workspaceTests: string;
      readonly reviewer: string;
      readonly human: string;
    };
    readonly outcomes: { readonly passed: string; readonly failed: string; readonly skipped: string };
    /** Called with {0}: {1} before, {2} after */
    readonly counterexample: string;
    readonly changes: string;
    readonly noChanges: string;
    readonly added: string;
    readonly removed: string;
  };
  readonly finding: {
    readonly title: string;
    /** {0} queries, {1} libraries merged at random with the same sizes. */
    readonly summary: string;
    readonly columns: {
      readonly measure: string;
      readonly before: string;
      readonly after: string;
      readonly control: string;
      readonly gain: string;
    };
    readonly measures: {
      readonly 'hit@1': string;
      readonly 'hit@5': string;
      readonly mrr: string;
      readonly budgeted: string;
      readonly parameters: string;
    };
    readonly countings: { readonly strict: string; readonly equivalent: string };
    /** {0}, {1}, {2} */
    readonly row: string;
    readonly axis: string;
  };
  readonly history: {
    readonly label: string;
    readonly columns: {
      readonly when: string;
      readonly groups: string;
      readonly tools: string;
      readonly files: string;
      readonly state: string;
    };
    readonly stands: string;
    /** reverted {0} */
    readonly reverted: string;
    /** {0} changed since: cannot be reverted here */
    readonly touched: string;
    readonly revert: string;
    /** Revert the change of {0} */
    readonly revertOf: string;
    readonly inline: string;
    /** Inline the adapters of the change of {0} */
    readonly inlineOf: string;
    /** In the place of merged tools, where only calls were rewritten. */
    readonly ofCalls: string;
  };
}
