import assert from 'node:assert/strict';
import { firstState } from '../pageState';
import { locoData } from '../testing/locoFixture';
import { isQueueAddress, startParams } from './startParams';

const data = locoData(0);
const setUp = { ...firstState.setUp, set: data.sets[1]!.folder, models: ['local/coder-24b'] };

describe('what a run is started with', () => {
  it('is in micro-dollars, shares of 1, and the seed of the set', () => {
    const params = startParams({ ...setUp, budget: 2.5, halfWidth: 4 }, data);
    assert.deepEqual(
      [params?.budget, params?.sampling, params?.seed],
      [2_500_000, { batch: 8, minimum: 24, halfWidth: 0.04, confidence: 0.95 }, 7],
    );
  });

  it('is nothing while no model is chosen, and when the set is gone', () => {
    assert.equal(startParams({ ...setUp, models: [] }, data), undefined);
    assert.equal(startParams({ ...setUp, set: '/gone' }, data), undefined);
  });

  it("keeps the user's own local only", () => {
    assert.equal(startParams(setUp, { ...data, localOnly: true })?.localOnly, true);
  });

  it('takes an address of Redis for a queue, and nothing else', () => {
    const good = ['redis://box:6379', 'rediss://box', 'redis://[::1]:6379/2'];
    const bad = ['box:6379', 'http://box', 'redis://', 'redis://me:secret@box:6379'];
    assert.deepEqual([...good, ...bad].filter(isQueueAddress), good);
  });
});
