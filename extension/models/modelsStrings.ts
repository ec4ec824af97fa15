import type { ModelsStrings } from '../../webviews/models/protocol';

/** The texts of the "Models" page. @param l10n `vscode.l10n`; the browser tests pass the texts through. */
export function modelsStrings(l10n: { t(message: string): string }): ModelsStrings {
  return {
    title: l10n.t('Models'),
    table: l10n.t('Models'),
    none: l10n.t('–'),
    filter: l10n.t('Filter'),
    filterPlaceholder: l10n.t('Name, family, licence, state or fit'),
    clearFilter: l10n.t('Clear Filter'),
    countShown: l10n.t('{0} of {1} models'),
    addFolder: l10n.t('Add From Folder...'),
    refresh: l10n.t('Refresh'),
    columns: {
      model: l10n.t('Model'),
      state: l10n.t('State'),
      licence: l10n.t('Licence'),
      download: l10n.t('Download'),
      disk: l10n.t('On disk'),
      memory: l10n.t('Memory'),
      speed: l10n.t('Speed here'),
      actions: l10n.t('Actions'),
    },
    acts: {
      download: l10n.t('Download'),
      resume: l10n.t('Resume'),
      cancel: l10n.t('Cancel'),
      discard: l10n.t('Discard'),
      use: l10n.t('Use for Suggestions'),
      measure: l10n.t('Measure'),
      verify: l10n.t('Verify'),
      reveal: l10n.t('Reveal Folder'),
      remove: l10n.t('Remove...'),
      licence: l10n.t('Show Licence'),
    },
    actOn: l10n.t('{0}: {1}'),
    ...stateTexts(l10n),
    progress: l10n.t('{0} of {1}, {2} a second'),
    progressPlain: l10n.t('{0} of {1}'),
    spokenProgress: l10n.t('{0}: {1}, {2}'),
    verdicts: {
      fits: l10n.t('fits'),
      tight: l10n.t('tight'),
      'too-large': l10n.t('does not fit'),
      unknown: l10n.t('size unknown'),
    },
    memory: l10n.t('{0} as {1}, of {2} here'),
    gpu: l10n.t('{0} with {1}'),
    gpuPlain: l10n.t('Also on {0}'),
    gpuUnusable: l10n.t('Not on {0}'),
    speed: l10n.t('{0} a suggestion'),
    speedDetail: l10n.t('{0} a pass, {1} for the first in a file'),
    speedWhen: l10n.t('Measured {0}, threads: {1}'),
    notMeasured: l10n.t('Not measured yet'),
    parameters: l10n.t('{0} parameters'),
    accepted: l10n.t('accepted by {0}, {1}'),
    needsAcceptance: l10n.t('to be accepted first'),
    estimated: l10n.t('about {0}'),
    loadingTitle: l10n.t('Reading the models'),
    loadingText: l10n.t('The list comes from a process of its own, which is being started.'),
    loadingAction: l10n.t('Show Log'),
    onlyEmbeddedTitle: l10n.t('Only the embedded model is installed'),
    onlyEmbeddedText: l10n.t(
      'It works at once and without a network. A larger model knows more and takes more memory and time; the column Memory says which ones this machine can hold.',
    ),
    onlyEmbeddedAction: l10n.t('Show What Fits'),
    filteredTitle: l10n.t('No model matches'),
    filteredText: l10n.t('Nothing in the list matches "{0}".'),
    failedTitle: l10n.t('The models cannot be listed'),
    failedAction: l10n.t('Try Again'),
    localOnly: l10n.t(
      'Nothing is downloaded: the setting "whetstone.privacy.localOnly" keeps Whetstone off the network. Models can still be added from a folder.',
    ),
    licenceTitle: l10n.t('Licence'),
    licenceFor: l10n.t('Licence of {0}'),
    licenceIntro: l10n.t(
      'This model may be used under the following licence only. Read it: what you accept is recorded on this machine with your account name, the time and a hash of the text.',
    ),
    licenceText: l10n.t('Text of the licence'),
    licenceLink: l10n.t('Open it on the web'),
    accept: l10n.t('Accept and Download'),
    decline: l10n.t('Cancel'),
    close: l10n.t('Close'),
  };
}

/** What tree and page both say about a model's state. */
export function stateTexts(l10n: {
  t(message: string): string;
}): Pick<ModelsStrings, 'states' | 'used' | 'works' | 'phases'> {
  return {
    states: {
      available: l10n.t('Available'),
      downloading: l10n.t('Downloading'),
      partial: l10n.t('Partly downloaded'),
      installed: l10n.t('Installed'),
      broken: l10n.t('Damaged'),
    },
    used: l10n.t('Used for suggestions'),
    works: {
      verify: l10n.t('Verifying'),
      add: l10n.t('Adding'),
      measure: l10n.t('Measuring'),
      remove: l10n.t('Removing'),
      start: l10n.t('Starting'),
    },
    phases: {
      listing: l10n.t('Asking the hub'),
      downloading: l10n.t('Downloading'),
      converting: l10n.t('Converting'),
      done: l10n.t('Done'),
      failed: l10n.t('Failed'),
      cancelled: l10n.t('Cancelled'),
    },
  };
}
