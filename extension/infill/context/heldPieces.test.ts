import assert from 'node:assert/strict';
import { HeldPieces } from './heldPieces';

const piece = { path: 'a.ts', languageId: 'typescript', text: 'a', relation: 'used', score: 1, line: 0 } as const;
const place = (line: number, near = `text ${line}`) => ({ line, near });

describe('HeldPieces', () => {
  it('are good for a while and a few lines', () => {
    const held = new HeldPieces();
    held.put('doc', place(10), [piece], 0);
    assert.equal(held.isFresh('doc', place(15), 1000), true);
    assert.equal(held.isFresh('doc', place(40), 1000), false);
    assert.equal(held.isFresh('doc', place(15), 6000), false);
    assert.equal(held.isFresh('other', place(15), 1000), false);
  });

  it('are good for longer where nothing changed', () => {
    const held = new HeldPieces();
    held.put('doc', place(10, 'same'), [], 0);
    assert.equal(held.isFresh('doc', place(10, 'same'), 60_000), true);
  });

  it('tell whether they are others than before', () => {
    const held = new HeldPieces();
    assert.equal(held.put('doc', place(1), [piece], 0), true);
    assert.equal(held.put('doc', place(2), [{ ...piece, score: 0.5 }], 1), false);
    assert.equal(held.put('doc', place(3), [{ ...piece, line: 7 }], 2), true);
  });

  it('forget the document that was asked about longest ago', () => {
    const held = new HeldPieces();
    for (let at = 0; at < 40; at++) held.put(`doc ${at}`, place(1), [piece], at);
    assert.deepEqual([held.of('doc 0').length, held.of('doc 39').length], [0, 1]);
  });
});
