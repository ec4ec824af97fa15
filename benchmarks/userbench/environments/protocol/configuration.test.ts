import assert from 'node:assert/strict';
import { BadInputError } from '../../../core/badInputError';
import { configurationOf, userrlEvaluation } from './configuration';

describe('configuration of an environment', () => {
  it('has the published defaults', () => {
    assert.deepEqual(configurationOf({}), {
      maxSteps: 20,
      searchFailureInterval: 5,
      elicitationInterval: 3,
      rewardScale: 1,
      stepPenalty: 0,
      searchCorrectReward: 0.2,
      preferenceCorrectReward: 0.2,
      choiceBestReward: 1,
      choiceCorrectReward: 0.8,
      wrongChoicePenalty: 0,
      wrongChoiceNumber: 10,
      noiseChoiceNumber: 5,
      oneChoicePerAspect: true,
      normalizeRewards: false,
      dataMode: 'random',
      maxTokens: 2048,
    });
  });

  it("takes UserRL's for its evaluation", () => {
    const { preferenceCorrectReward, maxSteps } = configurationOf(userrlEvaluation);
    assert.deepEqual([preferenceCorrectReward, maxSteps], [0.6, 16]);
  });

  it('refuses a name that it does not know, and a value out of range, and names both', () => {
    assert.throws(
      () => configurationOf({ maxStep: 3, elicitationInterval: -1 }),
      (error) =>
        error instanceof BadInputError &&
        error.message.includes('maxStep') &&
        error.message.includes('elicitationInterval'),
    );
  });
});
