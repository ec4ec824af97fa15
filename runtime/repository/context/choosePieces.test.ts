import assert from 'node:assert/strict';
import { choosePieces, type PlacedPiece } from './choosePieces';

const piece = (text: string, score: number, changes: Partial<PlacedPiece> = {}): PlacedPiece => ({
  ...{ path: 'a.ts', languageId: 'typescript', text, relation: 'used', score, line: 0, lastLine: 0 },
  ...changes,
});
const chosen = (pieces: readonly PlacedPiece[], budget = 1000, around = ''): readonly string[] =>
  choosePieces(pieces, around, budget).map(({ text }) => text);

describe('Choice of pieces', () => {
  it('has the best one last', () => {
    assert.deepEqual(chosen([piece('b', 0.2, { line: 5, lastLine: 5 }), piece('a', 0.9)]), ['b', 'a']);
  });

  it('passes over what does not fit, for smaller ones that do', () => {
    const all = [piece('x'.repeat(50), 0.9), piece('small', 0.1, { path: 'b.ts' })];
    assert.deepEqual(chosen(all, 20), ['small']);
  });

  it('counts paths', () => {
    assert.deepEqual(chosen([piece('1234', 1)], 7), []);
    assert.deepEqual(chosen([piece('1234', 1)], 8), ['1234']);
  });

  it('takes nothing twice: no member of a class that is there, no equal text of another file', () => {
    const all = [
      piece('class', 0.9, { lastLine: 9 }),
      piece('member', 0.8, { line: 3, lastLine: 4 }),
      piece('class', 0.7, { path: 'copy.ts' }),
    ];
    assert.deepEqual(chosen(all), ['class']);
  });

  it('takes nothing that stands around the cursor', () => {
    assert.deepEqual(chosen([piece('same', 1)], 1000, 'all the same here'), []);
  });

  it('is the same in whatever order the candidates come', () => {
    const all = [piece('b', 0.5, { path: 'b.ts' }), piece('a', 0.5), piece('c', 0.5, { line: 2, lastLine: 2 })];
    assert.deepEqual(chosen(all), chosen([...all].reverse()));
  });
});
