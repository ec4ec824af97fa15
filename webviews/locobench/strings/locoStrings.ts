import type { AskingStrings } from './askingStrings';
import type { EpisodeStrings } from './episodeStrings';
import type { PlayStrings } from './playStrings';
import type { SetUpStrings } from './setUpStrings';
import type { LiveStrings, CompareStrings } from './runStrings';
import type { ResultStrings } from './resultStrings';
import type { SampleListStrings, SampleStrings } from './sampleStrings';

export type * from './askingStrings';
export type * from './episodeStrings';
export type * from './playStrings';
export type * from './setUpStrings';
export type * from './runStrings';
export type * from './resultStrings';
export type * from './sampleStrings';

/** Every text of the page, translated by the extension; what `{0}`, `{1}` stand for shows the English text of each. */
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
    readonly play: string;
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
    readonly addSet: string;
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
  readonly episode: EpisodeStrings;
  readonly play: PlayStrings;
  readonly asking: AskingStrings;
}
