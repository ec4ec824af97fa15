import assert from 'node:assert/strict';
import {
  brierScore,
  calibrationError,
  gatePoint,
  precisionCoverageArea,
  reliabilityBins,
  thresholdFor,
  typedAlong,
  type Judged,
} from './calibration';

const judged = (chance: number, exact: boolean, valid?: boolean): Judged => ({
  chance,
  kept: exact,
  exact,
  prefix: exact,
  valid,
});
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

describe('calibration', () => {
  it('gives the Brier score', () => {
    near(brierScore([judged(0.8, true), judged(0.3, false)]), (0.04 + 0.09) / 2);
  });

  it('bins by rank, with all suggestions in some bin', () => {
    const all = [0.9, 0.1, 0.5, 0.3, 0.7].map((chance) => judged(chance, chance > 0.6));
    const bins = reliabilityBins(all, 2);
    assert.deepEqual(
      bins.map(({ n }) => n),
      [3, 2],
    );
    near(bins[0]!.predicted, 0.3);
    near(bins[1]!.actual.mean, 1);
    assert.equal(reliabilityBins(all, 10).length, 5);
  });

  it('finds no error in true chances, and the distance in false ones', () => {
    // Ten bins of ten, each with as many right ones as its chance says.
    const honest = Array.from({ length: 100 }, (_, at) => {
      const tens = Math.floor(at / 10);
      return judged(tens / 10, at % 10 < tens);
    });
    near(calibrationError(honest), 0);
    near(calibrationError(honest.map((each) => ({ ...each, chance: each.chance + 0.25 }))), 0.25);
  });

  it('gives the area under precision against coverage', () => {
    // Precision of the first 1, 2, 3, 4: 1, 1/2, 2/3, 1/2.
    const all = [judged(0.2, false), judged(0.9, true), judged(0.5, true), judged(0.7, false)];
    near(precisionCoverageArea(all), (1 + 1 / 2 + 2 / 3 + 1 / 2) / 4);
  });

  it('gives equal chances the area of a random order', () => {
    near(precisionCoverageArea([true, false, false, true].map((exact) => judged(0.5, exact))), 0.5);
    near(precisionCoverageArea([false, false, true, true].map((exact) => judged(0.5, exact))), 0.5);
  });

  it('says what a threshold shows, of all tasks', () => {
    const all = [judged(0.2, false, true), judged(0.4, true), judged(0.4, false, false), judged(0.8, true, true)];
    const point = gatePoint(all, 0.4, 10);
    assert.equal(point.shown, 3);
    near(point.coverage, 0.3);
    near(point.precision!.mean, 2 / 3);
    near(point.valid!.mean, 1 / 2);
    assert.equal(gatePoint(all, 0.9, 10).precision, undefined);
  });

  it('finds the lowest step that reaches the target', () => {
    const all = [
      ...Array.from({ length: 10 }, () => judged(0.1, false, true)),
      ...Array.from({ length: 10 }, (_, at) => judged(0.32, at < 3, at !== 0)),
      ...Array.from({ length: 10 }, (_, at) => judged(0.62, at < 6, true)),
    ];
    assert.equal(thresholdFor(all, 30, { precision: 0.3, valid: 0.9 })?.threshold, 0);
    assert.equal(thresholdFor(all, 30, { precision: 0.45, valid: 0.9 })?.threshold, 0.15);
    assert.equal(thresholdFor(all, 30, { precision: 0.45, valid: 0.96 })?.threshold, 0.35);
    assert.equal(thresholdFor(all, 30, { precision: 0.9, valid: 0.9 }), undefined);
  });

  it('compares what is left with what came of it', () => {
    const rows = [
      { text: 'abcd', truth: 'abcd', chance: 0.16, kept: true },
      { text: 'abcd', truth: 'abzz', chance: 0.36, kept: false },
      { text: 'abcd', truth: 'zz', chance: 0.5, kept: false },
      { text: 'ab', truth: 'ab', chance: 0.5, kept: true },
    ];
    const two = typedAlong(rows).find(({ characters }) => characters === 2)!;
    assert.equal(two.n, 2);
    near(two.predicted, (0.4 + 0.6) / 2);
    near(two.actual.mean, 1 / 2);
  });
});
