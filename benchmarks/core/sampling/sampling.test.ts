import assert from 'node:assert/strict';
import { seededRandom } from '../seededRandom';
import { boundedInterval, clusterMean, pairedDifference } from '../statistics';
import { lengthGroup, lengthGroups } from './contextLength';
import { looksOf } from './looks';
import { samplingOrder, samplingWeights, stratumOf, type SampledScenario } from './samplingOrder';
import { sequentialBounds } from './sequentialBounds';
import { nextBatch, type SampledValue } from './stopRule';

const plan = { batch: 20, minimum: 20, halfWidth: 0.02, confidence: 0.95 };

function scenarios(count: number, perCluster = 1): SampledScenario[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `s${String(i).padStart(4, '0')}`,
    category: ['bug', 'feature', 'security'][i % 3]!,
    language: i % 4 === 0 ? 'python' : 'typescript',
    contextTokens: 10_000,
    cluster: String(Math.floor(i / perCluster)),
  }));
}

const gaussian = (random: (below: number) => number) => {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random(2 ** 20) / 2 ** 20;
  return sum;
};

/** Runs to the end. @returns how it ended */
function run(
  set: readonly SampledScenario[],
  models: readonly string[],
  valueOf: (model: string, id: string) => number,
) {
  const results: SampledValue[] = [];
  for (let step = 0; step < 1000; step++) {
    const next = nextBatch({ plan, scenarios: set, models, seed: 1, results });
    if (next.kind === 'end') return next;
    for (const scenario of next.scenarios) {
      for (const model of models) results.push({ scenario, model, value: valueOf(model, scenario) });
    }
  }
  throw new Error('It never ended');
}

describe('sequential bounds', () => {
  it('are those published for five looks (Pocock-type spending, 0.05; R package ldbounds)', () => {
    const published = [2.438, 2.4268, 2.4101, 2.3966, 2.3859];
    sequentialBounds([0.2, 0.4, 0.6, 0.8, 1], 0.05).forEach((bound, i) =>
      assert.ok(Math.abs(bound - published[i]!) < 1e-3, `${bound} is not ${published[i]}`),
    );
  });
  it('are that of a single test for a single look', () =>
    assert.ok(Math.abs(sequentialBounds([1], 0.05)[0]! - 1.959963984540054) < 1e-9));
  it('refuse looks that do not ascend', () => assert.throws(() => sequentialBounds([0.5, 0.4], 0.05), RangeError));
});

describe('sampling order', () => {
  const set = scenarios(120);
  it('begins with two of each stratum', () => {
    const { order, first } = samplingOrder(set, 5);
    const counts = new Map<string, number>();
    for (const each of order.slice(0, first)) counts.set(stratumOf(each), (counts.get(stratumOf(each)) ?? 0) + 1);
    assert.deepEqual([...counts.values()], [2, 2, 2, 2, 2, 2]);
  });
  it('stays near the shares of strata all along', () => {
    const { order } = samplingOrder(set, 5);
    for (const length of [40, 60, 100]) {
      const python = order.slice(0, length).filter(({ language }) => language === 'python').length;
      assert.ok(Math.abs(python / length - 0.25) < 0.03, `${python} of ${length}`);
    }
  });
  it('holds every scenario once, whatever the order that they came in, and another for another seed', () => {
    const ids = (seed: number, from = set) => samplingOrder(from, seed).order.map(({ id }) => id);
    assert.deepEqual(
      [...ids(5)].sort(),
      set.map(({ id }) => id),
    );
    assert.deepEqual(ids(5, [...set].reverse()), ids(5));
    assert.notDeepEqual(ids(6), ids(5));
  });
  it('weighs a sample up to its population', () => {
    const sample = samplingOrder(set, 5).order.slice(0, 12);
    const total = [...samplingWeights(sample, set).values()].reduce((sum, each) => sum + each, 0);
    assert.ok(Math.abs(total - set.length) < 1e-9);
  });
});

describe('looks', () => {
  it('begin with the minimum and end with everything, without a last one that adds next to nothing', () => {
    assert.deepEqual(looksOf(plan, 100, 12), [20, 40, 60, 80, 100]);
    assert.deepEqual(looksOf(plan, 75, 30), [30, 50, 75]);
    assert.deepEqual(looksOf(plan, 10, 12), [10]);
  });
  it('are few for many scenarios', () => assert.ok(looksOf(plan, 100_000, 20).length < 50));
});

