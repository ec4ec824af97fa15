import assert from 'node:assert/strict';
import { splitRows } from './splitRows';

const shares = { train: 0.7, val: 0.15, test: 0.15 };
const rows = Array.from({ length: 100 }, (_, id) => ({ id, description: `task ${id}` }));

describe('parts of rows', () => {
  it('are as large as they should be, and hold every row once', () => {
    const { train, val, test } = splitRows(rows, shares, 42);
    assert.deepEqual([train.length, val.length, test.length], [70, 15, 15]);
    assert.equal(new Set([...train, ...val, ...test]).size, 100);
  });

  it('are the same for one seed, and others for another', () => {
    assert.deepEqual(splitRows(rows, shares, 42), splitRows(rows, shares, 42));
    assert.notDeepEqual(splitRows(rows, shares, 42).test, splitRows(rows, shares, 43).test);
  });

  it('keep together what begins in one state', () => {
    const tied = rows.map((row) => ({ ...row, whetstone: { servers: ['memory'], seed: row.id % 10 } }));
    const parts = Object.values(splitRows(tied, shares, 42)).map((part) => new Set(part.map(({ id }) => id % 10)));
    assert.equal(
      parts.reduce((sum, seeds) => sum + seeds.size, 0),
      10,
    );
  });
});
