import type { LocoStrings, PageBenchmark } from '../../webviews/locobench/protocol';
import { askingStrings } from './askingStrings';
import { episodeStrings } from './episodeStrings';
import { playStrings } from './playStrings';
import { resultStrings } from './resultStrings';
import { runStrings } from './runStrings';
import { sampleStrings } from './sampleStrings';
import { setUpStrings } from './setUpStrings';

/** The texts of a page of evaluations. @param l10n `vscode.l10n`; the browser tests pass the texts through. */
export function locobenchStrings(
  l10n: { t(message: string): string },
  benchmark: PageBenchmark = 'locobench',
): LocoStrings {
  return {
    ...titles(l10n)[benchmark],
    none: l10n.t('–'),
    tabs: {
      setUp: l10n.t('Set Up'),
      live: l10n.t('Run'),
      results: l10n.t('Results'),
      samples: l10n.t('Samples'),
      compare: l10n.t('Compare'),
      play: l10n.t('Play'),
    },
    views: l10n.t('Views'),
    acts: {
      refresh: l10n.t('Refresh'),
      showLog: l10n.t('Show Log'),
      openFolder: l10n.t('Open Folder...'),
      manageTrust: l10n.t('Manage Workspace Trust...'),
      addModel: l10n.t('Add Provider...'),
      downloadModel: l10n.t('Download a Model...'),
      openSettings: l10n.t('Open Settings'),
      addSet: l10n.t('Add Folder of Tasks...'),
    },
    loadingTitle: l10n.t('Reading scenarios and runs'),
    loadingText: l10n.t('They are kept by a process of its own, which is being started.'),
    failedTitle: l10n.t('Scenarios and runs cannot be read'),
    tryAgain: l10n.t('Try Again'),
    waiting: l10n.t('Reading...'),
    noFolderTitle: l10n.t('No folder is open'),
    noFolderText: l10n.t('Scenarios are made from the files of a folder. Results of earlier runs can still be read.'),
    untrustedTitle: l10n.t('This workspace is not trusted'),
    untrustedText: l10n.t(
      'Making scenarios reads your code, and grading runs it. Both need your trust. Results of earlier runs can still be read.',
    ),
    noRunTitle: l10n.t('No run yet'),
    noRunText: l10n.t('Choose scenarios and models, see what it would take, and start.'),
    noRunAction: l10n.t('Set Up a Run'),
    run: l10n.t('Run'),
    dismiss: l10n.t('Close'),
    cancel: l10n.t('Cancel'),
    showTable: l10n.t('Show as Table'),
    showChart: l10n.t('Show as Chart'),
    states: {
      waiting: l10n.t('not run'),
      running: l10n.t('running'),
      scored: l10n.t('scored'),
      error: l10n.t('error'),
      refused: l10n.t('refused'),
      'not-measured': l10n.t('not measured'),
      skipped: l10n.t('skipped'),
    },
    passed: l10n.t('passed'),
    failed: l10n.t('failed'),
    runStates: {
      planned: l10n.t('planned'),
      running: l10n.t('running'),
      paused: l10n.t('paused'),
      stopped: l10n.t('stopped'),
      done: l10n.t('done'),
      'over-budget': l10n.t('over budget'),
    },
    categories: {
      architectural_understanding: l10n.t('Architecture'),
      cross_file_refactoring: l10n.t('Refactoring'),
      feature_implementation: l10n.t('Feature'),
      bug_investigation: l10n.t('Bug'),
      multi_session_development: l10n.t('Several sessions'),
      code_comprehension: l10n.t('Comprehension'),
      integration_testing: l10n.t('Testing'),
      security_analysis: l10n.t('Security'),
    },
    setUp: setUpStrings(l10n),
    ...runStrings(l10n),
    results: resultStrings(l10n),
    ...sampleStrings(l10n),
    episode: episodeStrings(l10n),
    play: playStrings(l10n),
    asking: askingStrings(l10n),
  };
}

function titles(l10n: {
  t(message: string): string;
}): Readonly<Record<PageBenchmark, Pick<LocoStrings, 'title' | 'subtitle'>>> {
  return {
    locobench: {
      title: l10n.t('LoCoBench'),
      subtitle: l10n.t(
        'Which model should work on this code? Tasks are made from it, graded by facts, and counted with their costs.',
      ),
    },
    userbench: {
      title: l10n.t('UserBench'),
      subtitle: l10n.t(
        'Does a model ask, and does it use what it learns? A simulated user knows what it wants, and tells only who asks.',
      ),
    },
    mcpeval: {
      title: l10n.t('MCP Evaluation'),
      subtitle: l10n.t(
        'Which model uses these tools well? Tasks are made from MCP servers, carried out, and graded by what they left.',
      ),
    },
  };
}
