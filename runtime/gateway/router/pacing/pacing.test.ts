import assert from 'node:assert/strict';
import { SeededRandom } from '../seededRandom';
import { testBudget } from '../testRequest';
import { Pacing } from './pacing';

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;
const COST = 1000;

/** Requests every `gap` whose gain is worth a random multiple of their cost; paid where it is worth the price. */
class Month {
  now = 0;
  spent = 0;
  requests = 0;
  private readonly random = new SeededRandom(1);
  readonly pacing = new Pacing(() => this.now);

  constructor(
    private readonly limit: number,
    private readonly until: number,
  ) {}

  run(requests: number, gap: number): void {
    for (let i = 0; i < requests && this.now < this.until; i++) {
      this.now += gap;
      this.requests++;
      this.pacing.arrived();
      const worth = COST * Math.exp(1 + this.random.normal());
      const budgets = [testBudget(this.limit, this.spent, this.until)];
      const { lambda } = this.pacing.prices(budgets, COST, worth);
      const paid = worth > (1 + lambda) * COST && this.spent + COST <= this.limit;
      this.spent += paid ? COST : 0;
      this.pacing.spent(budgets, { cost: paid ? COST : 0, paid, paidCost: COST, first: true });
    }
  }
}

describe('pacing', () => {
  it('spends a budget evenly, and all but little of it', () => {
    const month = new Month(250 * COST, WEEK);
    month.run(500, WEEK / 1000);
    const half = month.spent / (250 * COST);
    assert.ok(half > 0.35 && half < 0.65, `${half} are spent at half time`);
    month.run(500, WEEK / 1000);
    assert.ok(month.spent / (250 * COST) > 0.93, `${month.spent / (250 * COST)} are spent`);
  });

  it('raises the price within fifty requests of doubled traffic', () => {
    const month = new Month(1000 * COST, 4 * WEEK);
    month.run(600, 4 * MINUTE);
    const before = month.pacing.largestLambda;
    month.run(50, 2 * MINUTE);
    const after = month.pacing.largestLambda;
    assert.ok(after > before * 1.1, `${before} before, ${after} after`);
  });

  it('asks nothing where the budget is ample', () => {
    const month = new Month(1e9, WEEK);
    month.run(300, MINUTE);
    assert.equal(month.pacing.largestLambda, 0);
  });

  it('goes on where it was from its stored state', () => {
    const month = new Month(100 * COST, WEEK);
    month.run(200, MINUTE);
    const again = new Pacing(() => month.now, structuredClone(month.pacing.state));
    assert.equal(again.largestLambda, month.pacing.largestLambda);
    assert.ok(again.largestLambda > 0);
  });

  it('does not mind a clock that is set back', () => {
    const month = new Month(100 * COST, WEEK);
    month.run(20, MINUTE);
    month.now -= 10 * MINUTE;
    month.run(20, MINUTE);
    assert.ok(Number.isFinite(month.pacing.largestLambda));
  });
});
