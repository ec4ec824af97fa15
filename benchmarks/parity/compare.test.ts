import assert from 'node:assert/strict';
import { agrees, checksOf } from './compare';

describe('comparing with golden values', () => {
  it('takes numbers within 1e-9, and nothing for a missing one', () => {
    assert.ok(agrees(0.1 + 0.2, 0.3));
    assert.ok(!agrees(0.3, 0.300_000_01));
    assert.ok(!agrees(0, undefined));
    assert.ok(!agrees(0, null));
    assert.ok(!agrees(Number.NaN, Number.NaN));
  });

  it('takes lists by order and length, objects by their keys', () => {
    assert.ok(agrees([['a', 1]], [['a', 1 + 1e-12]]));
    assert.ok(!agrees(['a', 'b'], ['b', 'a']));
    assert.ok(!agrees(['a'], ['a', 'b']));
    assert.ok(!agrees([{ a: 1 }], [{ a: 1, b: 2 }]));
  });

  it('goes down to every value, and names its place', () => {
    assert.deepEqual(checksOf('case', 'metrics', { a: { b: 1 }, c: [] }, { a: {} }), [
      { case: 'case', key: 'metrics.a.b', expected: 1, actual: undefined },
      { case: 'case', key: 'metrics.c', expected: [], actual: undefined },
    ]);
  });
});
