import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TextTokenizer } from '../model/textTokenizer';
import { writeRandomCheckpoint } from '../test/randomCheckpoint';
import { DocumentEncoder } from './documentEncoder';
import { randomNumbers } from './distribution';

describe('document encoder', function () {
  this.timeout(20_000);
  let folder: string;
  let tokenizer: TextTokenizer;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-encoder-'));
    await writeRandomCheckpoint(folder);
    tokenizer = await TextTokenizer.load(path.join(folder, 'tokenizer.json'), 320);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('gives the tokens of the whole text after any edit', () => {
    const random = randomNumbers(4);
    const pieces = ['re', 'return ', '\n    ', '\r\n', ' ', '   ', '()', 'HTML', 'Name', '🙂', '7', 'self', '\n', 'ü'];
    const piece = () => pieces[Math.floor(random() * pieces.length)]!;
    const encoder = new DocumentEncoder(tokenizer);
    let text = Array.from({ length: 60 }, piece).join('');
    for (let edit = 0; edit < 300; edit++) {
      const at = Math.floor(random() * (text.length + 1));
      const to = Math.min(text.length, at + Math.floor(random() * 4));
      text = random() < 0.5 ? text + piece() : text.slice(0, at) + piece() + text.slice(to);
      text = text.slice(-400).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '');
      assert.deepEqual(encoder.encode('prefix', text), tokenizer.encode(text), JSON.stringify(text));
    }
  });
});
