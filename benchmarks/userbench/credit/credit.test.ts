import assert from 'node:assert/strict';
import { BadInputError } from '../../core/badInputError';
import { groupAdvantages, trajectoryScore, turnCredits } from './paperCredit';
import { releasedAdvantages, releasedTrajectoryScore, releasedTurnCredits, releasedTurnMethod } from './releasedCredit';

const near = (actual: readonly number[], expected: readonly number[]) => {
  assert.equal(actual.length, expected.length);
  for (const [index, value] of actual.entries()) assert.ok(Math.abs(value - expected[index]!) < 1e-12, String(actual));
};

describe('credit as the paper has it', () => {
  const rewards = [0.2, 0, 0.8];

  it('leaves rewards as they are, gives all the same, or what is still to come', () => {
    near(turnCredits(rewards, { kind: 'naive' }), rewards);
    near(turnCredits(rewards, { kind: 'equalized', credit: 0.5 }), [0.5, 0.5, 0.5]);
    near(turnCredits(rewards, { kind: 'reward-to-go', gamma: 0.5 }), [0.4, 0.4, 0.8]);
  });

  it('maps 0 to a half and 1 to 1', () => {
    near(turnCredits([0, 1], { kind: 'exponential', k: 3 }), [0.5, 1]);
  });

  it('sums a trajectory, which the code does not', () => {
    near([trajectoryScore(rewards, { kind: 'sum' })], [1]);
    near([releasedTrajectoryScore(rewards, 'Sum')], [0.3333]);
    assert.equal(trajectoryScore([], { kind: 'reward-to-go', gamma: 0.8 }), 0);
  });

  it('compares credits with the trajectory scores of their group', () => {
    const [first, second] = groupAdvantages([[1], [0]], { turn: { kind: 'naive' }, trajectory: { kind: 'sum' } });
    near(first!, [0.5 / (Math.SQRT1_2 + 1e-6)]);
    near(second!, [-0.5 / (Math.SQRT1_2 + 1e-6)]);
  });
});

describe('credit as the released code has it', () => {
  it('rounds halves of the binary value to the even digit, as Python does', () => {
    // 1/32 is 0.03125 exactly; 0.00015 lies a little below the half.
    assert.equal(releasedTrajectoryScore([0.03125], 'Sum'), 0.0312);
    assert.equal(releasedTrajectoryScore([0.09375], 'Sum'), 0.0938);
    assert.equal(releasedTrajectoryScore([0.00015], 'Sum'), 0.0001);
    assert.equal(releasedTrajectoryScore([-0.03125], 'Sum'), -0.0312);
  });

  it('knows no method of the name Naive', () => {
    assert.throws(() => releasedTurnMethod('Naive'), BadInputError);
    assert.deepEqual(releasedTurnCredits([0.3], 'Equalized'), [1]);
  });

  it('gives tokens before the first turn and masked ones nothing', () => {
    const [tokens] = releasedAdvantages([{ group: 'a', rewards: [1], starts: [1], mask: [1, 1, 0, 1] }], {
      turn: 'Equalized',
      trajectory: 'Sum',
      epsilon: 0,
    });
    near(tokens!, [0, 1, 0, 1]);
  });
});
