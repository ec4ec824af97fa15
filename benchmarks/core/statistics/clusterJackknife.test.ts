import assert from 'node:assert/strict';
import { clusterJackknife } from './clusterJackknife';
import { clusterMean } from './clusterMean';

const near = (value: number | undefined, expected: number) =>
  assert.ok(value !== undefined && Math.abs(value - expected) < 1e-12, `${value} is not ${expected}`);
const ratio = ([part = 0, whole = 0]: readonly number[]) => (whole === 0 ? undefined : part / whole);

describe('clusterJackknife', () => {
  it('is the clustered error of a mean where the statistic is one', () => {
    const values = [0.2, 0.9, 0.4, 0.7, 0.1, 0.6];
    const found = clusterJackknife(
      values.map((value, i) => ({ sums: [value, 1], cluster: `c${i >> 1}` })),
      ratio,
    );
    const expected = clusterMean(values.map((value, i) => ({ value, cluster: `c${i >> 1}` })));
    near(found?.mean, expected.mean);
    near(found?.standardError, expected.standardError!);
    near(found?.low, expected.low);
  });

  it('pools a rate: sums over sums, not the mean of rates', () => {
    const found = clusterJackknife(
      [
        { sums: [1, 1], cluster: 'a' },
        { sums: [0, 9], cluster: 'b' },
        { sums: [0, 0], cluster: 'c' },
      ],
      ratio,
    );
    near(found?.mean, 0.1);
    // Leaving out a gives 0, leaving out b gives 1; the empty unit tells nothing.
    near(found?.standardError, 0.5);
    assert.deepEqual([found?.n, found?.clusters], [2, 2]);
  });

  it('knows nothing of how one cluster varies, and has no figure of nothing', () => {
    const one = clusterJackknife([{ sums: [1, 2], cluster: 'a' }], ratio);
    assert.deepEqual([one?.mean, one?.standardError, one?.high], [0.5, undefined, Infinity]);
    assert.equal(clusterJackknife([{ sums: [0, 0], cluster: 'a' }], ratio), undefined);
    assert.equal(clusterJackknife([], ratio), undefined);
  });

  it('says so where the statistic hangs on one cluster', () => {
    const found = clusterJackknife(
      [
        { sums: [1, 2, 0], cluster: 'a' },
        { sums: [0, 0, 1], cluster: 'b' },
      ],
      ratio,
    );
    assert.deepEqual([found?.mean, found?.standardError], [0.5, undefined]);
  });
});
