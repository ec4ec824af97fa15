import assert from 'node:assert/strict';
import { dollars } from './money';

describe('dollars', () => {
  for (const [microDollars, text] of [
    [0, '$0.00'],
    [1, '$0.000001'],
    [199, '$0.000199'],
    [1000, '$0.001'],
    [420_000, '$0.42'],
    [801_250, '$0.8013'],
    [10_000_000, '$10.00'],
    [-500, '-$0.0005'],
  ] as const) {
    it(`says ${microDollars} as ${text}`, () => assert.equal(dollars(microDollars), text));
  }
});