describe('nextBatch', () => {
  it('ends early where models differ much, and at the end where nothing is sure', () => {
    const random = seededRandom(4);
    const far = run(scenarios(300), ['a', 'b'], (model) => (model === 'a' ? 0.8 : 0.3) + gaussian(random) * 0.1);
    assert.deepEqual([far.done, far.reason], [20, 'Every two models differ for certain.']);
    const noise = run(scenarios(100), ['a', 'b'], () => 0.5 + gaussian(random) * 0.2);
    assert.deepEqual([noise.done, noise.reason], [100, 'Every scenario is done.']);
  });
  it('ends where the interval is narrow though the models are the same', () => {
    const random = seededRandom(4);
    const end = run(scenarios(300), ['a', 'b'], () => 0.5 + gaussian(random) * 0.02);
    assert.match(end.reason, /the others are known to ±2\.0 points/);
    assert.equal(end.pairs[0]?.differs, false);
  });
  it('takes one model for its interval', () => {
    const random = seededRandom(4);
    const end = run(scenarios(300), ['a'], () => 0.5 + gaussian(random) * 0.02);
    assert.match(end.reason, /narrower than/);
  });
  it('does not end on a handful of clusters', () => {
    const end = run(scenarios(60, 20), ['a', 'b'], (model) => (model === 'a' ? 1 : 0));
    assert.equal(end.done, 60);
  });
  it('hands out the same batch until it is whole, and counts what has no value as done', () => {
    const set = scenarios(100);
    const input = { plan, scenarios: set, models: ['a'], seed: 1 };
    const first = nextBatch({ ...input, results: [] });
    assert.ok(first.kind === 'batch');
    const results = first.scenarios.map((scenario) => ({ scenario, model: 'a', value: undefined }));
    assert.deepEqual(nextBatch({ ...input, results: results.slice(1) }), first);
    const second = nextBatch({ ...input, results });
    assert.ok(second.kind === 'batch' && second.scenarios.every((id) => !first.scenarios.includes(id)));
  });
  it('finds a difference where there is none in at most 5 of 100 runs, though it looks up to 6 times; plain looking finds many', function () {
    this.timeout(20_000);
    const random = seededRandom(11);
    const set = scenarios(120, 2);
    const runs = 400;
    let [wrong, naive] = [0, 0];
    for (let i = 0; i < runs; i++) {
      const shared = new Map(set.map(({ cluster }) => [cluster, gaussian(random) * 0.1]));
      const values = new Map(set.map(({ id, cluster }) => [id, shared.get(cluster)! + gaussian(random) * 0.2]));
      const end = run(set, ['a', 'b'], (model, id) => (model === 'a' ? values.get(id)! : 0));
      if (end.pairs[0]!.differs) wrong++;
      const order = samplingOrder(set, 1).order;
      const pairs = order.map(({ id, cluster }) => ({ a: values.get(id)!, b: 0, cluster }));
      if ([20, 40, 60, 80, 100, 120].some((look) => pairedDifference(pairs.slice(0, look)).p < 0.05)) naive++;
    }
    // Two standard errors of 400 runs are 2 points.
    assert.ok(wrong / runs < 0.07, `${wrong} of ${runs}`);
    assert.ok(naive / runs > 0.1, `naive: ${naive} of ${runs}`);
  });
});

describe('length groups', () => {
  it('include their upper end', () => {
    assert.deepEqual([0, 8192, 8193, 1_048_576, 1_048_577].map(lengthGroup), [
      'up to 8K',
      'up to 8K',
      '8K to 16K',
      '512K to 1M',
      'over 1M',
    ]);
    assert.equal(new Set(lengthGroups).size, 9);
  });
});

describe('boundedInterval', () => {
  const same = (value: number, n: number) =>
    clusterMean(Array.from({ length: n }, (_, i) => ({ value, cluster: String(i) })));
  it('is not certain of what was right ten times in a row', () => {
    // Wilson's upper bound of 0 of 10 is 0.2775.
    const { low, high } = boundedInterval(same(1, 10), [0, 1]);
    assert.ok(Math.abs(low - 0.7225) < 1e-4);
    assert.equal(high, 1);
  });
  it('is the whole range for one cluster', () => {
    const { low, high } = boundedInterval(same(0.5, 1), [0, 1]);
    assert.deepEqual([low, high], [0, 1]);
  });
});
