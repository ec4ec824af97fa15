import assert from 'node:assert/strict';
import { RestartBudget } from './restartBudget';

describe('RestartBudget', () => {
  it('gives each restart its delay, then none', () => {
    const budget = new RestartBudget([100, 1000, 4000], 60_000);
    assert.deepEqual(
      [0, 1, 2, 3].map((now) => budget.crash(now)),
      [100, 1000, 4000, undefined],
    );
  });

  it('forgets crashes that lie a window back, and all of them when reset', () => {
    const budget = new RestartBudget([100, 1000], 60_000);
    assert.equal(budget.crash(0), 100);
    assert.equal(budget.crash(59_999), 1000);
    assert.equal(budget.crash(60_000), 1000);
    assert.equal(budget.crash(60_001), undefined);
    budget.reset();
    assert.equal(budget.crash(60_002), 100);
  });
});
