import assert from 'node:assert/strict';
import { pythonFloat, roundHalfEven } from './pythonNumbers';

describe("Python's numbers", () => {
  // Values of CPython's round().
  for (const [value, digits, rounded] of [
    [0.5, 0, 0],
    [1.5, 0, 2],
    [2.5, 0, 2],
    [-2.5, 0, -2],
    [0.125, 2, 0.12],
    [0.375, 2, 0.38],
    [2.675, 2, 2.67],
    [1.005, 2, 1],
    [0.00005, 4, 0.0001],
    [1 / 3, 4, 0.3333],
    [5e-324, 4, 0],
    [1e22, 2, 1e22],
    [Infinity, 4, Infinity],
  ] as const) {
    it(`rounds ${value} to ${digits} decimals as Python does`, () => {
      assert.equal(roundHalfEven(value, digits) + 0, rounded);
    });
  }

  it('leaves what is no number alone', () => assert.ok(Number.isNaN(roundHalfEven(Number.NaN, 2))));

  for (const [text, value] of [
    [' 12 ', 12],
    ['1_000.5', 1000.5],
    ['+.5', 0.5],
    ['5.', 5],
    ['1E3', 1000],
    ['-inf', -Infinity],
    ['Infinity', Infinity],
  ] as const) {
    it(`reads ${JSON.stringify(text)} as ${value}`, () => assert.equal(pythonFloat(text), value));
  }

  it('reads nan', () => assert.ok(Number.isNaN(pythonFloat('NaN'))));

  for (const text of ['', ' ', '1__0', '_1', '1_', '0x10', '1,5', '12 euros', '1e', '.', '--1', '١٢a']) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(pythonFloat(text), undefined));
  }
});
