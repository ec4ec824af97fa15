import assert from 'node:assert/strict';
import { madeFunctions, measureDuplicates } from './duplicateRows';

describe('speed of telling of duplicates', () => {
  it('finds one function in ten to double another one, and times each edit', async () => {
    const found = await measureDuplicates(60, 3, new AbortController().signal);
    assert.deepEqual([found.tools, found.groups, found.edit.n], [60, 6, 3]);
    assert.ok(found.seconds > 0 && found.edit.p95 >= found.edit.median && found.edit.median > 0);
  });

  it('makes the same folder each time', () => assert.deepEqual(madeFunctions(30), madeFunctions(30)));
});
