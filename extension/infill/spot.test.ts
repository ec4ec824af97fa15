import assert from 'node:assert/strict';
import { spotOf } from './spot';

const at = (character: number): { line: number; character: number } => ({ line: 3, character });

describe('spotOf', () => {
  it('is the cursor when nothing is selected', () => {
    assert.deepEqual(spotOf(at(5), undefined), { start: at(5), selected: '', end: at(5) });
  });

  it('goes on after the selected item and replaces its range', () => {
    const item = { range: { start: at(2), end: at(5) }, text: 'append\r\n' };
    assert.deepEqual(spotOf(at(5), item), { start: at(2), selected: 'append\n', end: at(5) });
  });

  it('begins after the word when the item replaces all of it', () => {
    const item = { range: { start: at(2), end: at(8) }, text: 'append' };
    assert.deepEqual(spotOf(at(5), item).end, at(8));
  });
});
