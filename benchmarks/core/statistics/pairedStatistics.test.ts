import assert from 'node:assert/strict';
import { binomialTail, bootstrapMean, bootstrapRatio, mcNemarP } from './pairedStatistics';

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

describe('paired statistics', () => {
  it('gives the binomial distribution of a fair coin', () => {
    near(binomialTail(0, 3), 1 / 8);
    near(binomialTail(2, 4), 11 / 16);
    near(binomialTail(5, 5), 1);
    near(binomialTail(1000, 2001), 0.5, 1e-6);
  });

  it('tests whether two outcomes differ', () => {
    assert.equal(mcNemarP(0, 0), 1);
    assert.equal(mcNemarP(4, 4), 1);
    near(mcNemarP(6, 0), 2 / 64);
    near(mcNemarP(0, 6), 2 / 64);
    // 1 of 10: 2 * (1 + 10) / 1024
    near(mcNemarP(9, 1), 22 / 1024);
  });

  it('gives an interval near that of the normal distribution for many values', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i % 10 < 3 ? 1 : 0));
    const { mean, low, high } = bootstrapMean(values);
    near(mean, 0.3);
    near(low, 0.3 - 1.96 * Math.sqrt(0.21 / 1000), 0.003);
    near(high, 0.3 + 1.96 * Math.sqrt(0.21 / 1000), 0.003);
  });

  it('gives the same interval at every call, and none without spread', () => {
    const values = [0.1, 0.5, 0.9, 0.4];
    assert.deepEqual(bootstrapMean(values), bootstrapMean(values));
    assert.deepEqual(bootstrapMean([2, 2, 2]), { mean: 2, low: 2, high: 2 });
    assert.throws(() => bootstrapMean([]), RangeError);
  });

  it('pairs the tasks of a quotient', () => {
    const below = [1, 2, 3, 4, 5, 6];
    // Each task's value is twice the other's: however tasks are drawn, so is the sum.
    assert.deepEqual(
      bootstrapRatio(
        below.map((value) => 2 * value),
        below,
      ),
      { mean: 2, low: 2, high: 2 },
    );
    assert.equal(bootstrapRatio([1, 1], [0, 0]).mean, Infinity);
  });
});
