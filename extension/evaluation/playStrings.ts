import type { PlayStrings } from '../../webviews/locobench/protocol';

/** Texts of "Play". */
export function playStrings(l10n: { t(message: string): string }): PlayStrings {
  return {
    title: l10n.t('Play an Episode'),
    text: l10n.t(
      'You do what a model would: search, ask, answer. The simulated user goes by rules, and tells only who asks.',
    ),
    set: l10n.t('Tasks'),
    seed: l10n.t('Seed'),
    begin: l10n.t('Begin'),
    another: l10n.t('Begin Another'),
    noSetTitle: l10n.t('No tasks yet'),
    noSetText: l10n.t('Make trips, or tasks of the open folder, first.'),
    toSets: l10n.t('Make Tasks'),
    instructions: l10n.t('What a model is told'),
    does: l10n.t('You'),
    says: l10n.t('What'),
    send: l10n.t('Do It'),
    keys: l10n.t('Ctrl+Enter does it.'),
    announce: l10n.t('Turn {0}: {1}'),
    over: l10n.t('The episode is over. What was hidden stands beside it.'),
  };
}
