import assert from 'node:assert/strict';
import { mean, median, percentile, wilsonInterval } from './summary';

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 5e-5, `${actual} is not ${expected}`);

describe('statistics', () => {
  // Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<857), table I, method 3.
  for (const [successes, n, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [29, 29, 0.883, 1],
  ] as const) {
    it(`gives the published Wilson interval of ${successes}/${n}`, () => {
      const interval = wilsonInterval(successes, n);
      near(interval.mean, successes / n);
      near(interval.low, low);
      near(interval.high, high);
    });
  }

  it('ends exactly at 0 without a success, and at 1 without a failure', () => {
    for (let n = 1; n < 300; n++) {
      assert.equal(wilsonInterval(0, n).low, 0);
      assert.equal(wilsonInterval(n, n).high, 1);
    }
  });

  it('refuses what is not a proportion', () => {
    assert.throws(() => wilsonInterval(0, 0), RangeError);
    assert.throws(() => wilsonInterval(3, 2), RangeError);
  });

  it('interpolates percentiles between ranks', () => {
    assert.equal(percentile([4, 1, 3, 2], 0.5), 2.5);
    assert.equal(percentile([10, 20, 30, 40, 50], 0.95), 48);
    assert.equal(median([7]), 7);
    assert.equal(mean([1, 2, 6]), 3);
    assert.ok(Number.isNaN(percentile([], 0.5)));
  });
});
