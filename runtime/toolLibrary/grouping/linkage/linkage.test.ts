import assert from 'node:assert/strict';
import type { SimilarityView } from '../types';
import { averageLinkage } from './averageLinkage';
import { condensedDistances, mostTools } from './condensedDistances';
import { cut } from './cut';

/** Distances of pairs that are the same at every run. */
function madeDistances(count: number, seed: number, steps = 0): Float32Array {
  let state = seed;
  return Float32Array.from({ length: (count * (count - 1)) / 2 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const value = state / 2 ** 32;
    return steps > 0 ? Math.round(value * steps) / steps : value;
  });
}

/** Always joins the two nearest, and averages all pairs anew: no shortcut. */
function naiveHeights(count: number, values: Float32Array): { heights: number[]; clusters: string[] } {
  let clusters = Array.from({ length: count }, (_, at) => [at]);
  const between = (one: readonly number[], other: readonly number[]) => {
    let sum = 0;
    for (const a of one) {
      for (const b of other) sum += values[(Math.max(a, b) * (Math.max(a, b) - 1)) / 2 + Math.min(a, b)]!;
    }
    return sum / (one.length * other.length);
  };
  const heights: number[] = [];
  const made: string[] = [];
  while (clusters.length > 1) {
    let best = { one: 0, other: 1, distance: Infinity };
    for (let one = 0; one < clusters.length; one++) {
      for (let other = one + 1; other < clusters.length; other++) {
        const distance = between(clusters[one]!, clusters[other]!);
        if (distance < best.distance) best = { one, other, distance };
      }
    }
    const joined = [...clusters[best.one]!, ...clusters[best.other]!].sort((a, b) => a - b);
    heights.push(best.distance);
    made.push(joined.join());
    clusters = [...clusters.filter((_, at) => at !== best.one && at !== best.other), joined];
  }
  return { heights, clusters: made };
}

describe('averageLinkage', () => {
  for (const [count, seed] of [
    [2, 1],
    [3, 5],
    [25, 2],
    [60, 3],
    [90, 4],
  ] as const) {
    it(`gives the tree of the naive way for ${count} tools (seed ${seed})`, async () => {
      const values = madeDistances(count, seed);
      const naive = naiveHeights(count, values);
      const { merges } = await averageLinkage({ count, values: values.slice() });
      const members = new Map<number, number[]>(Array.from({ length: count }, (_, at) => [at, [at]]));
      const clusters = merges.map(({ left, right, size }, at) => {
        const all = [...members.get(left)!, ...members.get(right)!].sort((a, b) => a - b);
        members.set(count + at, all);
        assert.equal(all.length, size);
        return all.join();
      });
      assert.deepEqual([...clusters].sort(), [...naive.clusters].sort());
      const heights = naive.heights.sort((a, b) => a - b);
      merges.forEach(({ height }, at) => assert.ok(Math.abs(height - heights[at]!) < 1e-5, `${height} ${heights[at]}`));
    });
  }
  it('never falls, and ends where many distances are equal', async () => {
    const { merges } = await averageLinkage({ count: 120, values: madeDistances(120, 9, 3) });
    assert.equal(merges.length, 119);
    for (let at = 1; at < merges.length; at++) assert.ok(merges[at]!.height >= merges[at - 1]!.height);
  });
  it('has nothing to join of one tool or none', async () => {
    for (const count of [0, 1]) {
      assert.deepEqual(await averageLinkage({ count, values: new Float32Array() }), { leaves: count, merges: [] });
    }
  });
  it('can be broken off', async () => {
    const work = { signal: AbortSignal.abort(new Error('enough')) };
    await assert.rejects(averageLinkage({ count: 3, values: madeDistances(3, 1) }, work), /enough/);
  });
});

describe('cut', () => {
  // 0 and 1 at 0.1, 2 and 3 at 0.2, all at 0.6; 4 joins at 0.9.
  const dendrogram = {
    leaves: 5,
    merges: [
      { left: 0, right: 1, height: 0.1, size: 2 },
      { left: 2, right: 3, height: 0.2, size: 2 },
      { left: 5, right: 6, height: 0.6, size: 4 },
      { left: 7, right: 4, height: 0.9, size: 5 },
    ],
  };
  it('has every tool once, in clusters that were joined at the height or below', () => {
    assert.deepEqual(cut(dendrogram, 0), [[0], [1], [2], [3], [4]]);
    assert.deepEqual(cut(dendrogram, 0.15), [[0, 1], [2], [3], [4]]);
    assert.deepEqual(cut(dendrogram, 0.6), [[0, 1, 2, 3], [4]]);
    assert.deepEqual(cut(dendrogram, 1), [[0, 1, 2, 3, 4]]);
  });
  it('goes further down where a cluster is too large', () => {
    assert.deepEqual(cut(dendrogram, 1, { maximumSize: 3 }), [[0, 1], [2, 3], [4]]);
    assert.deepEqual(cut(dendrogram, 1, { maximumSize: 1 }), [[0], [1], [2], [3], [4]]);
  });
  it('refuses sizes that no cluster has', () =>
    assert.throws(() => cut(dendrogram, 1, { maximumSize: 0 }), RangeError));
  it('has no clusters of no tools', () => assert.deepEqual(cut({ leaves: 0, merges: [] }, 1), []));
});

describe('condensedDistances', () => {
  const view = (weight: number, similarity: number): SimilarityView => ({
    name: 'text',
    weight,
    fill: (tool, row) => row.fill(similarity, 0, tool),
  });
  it('is 1 less the weighted mean of what is known', async () => {
    const { values } = await condensedDistances(2, [view(0.5, 0.8), view(0.25, 0.2), view(10, NaN)]);
    assert.ok(Math.abs(values[0]! - (1 - (0.5 * 0.8 + 0.25 * 0.2) / 0.75)) < 1e-6);
  });
  it('is 1 where nothing is known', async () => {
    assert.deepEqual([...(await condensedDistances(2, [view(1, NaN)])).values], [1]);
  });
  it('refuses more tools than there is room for, before it takes any', async () => {
    await assert.rejects(condensedDistances(mostTools + 1, []), /too many/);
  });
});
