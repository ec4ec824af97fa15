import assert from 'node:assert/strict';
import { randomNumbers } from '../infilling/distribution';
import { RowReader, type TokenFilter } from './rowReader';
import { spansHold, spansOf, spansWithout, type TokenSpans } from './tokenSpans';

/** What the reference does: sort everything, cut, softmax; in double precision. */
function naive(logits: Float32Array, spans: TokenSpans, { temperature, topP, topK }: TokenFilter) {
  const allowed = [...logits.keys()].filter((id) => spansHold(spans, id));
  const value = (id: number) => logits[id]! / (temperature > 0 ? temperature : 1);
  const softmax = (ids: readonly number[], of: (id: number) => number) => {
    const top = Math.max(...ids.map(of));
    const sum = ids.reduce((all, id) => all + Math.exp(of(id) - top), 0);
    return new Map(ids.map((id) => [id, Math.exp(of(id) - top) / sum]));
  };
  let kept = [...allowed].sort((x, y) => value(y) - value(x) || x - y);
  const full = softmax(kept, value);
  if (topP < 1) {
    let before = 0;
    kept = kept.filter((id) => {
      const stays = before <= topP;
      before += full.get(id)!;
      return stays;
    });
  }
  if (topK !== undefined && kept.length > topK) {
    const least = value(kept[topK - 1]!);
    kept = kept.filter((id) => value(id) >= least);
  }
  const within = softmax(kept, value);
  const plain = softmax(allowed, (id) => logits[id]!);
  const sorted = kept.map((id) => within.get(id)!);
  return {
    kept,
    within,
    plain,
    margin: sorted[0]! - (sorted[1] ?? 0),
    entropy: sorted.reduce((sum, p) => sum - p * Math.log(p), 0),
  };
}

const close = (actual: number, expected: number, what: string) =>
  assert.ok(Math.abs(actual - expected) < 1e-7, `${what}: ${actual} instead of ${expected}`);

