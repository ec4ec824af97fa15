import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeRandomCheckpoint } from '../test/randomCheckpoint';
import { TextTokenizer } from './textTokenizer';

const texts = [
  'def f(self):\n    return self.x\n',
  '\tconst größe = "𝒳 🙂";\r\n',
  'HTMLElement getName2 x==y  \n\n\n  z',
  '<|eof|><|mask|> is text',
  '',
];

describe('text tokenizer', () => {
  let folder: string;
  let tokenizer: TextTokenizer;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-tokenizer-'));
    await writeRandomCheckpoint(folder);
    tokenizer = await TextTokenizer.load(path.join(folder, 'tokenizer.json'), 320);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const text of texts) {
    it(`gives back the bytes of ${JSON.stringify(text)}`, () => {
      assert.equal(Buffer.from(tokenizer.decode(tokenizer.encode(text).ids)).toString('utf8'), text);
    });
    it(`knows where the pretokens of ${JSON.stringify(text)} start`, () => {
      const { ids, pretokens } = tokenizer.encode(text);
      pretokens.forEach(({ token, unit }, i) => {
        const next = pretokens[i + 1] ?? { token: ids.length, unit: text.length };
        const piece = Buffer.from(tokenizer.decode(ids.slice(token, next.token))).toString('utf8');
        assert.equal(piece, text.slice(unit, next.unit));
      });
    });
  }

  it('makes no special token of text', () => {
    assert.ok(tokenizer.encode('<|eof|>').ids.every((id) => id >= 12));
  });

  it('merges within pretokens only', () => {
    assert.equal(tokenizer.encode(' return').ids.length, 1);
    assert.equal(tokenizer.encode('\n    x').pretokens.length, 2);
  });

  it('refuses what is no tokenizer, and one that is not byte-level, by name of the file', async () => {
    const file = path.join(folder, 'broken.json');
    await writeFile(file, '{"version": ');
    await assert.rejects(TextTokenizer.load(file, 320), { kind: 'model-corrupt', message: /broken\.json/ });
    const words = { type: 'WordLevel', vocab: { a: 0 }, unk_token: 'a' };
    await writeFile(file, JSON.stringify({ added_tokens: [], model: words, decoder: null, post_processor: null }));
    await assert.rejects(TextTokenizer.load(file, 320), { name: 'RuntimeError', message: /broken\.json/ });
    await assert.rejects(TextTokenizer.load(path.join(folder, 'none.json'), 320), { kind: 'model-missing' });
  });
});
