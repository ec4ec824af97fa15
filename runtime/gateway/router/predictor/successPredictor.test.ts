import assert from 'node:assert/strict';
import { hashNgrams } from '../features/hashNgrams';
import { SeededRandom } from '../seededRandom';
import { testFeatures } from '../testRequest';
import { brierScore, calibrationError } from '../summaryOf';
import { sigmoid, type ModelPrior } from './modelPrior';
import { TASK_TYPES, type Observation } from './observation';
import { fitPlatt } from './plattCalibration';
import { runToEnd } from './runToEnd';
import { SuccessPredictor } from './successPredictor';

const half: ModelPrior = {
  success: Object.fromEntries(TASK_TYPES.map((task) => [task, 0.5])) as ModelPrior['success'],
  ...{ pseudoCount: 10, lengthSlope: 0, source: 'test' },
};

function observations(count: number, chanceOf: (word: number) => number, seed: number): Observation[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => {
    const word = random.below(8);
    const shape = testFeatures({}).shape;
    const features = { ...hashNgrams(`topic${'abcdefgh'[word]!} ${random.below(100)}`), shape };
    const success = random.uniform() < chanceOf(word);
    return { model: 'm', taskType: 'chat.other', features, success, weight: 1 };
  });
}

const predictionsOf = (predictor: SuccessPredictor, tested: readonly Observation[]) =>
  tested.map(({ model, taskType, features, success }) => ({
    ...{ chance: predictor.predict(model, taskType, features).success, success },
  }));

describe('success predictor', function () {
  this.timeout(30_000);
  it('is calibrated on requests that it has not seen, and sharper than the plain rate', () => {
    const chanceOf = (word: number) => (word < 4 ? 0.9 : 0.3);
    const predictor = runToEnd(
      SuccessPredictor.fit(observations(400, chanceOf, 1), () => half, { ngrams: 4, shape: 0.005 }),
    );
    const predictions = predictionsOf(predictor, observations(1000, chanceOf, 2));
    assert.ok(calibrationError(predictions) < 0.06, `error ${calibrationError(predictions)}`);
    assert.ok(brierScore(predictions) < 0.17, `Brier score ${brierScore(predictions)}; the plain rate has 0.24`);
  });

  it('is never worse than the plain rate where features teach nothing', () => {
    for (const seed of [1, 2]) {
      const predictor = SuccessPredictor.fresh(() => half);
      for (const observation of observations(200, () => 0.7, seed)) predictor.learn(observation);
      const tested = observations(1000, () => 0.7, seed + 10);
      const plain = tested.map(({ success }) => ({ chance: predictor.rate('m', 'chat.other').success, success }));
      const worse = brierScore(predictionsOf(predictor, tested)) - brierScore(plain);
      assert.ok(worse < 0.005, `worse by ${worse}`);
    }
  });

  it('leans on the prior while labels are few', () => {
    const predictor = SuccessPredictor.fresh(() => half);
    const [only] = observations(1, () => 1, 4);
    predictor.learn(only!);
    const { success, deviation } = predictor.predict('m', 'chat.other', only!.features);
    assert.ok(success > 0.5 && success < 0.65, String(success));
    assert.ok(deviation > 0.1);
  });

  it('widens what it does not know when most outcomes are still pending', () => {
    const predictor = SuccessPredictor.fresh(() => half);
    const features = testFeatures({ 1: 1 });
    const settled = predictor.predict('m', 'chat.other', features).deviation;
    assert.ok(predictor.predict('m', 'chat.other', features, 0.9).deviation > settled);
  });

  it('corrects chances that are too sure (Platt)', () => {
    const random = new SeededRandom(9);
    const predictions = Array.from({ length: 800 }, () => {
      const logit = 2 * random.normal();
      return { logit: 2 * logit, success: random.uniform() < sigmoid(logit), weight: 1 };
    });
    const { slope, shift } = fitPlatt(predictions);
    assert.ok(Math.abs(slope - 0.5) < 0.08, `slope ${slope}`);
    assert.ok(Math.abs(shift) < 0.2, `shift ${shift}`);
  });
});
