import * as vscode from 'vscode';
import type { WhetstoneCommands } from '../contributions/commandMap';
import { readSetting } from '../contributions/configuration';
import type { Status, StatusFacts } from './statusModel';

/** Commands that need no argument: they can be links and list entries. */
type PlainCommand = Exclude<keyof WhetstoneCommands, 'whetstone.infill.accepted'>;

export interface StatusAct {
  readonly command: PlainCommand;
  readonly label: string;
  /** For the snooze alone. */
  readonly minutes?: number;
  /** What belongs together is shown together: whether there are suggestions; looking and setting; trouble. */
  readonly group: 'switch' | 'look' | 'trouble';
}

/** What a user may want to do now, the likeliest first. The hover and the list show the same. */
export function actsFor(status: Status, facts: StatusFacts): readonly StatusAct[] {
  const restart: StatusAct = {
    command: 'whetstone.restartRuntime',
    label: vscode.l10n.t('Restart Runtime'),
    group: 'trouble',
  };
  const trouble: readonly StatusAct[] = [
    { command: 'whetstone.diagnose', label: vscode.l10n.t('Diagnose'), group: 'trouble' },
    { command: 'whetstone.showLog', label: vscode.l10n.t('Show Log'), group: 'trouble' },
  ];
  const others: readonly StatusAct[] = [
    ...switches(status, facts),
    ...(facts.downloading === undefined
      ? []
      : [
          {
            command: 'whetstone.models.cancelDownload',
            label: vscode.l10n.t('Cancel Download'),
            group: 'look',
          } as const,
        ]),
    { command: 'whetstone.models.show', label: vscode.l10n.t('Show Models'), group: 'look' },
    { command: 'whetstone.infill.showActivity', label: vscode.l10n.t('Show Activity'), group: 'look' },
  ];
  const label = vscode.l10n.t('Open Settings');
  // Many errors come from a setting, such as the path of the model.
  return status.kind === 'error'
    ? [restart, { command: 'whetstone.openSettings', label, group: 'trouble' }, ...trouble, ...others]
    : [...others, { command: 'whetstone.openSettings', label, group: 'look' }, ...trouble, restart];
}

function switches(status: Status, facts: StatusFacts): readonly StatusAct[] {
  const acts: StatusAct[] = [];
  if (facts.activeLanguage !== undefined) {
    const label = facts.enabled
      ? vscode.l10n.t('Turn Off for {0}', facts.activeLanguage)
      : vscode.l10n.t('Turn On for {0}', facts.activeLanguage);
    acts.push({ command: 'whetstone.infill.toggleLanguage', label, group: 'switch' });
  }
  const everywhere = readSetting('whetstone.infill.enable')
    ? vscode.l10n.t('Turn Off Everywhere')
    : vscode.l10n.t('Turn On Everywhere');
  acts.push({ command: 'whetstone.infill.toggle', label: everywhere, group: 'switch' });
  if (status.kind === 'snoozed') {
    const label = vscode.l10n.t('End the Snooze');
    acts.unshift({ command: 'whetstone.infill.snooze', minutes: 0, label, group: 'switch' });
  } else if (status.kind !== 'off') {
    const label = vscode.l10n.t('Snooze for Five Minutes');
    acts.push({ command: 'whetstone.infill.snooze', minutes: 5, label, group: 'switch' });
  }
  return acts;
}
