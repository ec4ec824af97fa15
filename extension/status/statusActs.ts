import * as vscode from 'vscode';
import type { WhetstoneCommands } from '../contributions/commandMap';
import type { Status, StatusFacts } from './statusModel';

/** Commands that need no argument: they can be links and list entries. */
type PlainCommand = Exclude<keyof WhetstoneCommands, 'whetstone.infill.accepted'>;

export interface StatusAct {
  readonly command: PlainCommand;
  readonly label: string;
}

/** What a user may want to do now, the likeliest first. The hover and the list show the same. */
export function actsFor(status: Status, facts: StatusFacts): readonly StatusAct[] {
  const acts: StatusAct[] = [];
  if (status.kind === 'error')
    acts.push({ command: 'whetstone.restartRuntime', label: vscode.l10n.t('Restart Runtime') });
  if (facts.activeLanguage !== undefined) {
    const label = facts.enabled
      ? vscode.l10n.t('Turn Off for {0}', facts.activeLanguage)
      : vscode.l10n.t('Turn On for {0}', facts.activeLanguage);
    acts.push({ command: 'whetstone.infill.toggleLanguage', label });
  }
  acts.push({ command: 'whetstone.infill.toggle', label: vscode.l10n.t('Turn On or Off') });
  if (status.kind !== 'off' && status.kind !== 'snoozed') {
    acts.push({ command: 'whetstone.infill.snooze', label: vscode.l10n.t('Snooze for Five Minutes') });
  }
  acts.push({ command: 'whetstone.infill.showActivity', label: vscode.l10n.t('Show Activity') });
  acts.push({ command: 'whetstone.openSettings', label: vscode.l10n.t('Settings') });
  acts.push({ command: 'whetstone.diagnose', label: vscode.l10n.t('Diagnose') });
  if (status.kind !== 'error')
    acts.push({ command: 'whetstone.restartRuntime', label: vscode.l10n.t('Restart Runtime') });
  acts.push({ command: 'whetstone.showLog', label: vscode.l10n.t('Show Log') });
  return acts;
}
