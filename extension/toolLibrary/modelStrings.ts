import type { ModelStrings } from '../../webviews/toolLibrary/protocol';

/** Texts about merging with a model. @param l10n `vscode.l10n`; the browser tests pass the texts through. */
export function modelStrings(l10n: { t(message: string): string }): ModelStrings {
  return {
    title: l10n.t('Join Related Tools with a Model'),
    text: l10n.t(
      'A model writes one function for several tools of a group of the cut. It is taken only if it passes the same checks as duplicates do; what fails changes nothing.',
    ),
    choose: l10n.t('Model'),
    none: l10n.t('none'),
    noModels: l10n.t('No model can be asked. Add a provider, or a model of this machine.'),
    choice: l10n.t('{0} ({1})'),
    local: l10n.t('on this machine'),
    cloud: l10n.t('in the cloud'),
    priceUnknown: l10n.t('price not known'),
    candidates: l10n.t('Tries a group'),
    limit: l10n.t('Limit in dollars'),
    noLimit: l10n.t('your budgets alone'),
    merge: l10n.t('Merge with Model'),
    nameGroups: l10n.t('Name Groups with Model'),
    estimating: l10n.t('Estimating what it would take...'),
    estimate: l10n.t('{0} groups with {1} tools: about {2} calls ({3} at most), {4} tokens in, {5} out.'),
    kept: l10n.t('Calls that were answered before, and cost nothing: {0}.'),
    tooLong: l10n.t('Groups that are too long for this model, and are left out: {0}.'),
    cost: l10n.t('About {0}; {1} at the very most.'),
    costUnknown: l10n.t('What it would cost is not known.'),
    overLimit: l10n.t('That may be more than the limit of {0}: it ends there, and what was paid for is kept.'),
    assumptions: {
      'price-unknown': l10n.t('The price of the model is not known.'),
      'output-assumed': l10n.t('How long answers are is assumed from the length of the tools.'),
      'first-try': l10n.t('"About" takes every first answer to be right; at the most, all are written three times.'),
      'duplicates-planned': l10n.t('Duplicates are merged first, and are taken to pass.'),
    },
    step: l10n.t('{0}: group {1} of {2}, {3}, try {4}, round {5}'),
    roles: { blueprint: l10n.t('planning'), code: l10n.t('writing'), reviewer: l10n.t('reviewing') },
    workTitle: l10n.t('What the model did'),
    work: l10n.t('{0} was asked {1} times and cost {2}; {3} tokens in, {4} out.'),
    workKept: l10n.t('Answers that were kept from before: {0}.'),
    workGroups: l10n.t('Of {0} groups, something of {1} was joined.'),
    ended: {
      stopped: l10n.t('It was stopped: what passed until then stands, and answers are kept.'),
      failed: l10n.t('It did not come to its end: {0}'),
      nothing: l10n.t('Nothing that it wrote passed. The groups say why; another model, or more tries, may do better.'),
    },
  };
}
