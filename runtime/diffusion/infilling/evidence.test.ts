import assert from 'node:assert/strict';
import type { Middle } from './decodeMiddle';
import { evidenceOf } from './evidence';
import type { Choice } from './windowSampler';

const choice = (token: number, probability: number, copied = false, match = 0): Choice => ({
  token,
  probability,
  ranked: [{ token, probability }],
  copied,
  match,
});
const middle = (choices: readonly (Choice | undefined)[], end?: Choice): Middle => ({
  tokens: choices.map((_, i) => i),
  choices,
  end,
  complete: true,
});
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

describe('evidence of a suggestion', () => {
  it('sums up probabilities, copies and the end', () => {
    const choices = [choice(1, 0.5, true, 20), choice(2, 0.25, true, 30), choice(3, 1)];
    const found = evidenceOf(middle(choices, choice(6, 0.8)), 3, [0.5, 0.25, 1], [0, 4, 9], true);
    near(found.meanLogProbability, (Math.log(0.5) + Math.log(0.25)) / 3);
    near(found.minLogProbability, Math.log(0.25));
    near(found.firstLogProbability, Math.log(0.5));
    near(found.endLogProbability, Math.log(0.8));
    near(found.copied, 2 / 3);
    assert.deepEqual([found.tokens, found.copyMatch, found.midWord], [3, 26, true]);
  });

  it('takes a line end that was cut off for the end', () => {
    const found = evidenceOf(middle([choice(1, 0.5), choice(2, 0.7)]), 1, [0.5], [0], false);
    near(found.endLogProbability, Math.log(0.7));
  });

  it('knows of no end where tokens ran out or a rule cut the text', () => {
    assert.equal(evidenceOf(middle([choice(1, 0.5)]), 1, [0.5], [0], false).endLogProbability, 0);
    assert.equal(evidenceOf(middle([choice(1, 0.5), undefined]), 1, [0.5], [0], false).endLogProbability, 0);
  });

  it('stays finite', () => {
    for (const value of Object.values(evidenceOf(middle([choice(1, 0)]), 1, [0], [0], false))) {
      assert.ok(typeof value === 'boolean' || Number.isFinite(value));
    }
    assert.equal(evidenceOf(middle([]), 0, [], [], false).meanLogProbability, 0);
  });
});
