import assert from 'node:assert/strict';
import { boundedCount, factorCount, thresholdCount } from './parallelAcceptance';

describe('parallel acceptance', () => {
  it('by threshold: as many as are at least so probable', () => {
    const confidences = [0.99, 0.9, 0.8, 0.3];
    assert.deepEqual(
      [1, 0.95, 0.9, 0.5, 0].map((at) => thresholdCount(confidences, at)),
      [0, 1, 2, 3, 4],
    );
  });

  it('by factor: the greatest n with (n + 1)(1 - c) < f', () => {
    // n = 1: 2 * 0.05 = 0.1; n = 2: 3 * 0.1 = 0.3; n = 3: 4 * 0.4 = 1.6.
    const confidences = [0.95, 0.9, 0.6];
    assert.deepEqual(
      [0.05, 0.2, 0.5, 1.5, 2].map((factor) => factorCount(confidences, factor)),
      [0, 1, 2, 2, 3],
    );
  });

  it('by factor: takes any number of slots that are quite sure', () => {
    assert.equal(factorCount(new Array<number>(50).fill(1), 0.1), 50);
  });

  it('by entropy: the sum without its greatest part stays within the bound', () => {
    // Without the last one: 0; 0.05; 0.15; 0.45.
    const entropies = [0.05, 0.1, 0.3, 0.9];
    assert.deepEqual(
      [0, 0.05, 0.1, 0.2, 0.5].map((bound) => boundedCount(entropies, bound)),
      [1, 2, 2, 3, 4],
    );
    assert.equal(boundedCount([], 1), 0);
    assert.equal(boundedCount([0, 0, 0, 2], 0), 4);
  });
});
