import assert from 'node:assert/strict';
import { mergedTool } from '../testing/rendered';
import { planDuplicates } from './planDuplicates';

describe('the function that stays of duplicates', () => {
  const [documented, plain] = [mergedTool('a.py', 'divisors', 'All divisors.'), mergedTool('b.py', 'factors')];

  const kept = (secondsOfDocumented: number, secondsOfPlain: number) => {
    const run = (seconds: number) => ({ status: 'run', hash: 'h', cases: 64, raised: 0, seconds }) as const;
    const group = {
      id: 'g',
      members: [documented.id, plain.id],
      relation: 'duplicates',
      topic: '',
      reasons: [],
    } as const;
    const merges = planDuplicates(
      [group],
      new Map([documented, plain].map((tool) => [tool.id, tool])),
      new Map([
        [documented.id, run(secondsOfDocumented)],
        [plain.id, run(secondsOfPlain)],
      ]),
    );
    return merges[0]?.target.access;
  };

  it('is the one that people find, where both are about as quick', () => {
    assert.equal(kept(0.01, 0.01), 'divisors');
    assert.equal(kept(0.09, 0.001), 'divisors');
    assert.equal(kept(3, 1), 'divisors');
  });

  it('is the quicker one, where the other takes many times as long', () => {
    assert.equal(kept(2, 0.01), 'factors');
    assert.equal(kept(6, 1), 'factors');
  });
});
