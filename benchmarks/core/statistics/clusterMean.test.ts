import assert from 'node:assert/strict';
import { seededRandom } from '../seededRandom';
import { clusterBootstrap } from './clusterBootstrap';
import { clusterMean } from './clusterMean';
import { controlVariate } from './controlVariate';
import { holm } from './holm';
import { pairedDifference } from './pairedDifference';
import { designEffect, effectiveSize, minimumDifference, scenariosNeeded } from './planning';

const closeTo = (actual: number | undefined, expected: number, tolerance = 1e-10) =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

const values = [0.2, 0.4, 0.9, 1, 0, 0.5, 0.7];
const clustered = values.map((value, i) => ({ value, cluster: 'aabbcdd'[i]! }));
const alone = values.map((value, i) => ({ value, cluster: String(i) }));
const pairs = [0.9, 0.4, 0.7, 1, 0.2, 0.6].map((a, i) => ({
  a,
  b: [0.5, 0.5, 0.6, 0.4, 0.1, 0.3][i]!,
  cluster: String(i),
}));

/** Uniform below 1. */
const uniform = (random: (below: number) => number) => random(2 ** 24) / 2 ** 24;

describe('clusterMean', () => {
  it('gives the standard error and interval of the formula (numpy, four clusters of seven values)', () => {
    const { standardError, naiveError, low, high, clusters } = clusterMean(clustered);
    closeTo(standardError, 0.18214023702835472);
    closeTo(naiveError, 0.13751932455422528);
    closeTo(low, -0.05108009580295769);
    closeTo(high, 1.1082229529458147);
    assert.equal(clusters, 4);
  });
  it('is the plain standard error where every cluster holds one', () => {
    const { standardError, naiveError } = clusterMean(alone);
    closeTo(standardError, naiveError!);
  });
  it('does not depend on the scale of weights', () => {
    const once = clusterMean(clustered);
    const tenfold = clusterMean(clustered.map((each) => ({ ...each, weight: 10 })));
    closeTo(tenfold.standardError, once.standardError!);
  });
  it('counts a weight of two like two of the same in its cluster, but for n', () => {
    const weighted = clusterMean(clustered.map((each, i) => ({ ...each, weight: i === 0 ? 2 : 1 })));
    const doubled = clusterMean([clustered[0]!, ...clustered]);
    closeTo(weighted.mean, doubled.mean);
    closeTo(weighted.standardError, doubled.standardError!);
  });
  it('knows nothing of how clusters vary from one cluster', () => {
    const { low, high, standardError } = clusterMean([
      { value: 1, cluster: 'a' },
      { value: 0, cluster: 'a' },
    ]);
    assert.deepEqual([low, high, standardError], [-Infinity, Infinity, undefined]);
  });
  it('has no spread where all values are the same', () => {
    const same = clusterMean(alone.map((each) => ({ ...each, value: 0.1 })));
    assert.equal(same.standardError, 0);
  });
  it('refuses no observations, and values that are none', () => {
    assert.throws(() => clusterMean([]), RangeError);
    assert.throws(() => clusterMean([{ value: NaN, cluster: 'a' }]), RangeError);
  });
  it('covers the true mean about 95 times in 100 with 12 clusters of 4 that vary together; the naive interval does not', () => {
    const random = seededRandom(7);
    let [covered, naive] = [0, 0];
    const trials = 800;
    for (let trial = 0; trial < trials; trial++) {
      const sample = Array.from({ length: 12 }, (_, cluster) => {
        const shared = uniform(random);
        return Array.from({ length: 4 }, () => ({
          value: 0.7 * shared + 0.3 * uniform(random),
          cluster: String(cluster),
        }));
      }).flat();
      const { mean, low, high, naiveError } = clusterMean(sample);
      if (low <= 0.5 && high >= 0.5) covered++;
      if (Math.abs(mean - 0.5) <= 1.96 * naiveError!) naive++;
    }
    // Two standard errors of 800 trials are 1.5 points.
    assert.ok(Math.abs(covered / trials - 0.95) < 0.02, `${covered} of ${trials}`);
    assert.ok(naive / trials < 0.8, `naive: ${naive} of ${trials}`);
  });
});

