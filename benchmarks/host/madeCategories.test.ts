import assert from 'node:assert/strict';
import { allMakers } from '../locobench/scenarios';
import { madeCategories } from './protocol';

describe('Categories that the page offers', () => {
  it('are those that there are makers of', () => {
    assert.deepEqual([...madeCategories].sort(), [...new Set(allMakers.map(({ category }) => category))].sort());
  });
});
