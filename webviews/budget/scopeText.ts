import type { Budget, BudgetState } from '../../runtime/gateway/protocol';
import { fill } from '../shared/dom';
import type { MoneyTexts } from '../shared/moneyTexts';
import type { BudgetData, BudgetStrings } from './protocol';

/** What a budget is about, e.g. "All calls, a month". */
export function budgetName(budget: Budget, strings: BudgetStrings, projects: BudgetData['projects']): string {
  return `${scopeText(budget, strings, projects)}, ${strings.periods[budget.period]}`;
}

function scopeText({ scope }: Budget, strings: BudgetStrings, projects: BudgetData['projects']): string {
  switch (scope.kind) {
    case 'all':
      return strings.scopeAll;
    case 'purpose':
      return fill(strings.scopePurpose, strings.purposes[scope.purpose]);
    case 'project':
      return fill(strings.scopeProject, projects[scope.project] ?? scope.project);
    case 'task':
      return fill(strings.scopeTask, scope.task);
    case 'provider':
      return fill(strings.scopeProvider, scope.provider);
  }
}

/** An amount in the budget's own unit. */
export function amount(budget: Budget, value: number, money: MoneyTexts, strings: BudgetStrings): string {
  return budget.unit === 'usd' ? money.dollars(value) : fill(strings.requests, money.whole(value));
}

/** The budget with the least share of its limit left. */
export function tightest(budgets: readonly BudgetState[]): BudgetState | undefined {
  const left = ({ budget, headroom }: BudgetState): number => (budget.limit > 0 ? headroom / budget.limit : 0);
  return [...budgets].sort((one, other) => left(one) - left(other))[0];
}
