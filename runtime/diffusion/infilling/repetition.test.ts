import assert from 'node:assert/strict';
import { endsInLoop } from './repetition';

describe('endsInLoop', () => {
  it('finds one token again and again, and longer units', () => {
    assert.ok(endsInLoop([5, 1, 1, 1, 1, 1, 1, 1, 1]));
    assert.ok(endsInLoop([9, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]));
  });

  it('lets short runs, runs that have ended and near repetitions pass', () => {
    assert.ok(!endsInLoop([1, 1, 1, 1, 1, 1, 1]));
    assert.ok(!endsInLoop([1, 1, 1, 1, 1, 1, 1, 1, 2]));
    assert.ok(!endsInLoop([1, 2, 3, 1, 2, 4, 1, 2, 3, 1, 2, 4]));
    assert.ok(!endsInLoop([]));
  });
});
