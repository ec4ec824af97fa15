/** What the budget's item in the status bar says. No 'vscode': texts come through `l10n`. */
import type { BudgetState } from '../../runtime/gateway/protocol';
import { dollars } from './budgetFigures';

export interface BudgetStatus {
  /** For the status bar, with its icon. */
  readonly label: string;
  /** 'full': calls are refused now. 'warned': a share at which a warning is due has been passed. */
  readonly level: 'fine' | 'warned' | 'full';
  /** A sentence for each budget, tightest first: the hover, and for screen readers. */
  readonly lines: readonly string[];
}

interface Translate {
  t(message: string, ...args: readonly (string | number)[]): string;
}

/** @param budgets those that would count a call of this window; without one there is nothing to show */
export function budgetStatus(
  budgets: readonly BudgetState[],
  texts: { readonly l10n: Translate; readonly locale: string; readonly nameOf: (state: BudgetState) => string },
): BudgetStatus | undefined {
  const { l10n, locale, nameOf } = texts;
  const sorted = [...budgets].sort((one, other) => leftOf(one) - leftOf(other));
  const [first] = sorted;
  if (!first) return undefined;
  const shown = (state: BudgetState, value: number): string =>
    state.budget.unit === 'usd' ? dollars(value, locale) : new Intl.NumberFormat(locale).format(value);
  const level = sorted.some(({ headroom }) => headroom <= 0)
    ? 'full'
    : sorted.some(({ passed }) => passed.length > 0)
      ? 'warned'
      : 'fine';
  return {
    label: `$(${level === 'fine' ? 'credit-card' : 'warning'}) ${shown(first, first.settled)}/${shown(first, first.budget.limit)}`,
    level,
    lines: sorted.map((state) => {
      const { settled, budget, headroom } = state;
      const line = [nameOf(state), shown(state, settled), shown(state, budget.limit)] as const;
      return headroom <= 0
        ? l10n.t('{0}: {1} of {2} spent. Used up: calls are refused.', ...line)
        : l10n.t('{0}: {1} of {2} spent, {3} left.', ...line, shown(state, headroom));
    }),
  };
}

/** Share of the limit that is left. */
function leftOf({ budget, headroom }: BudgetState): number {
  return budget.limit > 0 ? headroom / budget.limit : 0;
}

/** Budgets as they were last heard of, with those whose period is over begun anew: as exact as it can be without asking. */
export function withoutEndedPeriods(budgets: readonly BudgetState[], now: number): readonly BudgetState[] {
  return budgets.map((state) =>
    state.until === undefined || state.until > now
      ? state
      : { ...state, settled: 0, reserved: 0, headroom: state.budget.limit, passed: [] },
  );
}

/** Those that can hold back a call of this window: not those of other projects, nor of a single task. */
export function budgetsOfWindow(budgets: readonly BudgetState[], project: string | undefined): readonly BudgetState[] {
  return budgets.filter(({ budget: { scope } }) => {
    if (scope.kind === 'task') return false;
    return scope.kind !== 'project' || scope.project === project;
  });
}
