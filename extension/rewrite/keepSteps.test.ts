import assert from 'node:assert/strict';
import { keepSteps, nextKeep, readKeep, sliderText } from './keepSteps';

describe('the slider of what stays', () => {
  it('goes through its stops and ends at both ends', () => {
    assert.deepEqual(
      keepSteps.map((step) => nextKeep(step, 1)),
      [0.25, 0.5, 0.75, 0.75],
    );
    assert.deepEqual(
      keepSteps.map((step) => nextKeep(step, -1)),
      [0, 0, 0.25, 0.5],
    );
    assert.equal(nextKeep(0.6, 1), 0.75);
    assert.equal(nextKeep(0.6, -1), 0.5);
  });

  it('looks different at every stop', () => {
    assert.equal(new Set(keepSteps.map(sliderText)).size, keepSteps.length);
  });

  it('takes only shares from keybindings.json', () => {
    assert.deepEqual([0, 0.3, 1, -1, '0.5', undefined, NaN].map(readKeep), [
      0,
      0.3,
      ...Array<undefined>(5).fill(undefined),
    ]);
  });
});
