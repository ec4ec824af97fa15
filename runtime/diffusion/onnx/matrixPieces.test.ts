import assert from 'node:assert/strict';
import { matrixPieces } from './matrixPieces';

describe('pieces of a matrix', () => {
  it('leaves one with few outputs whole', () => {
    const spec = { name: 'gate', parts: [{ name: 'gate.weight', from: 0, to: 4096 }], inputs: 8 };
    assert.deepEqual(matrixPieces(spec), [spec]);
  });

  it('takes every row of every part once, in order', () => {
    const parts = [
      { name: 'gate', from: 0, to: 5000 },
      { name: 'up', from: 100, to: 3333 },
    ];
    const pieces = matrixPieces({ name: 'both', parts, inputs: 8 });
    assert.ok(pieces.length > 2);
    const rows = (all: readonly { readonly name: string; readonly from: number; readonly to: number }[]) =>
      all.flatMap(({ name, from, to }) => Array.from({ length: to - from }, (_, i) => `${name} ${from + i}`));
    assert.deepEqual(rows(pieces.flatMap((piece) => piece.parts)), rows(parts));
  });

  it('gives the pieces names of their own', () => {
    const pieces = matrixPieces({ name: 'head', parts: [{ name: 'head', from: 0, to: 9000 }], inputs: 8 });
    assert.equal(new Set(pieces.map(({ name }) => name)).size, pieces.length);
  });
});
