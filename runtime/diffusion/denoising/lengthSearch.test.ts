import assert from 'node:assert/strict';
import type { LengthBias } from './lengthCalibration';
import { biasOf } from './lengthCalibration';
import { chooseLength, meanConfidence } from './lengthSearch';
import {
  a,
  b,
  c,
  d,
  fixedOnly,
  forbidden,
  mask,
  never,
  ScriptedPasses,
  type Distribution,
} from './test/scriptedPasses';

/** The fit that CAL publishes for Dream-Coder and DiffuCoder. */
const published: LengthBias = { a: 1, b: 1.77, c: 0.56, d: 0.06, e: 0.24 };
const calibration = { bias: published, points: [] };

/** Passes in which each of so many masks has this greatest probability. */
const curve = (confidence: (length: number) => number) => {
  const asked: number[] = [];
  return {
    asked,
    passesFor: (length: number) => {
      asked.push(length);
      return new ScriptedPasses(({ slots }) => {
        assert.deepEqual(slots, new Array(length).fill(mask));
        const rest = (1 - confidence(length)) / 3;
        return [
          [a, confidence(length)],
          [b, rest],
          [c, rest],
          [d, rest],
        ];
      });
    },
  };
};
/** A model that knows that `truth` tokens belong there: its confidence is a tenth above what its bias says. */
const knowing = (truth: number) =>
  curve((length) => biasOf(published, length) * (0.8 + 0.1 * Math.exp(-((length - truth) ** 2) / 8)));

describe('length by calibrated probing', () => {
  it('finds the length that the confidences speak for, against their bias to short ones', async () => {
    for (const truth of [1, 2, 3, 5, 7, 10, 12, 15, 24]) {
      const { passesFor } = knowing(truth);
      const found = await chooseLength(passesFor, fixedOnly, { calibration, longest: 32 }, never);
      assert.equal(found.tokens, truth);
    }
  });

  it('would choose the shortest without calibration', async () => {
    const { passesFor } = knowing(12);
    const none = { bias: { a: 0, b: 0, c: 0, d: 0, e: 1 }, points: [] };
    const found = await chooseLength(passesFor, fixedOnly, { calibration: none, longest: 32 }, never);
    assert.equal(found.tokens, 1);
  });

  it('tries a grid, then the neighbours of the best: one pass for each, none twice', async () => {
    const { passesFor, asked } = knowing(12);
    const { probes } = await chooseLength(passesFor, fixedOnly, { calibration, longest: 32 }, never);
    assert.deepEqual(asked, [2, 4, 6, 8, 12, 16, 24, 32, 10, 11, 13, 14]);
    assert.deepEqual(
      probes.map(({ tokens }) => tokens),
      asked,
    );
    const best = probes.find(({ tokens }) => tokens === 12)!;
    assert.ok(Math.abs(best.score - 0.9) < 1e-6);
    assert.ok(Math.abs(best.confidence - 0.9 * biasOf(published, 12)) < 1e-6);
  });

  it('stays within what is allowed', async () => {
    const short = knowing(12);
    assert.equal((await chooseLength(short.passesFor, fixedOnly, { calibration, longest: 5 }, never)).tokens, 5);
    assert.deepEqual(short.asked, [2, 4, 3, 5]);
    const one = knowing(12);
    assert.equal((await chooseLength(one.passesFor, fixedOnly, { calibration, longest: 1 }, never)).tokens, 1);
    assert.deepEqual(one.asked, [1]);
    await assert.rejects(chooseLength(one.passesFor, fixedOnly, { calibration, longest: 0 }, never), {
      kind: 'bad-request',
    });
  });

  it('takes the shortest of equals', async () => {
    const same = curve(() => 0.5);
    const none = { bias: { a: 0, b: 0, c: 0, d: 0, e: 1 }, points: [] };
    const found = await chooseLength(same.passesFor, fixedOnly, { calibration: none, longest: 16 }, never);
    assert.equal(found.tokens, 1);
  });

  it('measures the mean of the greatest probabilities among what is allowed', async () => {
    // Slot 0: 0.5 of 0.8 allowed = 0.625. Slot 1: 0.9 of 1. Mean 0.7625.
    const rows: readonly Distribution[] = [
      [
        [forbidden, 0.1],
        [mask, 0.1],
        [a, 0.5],
        [b, 0.3],
      ],
      [
        [c, 0.9],
        [d, 0.1],
      ],
    ];
    const confidence = await meanConfidence(new ScriptedPasses(({ slot }) => rows[slot]!), 2, fixedOnly, never);
    assert.ok(Math.abs(confidence - 0.7625) < 1e-6);
  });
});
