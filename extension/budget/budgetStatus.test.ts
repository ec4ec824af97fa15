import assert from 'node:assert/strict';
import type { BudgetState } from '../../runtime/gateway/protocol';
import { budgetsOfWindow, budgetStatus, withoutEndedPeriods } from './budgetStatus';

const state = (id: string, limit: number, settled: number, changes: Partial<BudgetState> = {}): BudgetState => ({
  budget: { id, scope: { kind: 'all' }, period: 'month', unit: 'usd', limit, warnAt: [0.5] },
  ...{ from: 0, until: 1000, settled, reserved: 0, headroom: limit - settled, passed: [] },
  ...changes,
});
const l10n = {
  t: (text: string, ...args: readonly (string | number)[]) =>
    text.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)])),
};
const shown = (...budgets: BudgetState[]) =>
  budgetStatus(budgets, { l10n, locale: 'en', nameOf: ({ budget }) => budget.id });

describe('budgetStatus', () => {
  it('shows nothing without a budget', () => assert.equal(shown(), undefined));

  it('shows the budget with the least share left', () => {
    const status = shown(state('wide', 100_000_000, 20_000_000), state('tight', 10_000_000, 4_000_000));
    assert.equal(status?.label, '$(credit-card) $4.00/$10.00');
    assert.equal(status.level, 'fine');
    assert.deepEqual(status.lines, [
      'tight: $4.00 of $10.00 spent, $6.00 left.',
      'wide: $20.00 of $100.00 spent, $80.00 left.',
    ]);
  });

  it('warns when a share was passed, and says when calls are refused', () => {
    assert.equal(shown(state('a', 10, 6, { passed: [0.5] }))?.level, 'warned');
    const full = shown(state('a', 10_000_000, 10_000_000, { passed: [0.5] }), state('b', 10, 0));
    assert.equal(full?.level, 'full');
    assert.match(full.lines[0] ?? '', /Used up: calls are refused/);
  });

  it('counts requests as numbers', () => {
    const requests = state('r', 300, 42);
    const status = shown({ ...requests, budget: { ...requests.budget, unit: 'requests' } });
    assert.equal(status?.label, '$(credit-card) 42/300');
  });

  it('budgets of other projects and of single tasks are none of a window', () => {
    const scoped = (id: string, scope: BudgetState['budget']['scope']): BudgetState => {
      const plain = state(id, 10, 0);
      return { ...plain, budget: { ...plain.budget, scope } };
    };
    const all = [
      scoped('all', { kind: 'all' }),
      scoped('mine', { kind: 'project', project: 'p' }),
      scoped('other', { kind: 'project', project: 'q' }),
      scoped('task', { kind: 'task', task: 't' }),
    ];
    assert.deepEqual(
      budgetsOfWindow(all, 'p').map(({ budget }) => budget.id),
      ['all', 'mine'],
    );
  });

  it('a period that is over counts no more', () => {
    const [ended] = withoutEndedPeriods([state('a', 10, 10, { passed: [0.5] })], 1000);
    assert.deepEqual([ended?.settled, ended?.headroom, ended?.passed], [0, 10, []]);
    const [going] = withoutEndedPeriods([state('a', 10, 10)], 999);
    assert.equal(going?.headroom, 0);
  });
});
