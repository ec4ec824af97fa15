import assert from 'node:assert/strict';
import { bestCandidates } from './distribution';

const logits = Float32Array.from([0, Math.log(0.5), Math.log(0.3), Math.log(0.2), 5]);
const allowed = Int32Array.from([1, 2, 3]);
const mixed = (entries: readonly (readonly [number, number])[], own = 1) => ({
  masses: { tokens: new Map(entries), total: entries.reduce((sum, [, mass]) => sum + mass, 0) },
  modelMass: () => own,
});
const probabilities = (...args: Parameters<typeof bestCandidates>) =>
  bestCandidates(...args).map(({ token, probability }) => [token, Math.round(probability * 1e4) / 1e4]);

describe('best candidates', () => {
  it('are those of the softmax over what is allowed', () => {
    assert.deepEqual(probabilities(logits, 0, 5, allowed), [
      [1, 0.5],
      [2, 0.3],
      [3, 0.2],
    ]);
  });

  it('are those of the mixture with other masses', () => {
    assert.deepEqual(probabilities(logits, 0, 5, allowed, mixed([[3, 1]])), [
      [3, 0.6],
      [1, 0.25],
      [2, 0.15],
    ]);
    assert.deepEqual(probabilities(logits, 0, 5, allowed, mixed([[2, 0.1]], 0.9))[0], [1, 0.45]);
    assert.deepEqual(probabilities(logits, 0, 5, allowed, mixed([])), probabilities(logits, 0, 5, allowed));
  });

  it('add up to one', () => {
    const sum = bestCandidates(
      logits,
      0,
      5,
      allowed,
      mixed([
        [1, 0.3],
        [3, 2],
      ]),
    ).reduce((all, one) => all + one.probability, 0);
    assert.ok(Math.abs(sum - 1) < 1e-6);
  });

  it("asks for the model's mass by its greatest probability", () => {
    const seen: number[] = [];
    const { masses } = mixed([[3, 1]]);
    bestCandidates(logits, 0, 5, allowed, { masses, modelMass: (greatest) => (seen.push(greatest), 1) });
    assert.ok(Math.abs(seen[0]! - 0.5) < 1e-6);
  });
});
