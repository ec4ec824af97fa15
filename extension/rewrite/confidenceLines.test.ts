import assert from 'node:assert/strict';
import { linesAround } from './confidenceLines';

const lines = (count: number, length: number) => ({ lineCount: count, line: () => 'x'.repeat(length) });

describe('linesAround', () => {
  it('takes as many on either side as fit', () => {
    assert.deepEqual(linesAround(lines(100, 9), 50, { first: 0, last: 99 }, 109), { first: 45, last: 55 });
  });

  it('goes on below when there is nothing above, and the reverse', () => {
    assert.deepEqual(linesAround(lines(100, 9), 0, { first: 0, last: 99 }, 59), { first: 0, last: 5 });
    assert.deepEqual(linesAround(lines(100, 9), 99, { first: 0, last: 99 }, 59), { first: 94, last: 99 });
  });

  it('stays within what is visible', () => {
    assert.deepEqual(linesAround(lines(100, 9), 50, { first: 48, last: 51 }, 10_000), { first: 48, last: 51 });
  });

  it("takes the cursor's line however long it is", () => {
    assert.deepEqual(linesAround(lines(3, 5000), 1, { first: 0, last: 2 }, 100), { first: 1, last: 1 });
  });
});
