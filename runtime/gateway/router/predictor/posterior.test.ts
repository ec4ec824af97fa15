import assert from 'node:assert/strict';
import { SeededRandom } from '../seededRandom';
import { testFeatures } from '../testRequest';
import { fitPosterior } from './fitPosterior';
import { logitOf, sigmoid, type ModelPrior } from './modelPrior';
import { TASK_TYPES, type Observation } from './observation';
import { Posterior } from './posterior';
import { runToEnd } from './runToEnd';

const prior = (success: number, pseudoCount: number): ModelPrior => ({
  success: Object.fromEntries(TASK_TYPES.map((task) => [task, success])) as ModelPrior['success'],
  ...{ pseudoCount, lengthSlope: 0, source: 'test' },
});
const scales = { ngrams: 2, shape: 1e-9 };

/** Mean and variance of the logit of a Gaussian prior times one logistic likelihood, by adding up a fine grid. */
function byGrid(mean: number, variance: number, success: boolean, weight: number): { mean: number; mode: number } {
  let [mass, first, best, mode] = [0, 0, -Infinity, 0];
  for (let logit = mean - 12; logit < mean + 12; logit += 1e-3) {
    const log = -((logit - mean) ** 2) / (2 * variance) + weight * Math.log(sigmoid(success ? logit : -logit));
    mass += Math.exp(log);
    first += logit * Math.exp(log);
    if (log > best) [best, mode] = [log, logit];
  }
  return { mean: first / mass, mode };
}

describe('posterior of success', () => {
  for (const [success, weight] of [
    [true, 1],
    [false, 1],
    [true, 0.4],
  ] as const) {
    it(`moves to the mode that a brute-force grid finds (${success ? 'success' : 'failure'} of weight ${weight})`, () => {
      const posterior = new Posterior(() => prior(0.7, 20), scales);
      const features = testFeatures({ 5: 0.8, 900: -0.6 });
      const before = posterior.predict('m', 'chat.other', features);
      posterior.update({ model: 'm', taskType: 'chat.other', features, success, weight });
      const after = posterior.predict('m', 'chat.other', features);
      const grid = byGrid(before.offset + before.features, before.variance, success, weight);
      const logit = after.offset + after.features;
      assert.ok(Math.abs(logit - grid.mode) < 2e-3, `${logit} instead of ${grid.mode}`);
      assert.ok(after.variance < before.variance);
    });
  }

  it('begins at the prior and is worth its pseudo-count', () => {
    const { offset, variance } = new Posterior(() => prior(0.8, 20), { ngrams: 0, shape: 0 }).predict(
      ...(['m', 'edit.inline', testFeatures({})] as const),
    );
    assert.ok(Math.abs(offset - logitOf(0.8)) < 1e-9);
    assert.ok(Math.abs(variance - 1 / (20 * 0.8 * 0.2)) < 1e-9);
  });

  it('shares what makes requests hard: a model without labels profits from those of another', () => {
    const posterior = new Posterior(() => prior(0.5, 20), scales);
    const hard = testFeatures({ 7: 1 });
    for (let i = 0; i < 30; i++) {
      posterior.update({ model: 'seen', taskType: 'chat.other', features: hard, success: false, weight: 1 });
    }
    assert.ok(posterior.predict('unseen', 'chat.other', hard).features < -0.1);
  });

  it('finds the same as one observation after another when all are fitted at once', () => {
    const random = new SeededRandom(3);
    const observations = Array.from({ length: 120 }, (): Observation => {
      const hard = random.uniform() < 0.5;
      const features = testFeatures(hard ? { 1: 1 } : { 2: 1 });
      return {
        model: 'm',
        taskType: 'chat.other',
        features,
        success: random.uniform() < (hard ? 0.2 : 0.9),
        weight: 1,
      };
    });
    const fitted = runToEnd(fitPosterior(observations, () => prior(0.5, 10), scales));
    const learnt = new Posterior(() => prior(0.5, 10), scales);
    for (const observation of observations) learnt.update(observation);
    for (const index of [1, 2]) {
      const chance = (posterior: Posterior) => {
        const { offset, features } = posterior.predict('m', 'chat.other', testFeatures({ [index]: 1 }));
        return sigmoid(offset + features);
      };
      assert.ok(Math.abs(chance(fitted) - chance(learnt)) < 0.06, `${chance(fitted)} and ${chance(learnt)}`);
    }
  });
});
