import assert from 'node:assert/strict';
import { bandOf, heatTokens } from './tokenHeat';

describe('heat of tokens', () => {
  it('marks what the model is not sure of, in three steps', () => {
    assert.deepEqual([0, 0.049, 0.05, 0.2, 0.49, 0.5, 1].map(bandOf), [
      ...['unlikely', 'unlikely', 'doubtful', 'possible', 'possible'],
      ...[undefined, undefined],
    ]);
  });

  it('leaves white space out, and tokens that have no character of their own', () => {
    const text = 'a =\n  b';
    const token = (start: number, end: number) => ({ start, end, probability: 0.1, kept: true });
    const found = heatTokens(text, [token(0, 1), token(1, 3), token(3, 6), token(6, 7), token(7, 7)]);
    assert.deepEqual(
      found.map(({ start, end }) => text.slice(start, end)),
      ['a', '=', 'b'],
    );
  });
});
