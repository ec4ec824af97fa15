import assert from 'node:assert/strict';
import { frontierOf } from './costChart';
import { fromBaseline } from './differences';

const value = { mean: 0.1, low: 0.04, high: 0.16, n: 40, clusters: 9 };
const difference = { a: 'a', b: 'b', value, p: 0.01, completeP: 0.2, verdict: 'a' } as const;

describe('differences from a baseline', () => {
  it('are as they were where the baseline is the second', () => {
    assert.deepEqual(fromBaseline([difference], 'b'), [
      { model: 'a', mean: 0.1, low: 0.04, high: 0.16, n: 40, p: 0.01, completeP: 0.2, verdict: 'better' },
    ]);
  });

  it('are turned round with their interval where it is the first', () => {
    assert.deepEqual(fromBaseline([difference], 'a'), [
      { model: 'b', mean: -0.1, low: -0.16, high: -0.04, n: 40, p: 0.01, completeP: 0.2, verdict: 'worse' },
    ]);
  });

  it('leave pairs of others out', () => {
    assert.deepEqual(fromBaseline([difference], 'c'), []);
  });
});

describe('models that nobody beats', () => {
  const point = (
    model: string,
    cost: number,
    mean: number,
  ): { model: string; cost: number; value: { mean: number } } => ({
    model,
    cost,
    value: { mean },
  });

  it('are those for which more money buys more', () => {
    const all = [
      point('dear and worse', 9, 0.5),
      point('free', 0, 0.4),
      point('best', 7, 0.8),
      point('free and worse', 0, 0.3),
    ];
    assert.deepEqual(
      frontierOf(all).map(({ model }) => model),
      ['free', 'best'],
    );
  });
});
