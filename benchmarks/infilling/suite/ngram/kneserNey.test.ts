import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { discountsOf, KneserNey } from './kneserNey';
import { readNgrams, writeNgrams } from './ngramStore';
import { LONGEST, SortedNgrams } from './sortedNgrams';

/** Tokens with the statistics of text: each depends on the two before. */
function sequence(length: number, vocab: number): Uint16Array {
  const tokens = new Uint16Array(length);
  let state = 1;
  for (let i = 2; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const noise = state >>> 24;
    tokens[i] = noise < 160 ? (tokens[i - 1]! * 5 + tokens[i - 2]! + 1) % vocab : noise % vocab;
  }
  return tokens;
}

const vocab = 11;
const tokens = sequence(700, vocab);
const ngrams = SortedNgrams.count(tokens, vocab);

/** All n-grams of a length, by a map: text -> how often, and which tokens stand to their left. */
function plainCounts(length: number) {
  const counts = new Map<string, { count: number; lefts: Set<number> }>();
  for (let at = 0; at + length <= tokens.length; at++) {
    const key = tokens.subarray(at, at + length).join(' ');
    const entry = counts.get(key) ?? { count: 0, lefts: new Set<number>() };
    entry.count++;
    entry.lefts.add(tokens[at - 1] ?? 0);
    counts.set(key, entry);
  }
  return counts;
}

describe('sorted n-grams', () => {
  for (let length = 1; length <= LONGEST; length++) {
    it(`counts all n-grams of ${length}`, () => {
      const found = new Map<string, number>();
      const contexts =
        length === 1 ? [[]] : [...plainCounts(length - 1).keys()].map((key) => key.split(' ').map(Number));
      for (const context of contexts) {
        const range = ngrams.find(context);
        assert.ok(range);
        const { tokens: next, counts } = ngrams.continuations(range, context.length);
        for (const [index, token] of next.entries()) found.set([...context, token].join(' '), counts[index]!);
      }
      const expected = [...plainCounts(length)].map(
        ([key, { count, lefts }]) => [key, length === LONGEST ? count : lefts.size] as const,
      );
      assert.deepEqual(new Map([...found].sort()), new Map(expected.sort()));
    });
  }

  it('finds nothing that is not there', () => {
    assert.equal(ngrams.find([vocab - 1, vocab - 1, vocab - 1, vocab - 1, vocab - 1]), undefined);
  });

  it('comes back from its files', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    try {
      const place = path.join(folder, 'ngrams');
      assert.equal(await readNgrams(place), undefined);
      await writeNgrams(place, ngrams);
      assert.deepEqual((await readNgrams(place))?.data, ngrams.data);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('Kneser-Ney smoothing', () => {
  const model = new KneserNey(ngrams, vocab);

  it('gives distributions, whatever the context', () => {
    for (const context of [[], [3], [...tokens.subarray(100, 104)], [...tokens.subarray(0, 9)], [10, 10, 10, 10]]) {
      const probabilities = model.next(context);
      assert.ok(probabilities.every((p) => p > 0));
      assert.ok(Math.abs(probabilities.reduce((sum, p) => sum + p, 0) - 1) < 1e-9);
    }
  });

  it('follows the formula of Chen and Goodman for two tokens of context', () => {
    const discounts = discountsOf(ngrams.data.countsOfCounts);
    const probability = (context: readonly number[], token: number): number => {
      const length = context.length + 1;
      const counts = [...plainCounts(length)].filter(([key]) =>
        key.startsWith(context.length === 0 ? '' : `${context.join(' ')} `),
      );
      const countOf = ({ count, lefts }: { count: number; lefts: Set<number> }) =>
        length === LONGEST ? count : lefts.size;
      const total = counts.reduce((sum, [, entry]) => sum + countOf(entry), 0);
      const discount = (count: number) => (count === 0 ? 0 : discounts[length - 1]![Math.min(count, 3) - 1]!);
      const own = counts.find(([key]) => key === [...context, token].join(' '))?.[1];
      const count = own === undefined ? 0 : countOf(own);
      const saved = counts.reduce((sum, [, entry]) => sum + discount(countOf(entry)), 0);
      const lower = context.length === 0 ? 1 / vocab : probability(context.slice(1), token);
      return (count - discount(count)) / total + (saved / total) * lower;
    };
    const context = [...tokens.subarray(50, 52)];
    const probabilities = model.next(context);
    for (let token = 0; token < vocab; token++) {
      assert.ok(Math.abs(probabilities[token]! - probability(context, token)) < 1e-12);
    }
  });

  it('learns the sequence better with more context', () => {
    const loss = (length: number) => {
      let sum = 0;
      for (let at = 300; at < 400; at++)
        sum -= Math.log(model.next([...tokens.subarray(at - length, at)])[tokens[at]!]!);
      return sum / 100;
    };
    assert.ok(loss(2) < loss(1) - 0.5 && loss(2) < loss(0) - 0.5, `${loss(0)} ${loss(1)} ${loss(2)}`);
  });

  it('discounts as published, and by a half where there is too little', () => {
    // y = 100 / (100 + 2 * 40) = 0.5556; D1 = 1 - 2y * 40/100, D2 = 2 - 3y * 20/40, D3 = 3 - 4y * 12/20
    const [found, small] = discountsOf([
      [100, 40, 20, 12],
      [3, 0, 0, 0],
    ]);
    const expected = [0.55556, 1.16667, 1.66667];
    assert.ok(
      found!.every((discount, i) => Math.abs(discount - expected[i]!) < 1e-4),
      String(found),
    );
    assert.deepEqual(small, [0.5, 0.5, 0.5]);
  });
});
