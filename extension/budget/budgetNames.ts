import * as vscode from 'vscode';
import type { Budget } from '../../runtime/gateway/protocol';
import { purposeTexts } from './budgetStrings';

/** What a budget is about, e.g. "All calls, a month". */
export function budgetName(
  budget: Pick<Budget, 'scope' | 'period'>,
  projectName: (id: string) => string | undefined,
): string {
  const { l10n } = vscode;
  const periods = { day: l10n.t('a day'), month: l10n.t('a month'), total: l10n.t('in total') };
  return `${scopeName(budget.scope, projectName)}, ${periods[budget.period]}`;
}

function scopeName(scope: Budget['scope'], projectName: (id: string) => string | undefined): string {
  const { l10n } = vscode;
  switch (scope.kind) {
    case 'all':
      return l10n.t('All calls');
    case 'purpose':
      return l10n.t('Purpose: {0}', purposeTexts(l10n)[scope.purpose]);
    case 'project':
      return l10n.t('Project: {0}', projectName(scope.project) ?? scope.project);
    case 'task':
      return l10n.t('Task: {0}', scope.task);
    case 'provider':
      return l10n.t('Provider: {0}', scope.provider);
  }
}
