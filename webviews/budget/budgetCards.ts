import type { BudgetState } from '../../runtime/gateway/protocol';
import { button, element, fill } from '../shared/dom';
import type { MoneyTexts } from '../shared/moneyTexts';
import type { BudgetData, BudgetMessageToExtension, BudgetStrings } from './protocol';
import { amount, budgetName } from './scopeText';

export interface CardParts {
  readonly strings: BudgetStrings;
  readonly money: MoneyTexts;
  readonly send: (message: BudgetMessageToExtension) => void;
}

/** A card for each budget: how full it is as a bar and in words, and what can be done with it. */
export function budgetCards(data: BudgetData, parts: CardParts): HTMLElement {
  const { strings, send } = parts;
  return element(
    'section',
    { class: 'budgets', 'aria-labelledby': 'budgets-title' },
    element(
      'div',
      { class: 'section-head' },
      element('h2', { id: 'budgets-title' }, strings.budgetsTitle),
      button(strings.acts.setBudget, () => send({ type: 'act', act: 'setBudget' }), {
        class: data.budgets.length === 0 ? undefined : 'secondary',
        'data-focus': 'setBudget',
      }),
    ),
    data.budgets.length === 0
      ? element('p', {}, strings.budgetsNone)
      : element('ul', { class: 'cards' }, ...data.budgets.map((state) => card(state, data, parts))),
  );
}

function card(state: BudgetState, { projects }: BudgetData, { strings, money, send }: CardParts): HTMLElement {
  const { budget, settled, reserved, headroom, until } = state;
  const name = budgetName(budget, strings, projects);
  const shown = (value: number): string => amount(budget, value, money, strings);
  const used = settled + reserved;
  const share = budget.limit > 0 ? used / budget.limit : 1;
  const lines = [
    headroom >= 0 ? fill(strings.left, shown(headroom)) : fill(strings.over, shown(-headroom)),
    ...(reserved > 0 ? [fill(strings.reserved, shown(reserved))] : []),
    ...(until === undefined ? [] : [fill(strings.resets, money.dayOf(until))]),
  ];
  const act = (label: string, type: 'editBudget' | 'removeBudget'): HTMLButtonElement =>
    button(label, () => send({ type, id: budget.id }), {
      class: 'secondary',
      'aria-label': fill(strings.actOn, label, name),
      'data-focus': `${type}:${budget.id}`,
    });
  return element(
    'li',
    { class: 'card' },
    element('h3', {}, name),
    element('div', { class: 'card-amount' }, fill(strings.spentOf, shown(settled), shown(budget.limit))),
    element('progress', { max: 1, value: Math.min(1, Math.max(0, share)), 'aria-label': name }),
    ...signal(state, strings, money),
    element('div', { class: 'detail' }, lines.join(' · ')),
    element('div', { class: 'acts' }, act(strings.edit, 'editBudget'), act(strings.remove, 'removeBudget')),
  );
}

/** A hard limit that is reached or a warning that is passed, in words with a sign. */
function signal({ headroom, passed }: BudgetState, strings: BudgetStrings, money: MoneyTexts): HTMLElement[] {
  if (headroom <= 0) return [element('div', { class: 'problem' }, `✕ ${strings.full}`)];
  const warned = passed.at(-1);
  return warned === undefined
    ? []
    : [element('div', { class: 'warned' }, `! ${fill(strings.warned, money.share(warned))}`)];
}
