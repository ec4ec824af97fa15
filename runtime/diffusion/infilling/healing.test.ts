import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TextTokenizer } from '../model/textTokenizer';
import { writeRandomCheckpoint } from '../test/randomCheckpoint';
import { HealingIndex, byteString } from './healing';

describe('token healing', () => {
  let folder: string;
  let tokenizer: TextTokenizer;
  let index: HealingIndex;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-healing-'));
    await writeRandomCheckpoint(folder);
    tokenizer = await TextTokenizer.load(path.join(folder, 'tokenizer.json'), 320);
    index = new HealingIndex(tokenizer);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('allows exactly the tokens that begin the rest or that the rest begins', () => {
    for (const text of [' retu', 'r', '\n    ', 'sel', 'é', 'Q']) {
      const rest = byteString(Buffer.from(text));
      const expected = tokenizer.bytes.flatMap((bytes, id) => {
        if (!bytes || bytes.length === 0) return [];
        const own = byteString(bytes);
        return own.startsWith(rest) || rest.startsWith(own) ? [id] : [];
      });
      assert.deepEqual(
        [...index.allowed(rest)].sort((a, b) => a - b),
        expected,
        text,
      );
    }
  });

  it('allows every text token when nothing is left', () => {
    assert.equal(index.allowed('').length, tokenizer.bytes.filter((bytes) => bytes).length);
  });

  it('advances over tokens that are shorter, equal and longer than the rest', () => {
    const one = (text: string) => tokenizer.encode(text).ids[0]!;
    assert.equal(index.advance('return', one('retu')), 'rn');
    assert.equal(index.advance('return', one('return')), '');
    assert.equal(index.advance('re', one('return')), '');
  });
});
