import * as vscode from 'vscode';
import { commandLink, commandReference, runCommand } from '../contributions/commandRegistry';
import { actsFor, type StatusAct } from './statusActs';
import { statusOf } from './statusModel';
import type { StatusStore } from './statusStore';
import type { StatusView } from './statusTexts';
import { viewOf } from './statusTexts';

/** The one item in the status bar, and the list that it opens. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('whetstone.status', vscode.StatusBarAlignment.Right, 100);
  private readonly subscription: { dispose(): void };

  constructor(private readonly store: StatusStore) {
    this.item.name = vscode.l10n.t('Whetstone Suggestions');
    this.item.command = commandReference('whetstone.showStatus', vscode.l10n.t('Show Status'));
    this.subscription = store.onChange(() => this.render());
    this.render();
    this.item.show();
  }

  /** What the item shows now. */
  get view(): StatusView {
    return viewOf(statusOf(this.store.facts, Date.now()), this.store.facts);
  }

  /** The hover as a list: for the keyboard and for screen readers. */
  async showList(): Promise<void> {
    const { facts } = this.store;
    const status = statusOf(facts, Date.now());
    const view = viewOf(status, facts);
    const acts = grouped(actsFor(status, facts)).flatMap((group, index) => [
      ...(index === 0 ? [] : [{ label: '', kind: vscode.QuickPickItemKind.Separator }]),
      ...group.map((act) => ({ label: act.label, act })),
    ]);
    // The line for typing is too short for an error and what to do about it.
    const problem =
      status.kind === 'error'
        ? [{ label: `$(warning) ${status.problem.message}`, detail: status.problem.action, act: diagnose }]
        : [];
    const entries = [...problem, ...acts];
    const chosen = await vscode.window.showQuickPick(entries, {
      title: vscode.l10n.t('Whetstone: {0}', view.name),
      ...(status.kind === 'error' ? {} : { placeHolder: view.detail }),
    });
    if (chosen && 'act' in chosen) await runAct(chosen.act);
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  private render(): void {
    const { facts } = this.store;
    const status = statusOf(facts, Date.now());
    const view = viewOf(status, facts);
    this.item.text = view.label;
    const spoken = [view.name, view.detail].filter(Boolean).join('. ');
    this.item.accessibilityInformation = { label: `Whetstone: ${spoken}`, role: 'button' };
    this.item.backgroundColor =
      status.kind === 'error' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    const acts = actsFor(status, facts);
    const tooltip = new vscode.MarkdownString(undefined, true);
    tooltip.isTrusted = { enabledCommands: acts.map((act) => act.command) };
    tooltip.appendMarkdown('**Whetstone:** ').appendText(view.name).appendMarkdown('\n\n');
    if (view.detail) tooltip.appendText(view.detail).appendMarkdown('\n\n');
    const lines = grouped(acts).map((group) => group.map(linkTo).join(' · '));
    tooltip.appendMarkdown(lines.join('\n\n'));
    this.item.tooltip = tooltip;
  }
}

/** Behind the text of an error stands all that is known about it. */
const diagnose: StatusAct = { command: 'whetstone.diagnose', label: '', group: 'trouble' };

async function runAct({ command, minutes }: StatusAct): Promise<void> {
  await (command === 'whetstone.infill.snooze' ? runCommand(command, minutes) : runCommand(command));
}

function linkTo({ command, minutes, label }: StatusAct): string {
  return command === 'whetstone.infill.snooze' ? commandLink(command, label, minutes) : commandLink(command, label);
}

/** The acts in their order, those of a group that follow each other together. */
function grouped(acts: readonly StatusAct[]): readonly (readonly StatusAct[])[] {
  const groups: StatusAct[][] = [];
  for (const act of acts) {
    const last = groups.at(-1);
    if (last?.[0]?.group === act.group) last.push(act);
    else groups.push([act]);
  }
  return groups;
}
