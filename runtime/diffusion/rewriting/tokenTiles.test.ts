import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TextTokenizer } from '../model/textTokenizer';
import { writeRandomCheckpoint } from '../test/randomCheckpoint';
import { alignPieces } from './alignText';
import { tilesToMask } from './namedTiles';
import { SlotTokens } from './slotTokens';
import { tilesWithin, tokenTiles } from './tokenTiles';

describe('token tiles', () => {
  let folder: string;
  let tokenizer: TextTokenizer;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-tiles-'));
    await writeRandomCheckpoint(folder);
    tokenizer = await TextTokenizer.load(path.join(folder, 'tokenizer.json'), 320);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const text of ['return self.x', 'é = "🙂 日本語"\n    return', 'a\ufffdb', '👩‍👩‍👧 x', '\ufeffx', '']) {
    it(`are whole characters without gaps: ${JSON.stringify(text)}`, () => {
      const { ids } = tokenizer.encode(text);
      const tiles = tokenTiles(tokenizer, ids);
      assert.equal(tiles.map(({ start, end }) => text.slice(start, end)).join(''), text);
      let token = 0;
      for (const { from, to, start, end } of tiles) {
        assert.equal(from, token);
        assert.equal(Buffer.from(tokenizer.decode(ids.slice(from, to))).toString('utf8'), text.slice(start, end));
        token = to;
      }
      assert.equal(token, ids.length);
      // The small tokenizer has no token for a character of several bytes.
      if (text.includes('🙂')) assert.ok(tiles.some(({ from, to }) => to - from === 4));
    });
  }

  it('are found by the units that they touch', () => {
    const tiles = [0, 3, 4, 9].map((start, i, all) => ({ from: i, to: i + 1, start, end: all[i + 1] ?? 12 }));
    assert.deepEqual(tilesWithin(tiles, 3, 4), { first: 1, last: 2 });
    assert.deepEqual(tilesWithin(tiles, 2, 5), { first: 0, last: 3 });
    assert.deepEqual(tilesWithin(tiles, 10, 12), { first: 3, last: 4 });
    assert.deepEqual(tilesWithin(tiles, 4, 4), { first: 0, last: 0 });
    assert.deepEqual(tilesWithin(tiles, 12, 13), { first: 4, last: 4 });
  });

  it('are masked by the parts that are named', () => {
    const tiles = Array.from({ length: 10 }, (_, i) => ({ from: i, to: i + 1, start: 2 * i, end: 2 * i + 2 }));
    const parts = [
      { start: 3, end: 5 },
      { start: 12, end: 12 },
    ];
    const masked = (most: number) =>
      tilesToMask({ kind: 'all-but', parts }, tiles, most).flatMap((is, index) => (is ? [index] : []));
    assert.deepEqual(masked(100), [1, 2, 6]);
    assert.deepEqual(masked(2), [1, 2], 'at most two tokens');
  });

  it('take only tokens that fit what is outside the span, and make well-formed text', () => {
    const slots = new SlotTokens(tokenizer);
    const texts = (ids: Int32Array) => Array.from(ids, (id) => Buffer.from(tokenizer.bytes[id]!).toString('utf8'));
    assert.ok(texts(slots.free).every((text) => !/[\ufffd\r]/.test(text)));
    assert.ok(slots.free.length > 100);
    const starts = Buffer.from(' ');
    const fitting = texts(slots.between({ starts, ends: new Uint8Array() }));
    assert.ok(fitting.includes(' return') && fitting.every((text) => text.startsWith(' ')));
    assert.deepEqual(texts(slots.between({ starts, ends: Buffer.from('urn') })), [' return']);
  });

  it('follow text from which characters were taken away', () => {
    const pieces = [
      { start: 0, end: 2, n: 1 },
      { start: 2, end: 5, n: 2 },
      { start: 5, end: 8, n: 3 },
    ];
    const covered = (shorter: string) =>
      alignPieces(pieces, '  ab\ncd\n', shorter).map(({ start, end, n }) => [n, start, end]);
    assert.deepEqual(covered('ab\ncd'), [
      [2, 0, 3],
      [3, 3, 5],
    ]);
    assert.deepEqual(covered('  ab'), [
      [1, 0, 2],
      [2, 2, 4],
    ]);
    assert.deepEqual(covered('xyz'), [[1, 0, 3]]);
    assert.deepEqual(covered(''), []);
  });
});
