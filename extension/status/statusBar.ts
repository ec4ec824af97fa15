import * as vscode from 'vscode';
import { commandLink, commandReference, runCommand } from '../contributions/commandRegistry';
import { actsFor } from './statusActs';
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
    const entries = actsFor(status, facts).map((act) => ({ label: act.label, act }));
    const chosen = await vscode.window.showQuickPick(entries, {
      title: vscode.l10n.t('Whetstone: {0}', view.name),
      placeHolder: view.detail,
    });
    if (chosen) await runCommand(chosen.act.command);
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
    tooltip.appendMarkdown('**Whetstone** ').appendText(view.name).appendMarkdown('\n\n');
    if (view.detail) tooltip.appendText(view.detail).appendMarkdown('\n\n');
    tooltip.appendMarkdown(acts.map((act) => commandLink(act.command, act.label)).join(' · '));
    this.item.tooltip = tooltip;
  }
}