describe('row reader', function () {
  this.timeout(20_000);
  const random = randomNumbers(11);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const randomLogits = (size: number, spread: number) => Float32Array.from({ length: size }, () => spread * normal());

  it('works a nucleus out as by hand', () => {
    // Masses 0.5, 0.3, 0.15, 0.05; the first two exceed 0.7. Among themselves they are 0.625 and 0.375:
    // margin 0.25, entropy 0.625 ln(1.6) + 0.375 ln(2.6667) = 0.29376 + 0.36781 = 0.66157.
    const logits = Float32Array.from([0.5, 0.3, 0.15, 0.05], Math.log);
    const drawn = new RowReader(4, { temperature: 0, topP: 0.7 }).read(logits, 0, spansWithout(4, []), () => 0);
    assert.equal(drawn.token, 0);
    close(drawn.confidence, 0.625, 'confidence');
    close(drawn.margin, 0.25, 'margin');
    assert.ok(Math.abs(drawn.entropy - 0.66157) < 1e-4);
    close(drawn.probability, 0.5, 'probability among all');
    const { other } = drawn;
    assert.equal(other?.token, 1);
    close(other.probability, 0.3, 'probability of the other');
  });

  it('scales before it cuts', () => {
    // Squares of 0.5, 0.3, 0.2 are 0.25, 0.09, 0.04, that is 0.6579, 0.2368, 0.1053: the first exceeds 0.6 alone.
    const logits = Float32Array.from([0.5, 0.3, 0.2], Math.log);
    const drawn = new RowReader(3, { temperature: 0.5, topP: 0.6 }).read(logits, 0, spansWithout(3, []), () => 0.999);
    assert.deepEqual([drawn.token, drawn.confidence, drawn.entropy, drawn.margin], [0, 1, 0, 1]);
    close(drawn.probability, 0.5, 'probability');
  });

  const filters: readonly TokenFilter[] = [
    { temperature: 0, topP: 1 },
    { temperature: 0, topP: 0.9 },
    { temperature: 0.2, topP: 0.9 },
    { temperature: 0.7, topP: 0.95 },
    { temperature: 1, topP: 1 },
    { temperature: 1, topP: 0.3 },
    { temperature: 1.5, topP: 1 },
    { temperature: 1, topP: 1, topK: 5 },
    { temperature: 0.8, topP: 0.8, topK: 3 },
    { temperature: 1, topP: 0 },
  ];
  for (const filter of filters) {
    it(`agrees with sorting the whole row: ${JSON.stringify(filter)}`, () => {
      for (let round = 0; round < 60; round++) {
        const size = 40 + Math.floor(random() * 400);
        // Rows of one flat, of a few peaked, and of equal values.
        const logits = randomLogits(size, [0.2, 1, 4, 12][round % 4]!);
        if (round % 5 === 0) logits.forEach((value, id) => (logits[id] = Math.round(value)));
        const spans = spansWithout(size, [0, 7, 8, size - 1]);
        const expected = naive(logits, spans, filter);
        const drawn = new RowReader(size, filter).read(logits, 0, spans, random);
        assert.ok(expected.kept.includes(drawn.token));
        close(drawn.confidence, expected.within.get(drawn.token)!, 'confidence');
        close(drawn.margin, expected.margin, 'margin');
        close(drawn.entropy, expected.entropy, 'entropy');
        close(drawn.probability, expected.plain.get(drawn.token)!, 'probability');
        if (filter.temperature === 0) assert.equal(logits[drawn.token], logits[expected.kept[0]!]);
      }
    });
  }

  it('draws exactly the tokens of the nucleus, each as often as it should', () => {
    const logits = randomLogits(60, 1.5);
    const spans = spansWithout(60, [3]);
    const filter = { temperature: 0.9, topP: 0.8 };
    const expected = naive(logits, spans, filter);
    const reader = new RowReader(60, filter);
    const draws = 5000;
    const seen = new Map<number, number>();
    for (let at = 0; at < draws; at++) {
      const { token } = reader.read(logits, 0, spans, () => (at + 0.5) / draws);
      seen.set(token, (seen.get(token) ?? 0) + 1);
    }
    assert.deepEqual(
      [...seen.keys()].sort((x, y) => x - y),
      [...expected.kept].sort((x, y) => x - y),
    );
    for (const [token, count] of seen) {
      assert.ok(Math.abs(count / draws - expected.within.get(token)!) < 2 / draws, `token ${token}`);
    }
  });

  it('draws from the whole row without a nucleus', () => {
    const logits = randomLogits(50, 2);
    const spans = spansWithout(50, [10, 11]);
    const expected = naive(logits, spans, { temperature: 1.3, topP: 1 });
    const reader = new RowReader(50, { temperature: 1.3, topP: 1 });
    const draws = 5000;
    const seen = new Float64Array(50);
    for (let at = 0; at < draws; at++)
      seen[reader.read(logits, 0, spans, () => (at + 0.5) / draws).token]! += 1 / draws;
    for (const [token, share] of seen.entries()) {
      assert.ok(Math.abs(share - (expected.within.get(token) ?? 0)) < 2 / draws, `token ${token}`);
    }
  });

  it('reads the row it is asked for, also with huge logits', () => {
    const logits = Float32Array.from([1, 2, 3, 1e30, -1e30, 1e30]);
    const drawn = new RowReader(3, { temperature: 0, topP: 1 }).read(logits, 1, spansWithout(3, []), () => 0);
    assert.deepEqual([drawn.token, drawn.probability, drawn.other], [0, 0.5, { token: 2, probability: 0.5 }]);
  });

  it('gives the probability of any token, and the greatest', () => {
    const logits = Float32Array.from([0.5, 0.3, 0.15, 0.05], Math.log);
    const reader = new RowReader(4, { temperature: 0.3, topP: 0.2 });
    const spans = spansWithout(4, [0]);
    close(reader.probabilityOf(logits, 0, spans, 2), 0.3, 'among 0.3, 0.15 and 0.05');
    close(reader.greatestProbability(logits, 0, spans), 0.6, 'greatest');
  });

  it('refuses rows without a choice', () => {
    const reader = new RowReader(2, { temperature: 0, topP: 1 });
    assert.throws(() => reader.read(Float32Array.from([NaN, NaN]), 0, spansWithout(2, []), () => 0), RangeError);
    assert.throws(() => reader.read(Float32Array.from([1, 2]), 0, spansOf([]), () => 0), RangeError);
  });
});

describe('token spans', () => {
  it('hold what is not excluded', () => {
    assert.deepEqual([...spansWithout(10, [9, 0, 4, 5, 12])], [1, 4, 6, 9]);
    assert.deepEqual([...spansWithout(3, [])], [0, 3]);
    assert.deepEqual([...spansWithout(2, [1, 0])], []);
  });

  it('join neighbours', () => {
    assert.deepEqual([...spansOf([7, 3, 4, 9, 3])], [3, 5, 7, 8, 9, 10]);
    const spans = spansOf([7, 3, 4]);
    assert.deepEqual(
      [2, 3, 4, 5, 6, 7, 8].map((id) => spansHold(spans, id)),
      [false, true, true, false, false, true, false],
    );
  });
});
