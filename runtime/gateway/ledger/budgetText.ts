/** What budgets say to people. */
import type { Budget, BudgetScope, BudgetWarning, Refusal } from '../types';
import { dollars } from './money';

/** How much of a budget is gone in the period that runs. */
export interface Fill {
  readonly settled: number;
  readonly reserved: number;
  /** Time at which it renews; null: never. */
  readonly finish: number | null;
  readonly zone: string;
}

export function refusalOf(budget: Budget, fill: Fill, needed: number): Refusal {
  const left = budget.limit - fill.settled - fill.reserved;
  const amount = (value: number) => amountText(value, budget.unit);
  const rest = left > 0 ? `has ${amount(left)} left` : left === 0 ? 'is used up' : `is overdrawn by ${amount(-left)}`;
  const held =
    fill.reserved > 0
      ? ` ${amount(fill.reserved)} of it ${budget.unit === 'usd' ? 'is' : 'are'} held for calls under way and may come back.`
      : '';
  const need = budget.unit === 'usd' ? ` This call may cost up to ${amount(needed)}.` : '';
  return {
    reason: 'budget',
    message: `${budgetText(budget)} ${rest}.${need}${held} ${renewal(fill)}`,
    action: [
      fill.reserved > 0 && left + fill.reserved >= needed
        ? 'Try again when the calls under way have ended, raise'
        : 'Raise',
      'the budget (page "Budget & routing", or `whetstone budget set`), or choose a',
      budget.unit === 'usd' ? 'cheaper or local model.' : 'local model.',
    ].join(' '),
    budget: budget.id,
  };
}

export function ceilingRefusal(cost: number, ceiling: number): Refusal {
  return {
    reason: 'ceiling',
    message: `This call may cost up to ${dollars(cost)}, more than the ${dollars(ceiling)} that one call may cost.`,
    action: 'Raise the ceiling of a call, send less text, allow a shorter answer, or choose a cheaper or local model.',
  };
}

export function warningOf(budget: Budget, share: number, settled: number): BudgetWarning {
  const percent = Math.round(share * 100);
  return {
    budget: budget.id,
    share,
    message: `${budgetText(budget)} is ${percent} % spent: ${amountText(settled, budget.unit)}.`,
  };
}

/** "The budget of $10.00 a month for chat" */
export function budgetText({ limit, unit, period, scope }: Budget): string {
  const every = period === 'total' ? ' in total' : ` a ${period}`;
  return `The budget of ${amountText(limit, unit)}${every}${scopeText(scope)}`;
}

function amountText(value: number, unit: Budget['unit']): string {
  return unit === 'usd' ? dollars(value) : `${value} ${value === 1 ? 'request' : 'requests'}`;
}

function scopeText(scope: BudgetScope): string {
  switch (scope.kind) {
    case 'all':
      return '';
    case 'purpose':
      return ` for ${scope.purpose}`;
    case 'project':
      return ` for the project ${scope.project}`;
    case 'task':
      return ` for the task ${scope.task}`;
    case 'provider':
      return ` for ${scope.provider}`;
  }
}

function renewal({ finish, zone }: Fill): string {
  if (finish === null) return 'It does not renew by itself.';
  const when = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'long', timeStyle: 'short' });
  return `It renews on ${when.format(finish)} (${zone}).`;
}
