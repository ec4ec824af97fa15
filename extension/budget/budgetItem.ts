import * as vscode from 'vscode';
import type { BudgetState } from '../../runtime/gateway/protocol';
import { commandLink } from '../contributions/commandRegistry';
import { budgetName } from './budgetNames';
import { budgetStatus, withoutEndedPeriods, type BudgetStatus } from './budgetStatus';

/** Under this key budgets are kept as they were last heard of, so that the item says something before a process is started. */
const lastKey = 'whetstone.budget.last';

/**
 * The item of the status bar: spent and limit of the tightest budget. Only there while there is a budget; coloured only when a
 * soft or the hard limit is reached, and then with a sign.
 */
export class BudgetItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private budgets: readonly BudgetState[];
  private shown: BudgetStatus | undefined;

  constructor(
    private readonly memory: vscode.Memento,
    private readonly projectName: (id: string) => string | undefined,
    private readonly localOnly: () => boolean,
  ) {
    this.item = vscode.window.createStatusBarItem('whetstone.budget', vscode.StatusBarAlignment.Right, 99);
    this.item.name = vscode.l10n.t('Whetstone Budget');
    this.item.command = 'whetstone.budget.show';
    this.budgets = memory.get<readonly BudgetState[]>(lastKey) ?? [];
    this.render();
  }

  /** What the item shows now; undefined while it is hidden. */
  get status(): BudgetStatus | undefined {
    return this.shown;
  }

  update(budgets: readonly BudgetState[]): void {
    this.budgets = budgets;
    void this.memory.update(lastKey, budgets);
    this.render();
  }

  render(): void {
    const status = budgetStatus(withoutEndedPeriods(this.budgets, Date.now()), {
      l10n: vscode.l10n,
      locale: vscode.env.language,
      nameOf: ({ budget }) => budgetName(budget, this.projectName),
    });
    this.shown = status;
    if (!status) {
      this.item.hide();
      return;
    }
    this.item.text = status.label;
    this.item.backgroundColor =
      status.level === 'fine'
        ? undefined
        : new vscode.ThemeColor(`statusBarItem.${status.level === 'full' ? 'error' : 'warning'}Background`);
    this.item.accessibilityInformation = {
      label: vscode.l10n.t('Whetstone budget. {0}', status.lines.join(' ')),
      role: 'button',
    };
    this.item.tooltip = this.tooltip(status);
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }

  private tooltip({ lines }: BudgetStatus): vscode.MarkdownString {
    const commands = ['whetstone.budget.show', 'whetstone.budget.set', 'whetstone.gateway.toggleLocalOnly'] as const;
    const labels = {
      'whetstone.budget.show': vscode.l10n.t('Budget & Routing'),
      'whetstone.budget.set': vscode.l10n.t('Set Budget'),
      'whetstone.gateway.toggleLocalOnly': this.localOnly()
        ? vscode.l10n.t('Allow the Cloud Again')
        : vscode.l10n.t('Local Only'),
    };
    const tooltip = new vscode.MarkdownString(undefined, true);
    tooltip.isTrusted = { enabledCommands: commands };
    for (const line of lines) tooltip.appendText(line).appendMarkdown('\n\n');
    if (this.localOnly())
      tooltip.appendText(vscode.l10n.t('Local only: no call leaves this machine.')).appendMarkdown('\n\n');
    tooltip.appendMarkdown(commands.map((id) => commandLink(id, labels[id])).join(' · '));
    return tooltip;
  }
}
