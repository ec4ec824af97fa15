import assert from 'node:assert/strict';
import type { GateModel, SuggestionEvidence } from '../../protocol';
import { chanceOf } from './chance';
import { featureNames, featuresOf, type FeatureName } from './features';

const evidence: SuggestionEvidence = {
  tokens: 4,
  meanLogProbability: -0.1,
  minLogProbability: -0.3,
  firstLogProbability: -0.05,
  endLogProbability: -0.2,
  copyMatch: 9,
  copied: 0.5,
  midWord: true,
};
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

describe('chance of a suggestion', () => {
  it('without a gate is the probability that the model gives to all tokens and the end', () => {
    near(chanceOf(evidence, undefined), Math.exp(4 * -0.1 - 0.2));
  });

  it('of a gate that trusts the model is the same', () => {
    const gate: GateModel = { features: ['ownLogOdds'], weights: [1], bias: 0, n: 1 };
    near(chanceOf(evidence, gate), chanceOf(evidence, undefined));
  });

  it('weighs features by their names, not by their places', () => {
    const gate: GateModel = { features: ['copied', 'minLogProbability'], weights: [2, 10], bias: 1, n: 1 };
    const swapped: GateModel = { features: ['minLogProbability', 'copied'], weights: [10, 2], bias: 1, n: 1 };
    near(chanceOf(evidence, gate), 1 / (1 + Math.exp(-(1 + 2 * 0.5 + 10 * -0.3))));
    near(chanceOf(evidence, swapped), chanceOf(evidence, gate));
  });

  it('refuses a gate that weighs what it does not know', () => {
    assert.throws(() => chanceOf(evidence, { features: ['mood'], weights: [1], bias: 0, n: 1 }), RangeError);
  });

  it('stays a number for what is impossible, certain or empty', () => {
    const gate: GateModel = { features: featureNames, weights: featureNames.map(() => 300), bias: 0, n: 1 };
    for (const changes of [
      { meanLogProbability: -Infinity, minLogProbability: -Infinity, firstLogProbability: -Infinity },
      { meanLogProbability: 0, minLogProbability: 0, firstLogProbability: 0, endLogProbability: 0 },
      { tokens: 0, endLogProbability: -Infinity },
    ]) {
      for (const each of [undefined, gate]) {
        const chance = chanceOf({ ...evidence, ...changes }, each);
        assert.ok(chance >= 0 && chance <= 1, `${chance}`);
      }
    }
  });

  it('has the features that it says it has', () => {
    const value = (name: FeatureName) => featuresOf(evidence, [name])[0]!;
    near(value('ownLogOdds'), Math.log(Math.exp(-0.6) / (1 - Math.exp(-0.6))));
    near(value('logTokens'), Math.log(4));
    near(value('logCopyMatch'), Math.log(10));
    near(value('minProbability'), Math.exp(-0.3));
    near(value('firstLogProbability'), -0.05);
    assert.deepEqual(featuresOf({ ...evidence, misfit: true }, ['midWord', 'misfit']), [1, 1]);
  });
});
