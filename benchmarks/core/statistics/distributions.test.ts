import assert from 'node:assert/strict';
import { normalQuantile, normalTail } from './normal';
import { studentQuantile, studentTwoSidedP } from './studentT';

// Expected values: scipy 1.17.1, stats.t.ppf((1 + confidence) / 2, df), 2 * stats.t.sf(t, df), stats.norm.ppf(p), stats.norm.sf(z).
const closeTo = (actual: number, expected: number, relative = 1e-10) =>
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);

describe('distributions', () => {
  for (const [confidence, degrees, expected] of [
    [0.95, 1, 12.706204736174694],
    [0.95, 2, 4.302652729749462],
    [0.95, 4, 2.7764451051977934],
    [0.99, 7, 3.4994832973504924],
    [0.95, 29, 2.045229642132703],
    [0.9, 120, 1.6576508993552352],
    [0.95, 5000, 1.9604385517065073],
    [0.999, 3, 12.923978636687961],
  ] as const) {
    it(`knows the t of ${confidence} and ${degrees} degrees of freedom`, () =>
      closeTo(studentQuantile(confidence, degrees), expected));
  }
  for (const [t, degrees, expected] of [
    [1e-6, 5, 0.9999992407866204],
    [0.5, 1, 0.7048327646991335],
    [2.1, 9, 0.06511828241215196],
    [5, 3, 0.015392438073302294],
    [12, 40, 7.82417130425598e-15],
    [1.96, 1e5, 0.04999856319430168],
    [40, 2, 0.0006244146721847406],
    [3, 1e6, 0.0026998625414218],
  ] as const) {
    it(`knows how often |T| is at least ${t} with ${degrees} degrees of freedom`, () =>
      closeTo(studentTwoSidedP(t, degrees), expected, 1e-8));
  }
  it('is symmetric, and sure of nothing at 0 and of everything at infinity', () => {
    assert.equal(studentTwoSidedP(-2.1, 9), studentTwoSidedP(2.1, 9));
    assert.equal(studentTwoSidedP(0, 9), 1);
    assert.equal(studentTwoSidedP(-Infinity, 9), 0);
  });
  for (const [p, expected] of [
    [1e-10, -6.361340902404056],
    [0.001, -3.090232306167813],
    [0.025, -1.9599639845400545],
    [0.3, -0.5244005127080409],
    [0.8, 0.8416212335729143],
    [0.9999, 3.719016485455709],
  ] as const) {
    it(`knows the normal quantile of ${p}`, () => closeTo(normalQuantile(p), expected, 1e-12));
  }
  for (const [z, expected] of [
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [5, 2.866515718791933e-7],
    [10, 7.61985302416047e-24],
    [-2, 0.9772498680518208],
  ] as const) {
    it(`knows the normal tail above ${z}`, () => closeTo(normalTail(z), expected, 1e-12));
  }
  it('refuses what is no probability and no degrees of freedom', () => {
    assert.throws(() => normalQuantile(0), RangeError);
    assert.throws(() => studentQuantile(1, 5), RangeError);
    assert.throws(() => studentTwoSidedP(1, 0), RangeError);
  });
});
