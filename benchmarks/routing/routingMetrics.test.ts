import assert from 'node:assert/strict';
import { callMetrics, dollarMetrics, type Graded } from './routingMetrics';

/** A quarter needs the strong model, half do with either, a quarter with neither. */
const items: readonly Graded[] = Array.from({ length: 400 }, (_, i) => ({
  ...{ weak: i % 4 === 1 || i % 4 === 2, strong: i % 4 !== 3, cost: i % 4 === 0 ? 1 : 3 },
}));
const gain = items.map(({ weak, strong }) => Number(strong) - Number(weak));

describe('figures of routing', () => {
  it('give a ranking by true gains what it deserves', () => {
    const { apgr, cpt50 } = callMetrics(gain, items);
    // All of the gap is gained by the first quarter of calls: of the ties below the first, none may cost anything.
    assert.ok(apgr > 0.8 && apgr <= 1, String(apgr));
    assert.ok(cpt50 < 26, String(cpt50));
  });

  it('give a constant score half of the gap', () => {
    const order = items.map((_, i) => (i * 7919) % 400);
    assert.ok(Math.abs(callMetrics(order, items).apgr - 0.5) < 0.06);
  });

  it('give the opposite ranking less than chance', () => {
    assert.ok(
      callMetrics(
        gain.map((value) => -value),
        items,
      ).apgr < 0.3,
    );
  });

  it('count dollars and not calls where prices differ', () => {
    const { apgr, cpt50 } = dollarMetrics(gain, items);
    // The needed quarter costs 100 of 1000.
    assert.ok(Math.abs(cpt50 - 5) < 0.5, String(cpt50));
    assert.ok(Math.abs(apgr - 0.95) < 0.02, String(apgr));
  });
});