describe('pairedDifference', () => {
  it('is the paired t test where every cluster holds one (scipy.stats.ttest_rel)', () => {
    const { p, low, high, correlation } = pairedDifference(pairs);
    closeTo(p, 0.07125700177343455);
    closeTo(low, -0.02937515562313467);
    closeTo(high, 0.4960418222898014);
    closeTo(correlation, 0.5569579929243794);
  });
  it('swaps with its models', () => {
    const there = pairedDifference(pairs);
    const back = pairedDifference(pairs.map(({ a, b, cluster }) => ({ a: b, b: a, cluster })));
    closeTo(back.low, -there.high);
    closeTo(back.p, there.p);
  });
  it('takes the sign test where every difference is the same', () => {
    const same = pairs.map(({ cluster }) => ({ a: 1, b: 0, cluster }));
    assert.equal(pairedDifference(same).p, 2 / 64);
  });
  it('sees no difference between a model and itself', () => {
    assert.equal(pairedDifference(pairs.map((pair) => ({ ...pair, b: pair.a }))).p, 1);
  });
});

describe('holm', () => {
  it("gives the values of R's p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm')", () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((expected, i) => closeTo(adjusted[i], expected));
  });
  it('gives nothing above 1', () => assert.deepEqual(holm([0.9, 0.8]), [1, 1]));
});

describe('planning', () => {
  const plan = { varianceOfDifferences: 0.265 ** 2, withinA: 0, withinB: 0, repeats: 1 };
  it('needs about 55 scenarios for 0.10 at a standard deviation of 0.265 and 80 % power', () =>
    // (1.959964 + 0.841621)² · 0.265² / 0.01 = 55.12
    assert.equal(scenariosNeeded(plan, 0.1), 56));
  it('is undone by the smallest difference that it shows', () => closeTo(minimumDifference(plan, 55.11908), 0.1, 1e-6));
  it('saves scenarios by repeats only as far as answers vary', () => {
    const noisy = { varianceOfDifferences: 0.04, withinA: 0.02, withinB: 0.02, repeats: 1 };
    assert.equal(scenariosNeeded(noisy, 0.1), 63);
    assert.equal(scenariosNeeded({ ...noisy, repeats: 4 }, 0.1), 40);
  });
  it('says by how much clusters inflate the variance', () => {
    closeTo(designEffect(clusterMean(clustered)), (0.18214023702835472 / 0.13751932455422528) ** 2);
    assert.ok(effectiveSize(clusterMean(clustered)) < 7);
    closeTo(effectiveSize(clusterMean(alone)), 7);
  });
});

describe('clusterBootstrap', () => {
  it('is the same at every run, and as sure as the t interval with many clusters', () => {
    const random = seededRandom(3);
    const sample = Array.from({ length: 300 }, (_, i) => ({ value: uniform(random), cluster: String(i) }));
    const [interval] = clusterBootstrap([sample], 1).intervals;
    const exact = clusterMean(sample);
    closeTo(interval?.low, exact.low, 0.005);
    closeTo(interval?.high, exact.high, 0.005);
    assert.deepEqual(clusterBootstrap([sample], 1).intervals, [interval]);
  });
  it('gives the first place to the model that is better everywhere, and halves it between equals', () => {
    const better = clustered.map((each) => ({ ...each, value: each.value + 0.01 }));
    assert.deepEqual(clusterBootstrap([clustered, better], 1).bestShare.map(Math.round), [0, 1]);
    const [a, b] = clusterBootstrap([clustered, clustered], 1).bestShare;
    closeTo(a, 0.5, 1e-9);
    closeTo(b, 0.5, 1e-9);
  });
});

describe('controlVariate', () => {
  const sample = [0.1, 0.3, 0.5, 0.7, 0.9].map((x, i) => ({ baseline: x, value: 0.5 * x + 0.2, cluster: String(i) }));
  it('finds the exact total of what the baseline tells exactly', () => {
    const { mean, standardError, slope } = controlVariate(sample, 0.6)!;
    closeTo(mean, 0.5);
    closeTo(standardError, 0);
    closeTo(slope, 0.5);
  });
  it('is the plain mean where the baseline never varies', () =>
    closeTo(
      controlVariate(
        sample.map((each) => ({ ...each, baseline: 1 })),
        1,
      )?.mean,
      0.45,
    ));
  it('makes no slope up from three clusters', () => assert.equal(controlVariate(sample.slice(0, 3), 0.6), undefined));
});
