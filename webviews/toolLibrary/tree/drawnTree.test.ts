import assert from 'node:assert/strict';
import { drawnTree, groupsAt } from './drawnTree';

/** a and b are near, c joins them, d stands apart. */
const four = {
  leaves: 4,
  merges: [
    { left: 1, right: 0, height: 0.1, size: 2 },
    { left: 4, right: 2, height: 0.4, size: 3 },
    { left: 5, right: 3, height: 0.9, size: 4 },
  ],
};
/** Each tool joins the chain of those before. */
const chain = (leaves: number) => ({
  leaves,
  merges: Array.from({ length: leaves - 1 }, (_, at) => ({
    ...{ left: at === 0 ? 0 : leaves + at - 1, right: at + 1, height: (at + 1) / leaves, size: at + 2 },
  })),
});

describe('drawnTree', () => {
  it('puts branches side by side without crossing, each join over the middle of its two', () => {
    const { joins, branches, folded } = drawnTree(four, 10);
    assert.deepEqual(
      joins.map(({ left, right, height }) => [left.x, right.x, height]),
      [
        [0, 1, 0.1],
        [0.5, 2, 0.4],
        [1.25, 3, 0.9],
      ],
    );
    assert.deepEqual([branches.map(({ size }) => size), folded], [[1, 1, 1, 1], false]);
  });

  it('folds what joins low where there is more than can be drawn', () => {
    const { branches, folded, joins } = drawnTree(four, 2);
    assert.deepEqual(
      [branches, folded, joins.length],
      [
        [
          { size: 3, height: 0.4 },
          { size: 1, height: 0 },
        ],
        true,
        1,
      ],
    );
  });

  it('draws a chain of ten thousand without going too deep', () => {
    const { branches } = drawnTree(chain(10_000), 120);
    assert.equal(branches.length, 120);
    assert.equal(
      branches.reduce((sum, { size }) => sum + size, 0),
      10_000,
    );
  });

  it('draws tools that nothing joins', () => {
    assert.deepEqual(drawnTree({ leaves: 2, merges: [] }, 10).branches.length, 2);
    assert.deepEqual(drawnTree({ leaves: 0, merges: [] }, 10), { joins: [], branches: [], folded: false });
  });
});

describe('groupsAt', () => {
  it('counts groups and those of one tool', () => {
    assert.deepEqual(
      [0, 0.1, 0.5, 1].map((height) => groupsAt(four, height)),
      [
        { groups: 4, alone: 4 },
        { groups: 3, alone: 2 },
        { groups: 2, alone: 1 },
        { groups: 1, alone: 0 },
      ],
    );
  });
});
