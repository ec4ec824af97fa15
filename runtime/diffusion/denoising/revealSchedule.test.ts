import assert from 'node:assert/strict';
import { countToReveal, referenceShare, shareToReveal, type RevealSchedule } from './revealSchedule';

const reference: RevealSchedule = { kind: 'reference', epsilon: 1e-3 };

/** Revealed slots of each step. */
function counts(schedule: RevealSchedule, masks: number, steps: number): readonly number[] {
  let left = masks;
  return Array.from({ length: steps }, (_, step) => {
    const count = left === 0 ? 0 : countToReveal(schedule, step, steps, left);
    left -= count;
    return count;
  });
}

describe('reveal schedule', () => {
  it('is even: never idle, never late', () => {
    assert.deepEqual(counts({ kind: 'even' }, 7, 3), [3, 2, 2]);
    assert.deepEqual(counts({ kind: 'even' }, 8, 8), new Array(8).fill(1));
    assert.deepEqual(counts({ kind: 'even' }, 3, 5), [1, 1, 1, 0, 0]);
    for (const masks of [1, 2, 5, 16, 31]) {
      for (const steps of [1, 2, 3, 8, 40]) {
        const each = counts({ kind: 'even' }, masks, steps);
        assert.equal(
          each.reduce((sum, count) => sum + count, 0),
          masks,
        );
        assert.ok(each[0]! - each[Math.min(masks, steps) - 1]! <= 1);
      }
    }
  });

  it('reveals one slot a step when no number of steps is given', () => {
    assert.equal(countToReveal({ kind: 'even' }, 5, undefined, 9), 1);
    assert.equal(shareToReveal({ kind: 'even' }, 5, undefined, 4), 1 / 4);
  });

  it('reveals all that is left when the steps are used up', () => {
    assert.equal(countToReveal({ kind: 'even' }, 9, 4, 6), 6);
  });

  // What follows are facts of the published formula, not of ours.
  it('reference: with as many steps as masks reveals nothing in the first step and two in the last', () => {
    for (const masks of [8, 16, 32, 64, 768]) {
      const each = counts(reference, masks, masks);
      assert.equal(each[0], 0, `${masks} masks`);
      assert.equal(each.at(-1), 2, `${masks} masks`);
      assert.deepEqual(each.slice(1, -1), new Array(masks - 2).fill(1), `${masks} masks`);
    }
  });

  it('reference: with 32 steps for 16 masks 17 passes reveal nothing', () => {
    const each = counts(reference, 16, 32);
    assert.equal(each.filter((count) => count === 0).length, 17);
    assert.equal(
      each.reduce((sum, count) => sum + count, 0),
      16,
    );
  });

  it('reference: 768 masks in 512 steps go by ones and twos, and the last step takes four', () => {
    const each = counts(reference, 768, 512);
    assert.deepEqual(each.slice(0, 2), [1, 1]);
    assert.equal(each.at(-1), 4);
    assert.deepEqual([...new Set(each)].sort(), [1, 2, 4]);
  });

  it('reference: takes a share of what is left', () => {
    // Times 1, 0.75025, 0.5005, 0.25075 and 0.001.
    assert.ok(Math.abs(referenceShare(0, 4, 1e-3) - 0.24975) < 1e-12);
    assert.ok(Math.abs(referenceShare(1, 4, 1e-3) - (1 - 0.5005 / 0.75025)) < 1e-12);
    assert.equal(referenceShare(3, 4, 1e-3), 1);
  });
});
