import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TextTokenizer } from '../model/textTokenizer';
import { readSourceTokenizer } from './sourceTokenizer';

/** Printable letters of bytes, as byte-level BPE writes them, and three merges. */
const letters = Array.from({ length: 256 }, (_, byte) => {
  const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  const others = byte < 0x21 ? byte : byte < 0xa1 ? byte - 0x7f + 33 : 67;
  return String.fromCharCode(printable ? byte : 256 + others);
});
const merges = [
  ['r', 'e'],
  ['Ġ', 're'],
  ['l', 'l'],
];
const vocab = Object.fromEntries([...letters, ...merges.map((pair) => pair.join(''))].map((text, id) => [text, id]));
const size = Object.keys(vocab).length;

describe('source tokenizer', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-tokenizer-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const write = (name: string, content: unknown) => {
    return writeFile(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  };
  const writeParts = async () => {
    await write('vocab.json', vocab);
    await write('merges.txt', `#version: 0.2\n${merges.map((pair) => pair.join(' ')).join('\n')}\n`);
    await write('tokenizer_config.json', {
      added_tokens_decoder: {
        [size]: { content: '<|endoftext|>', special: true },
        [size + 1]: { content: '<|mask|>', special: true },
      },
    });
  };

  it('gives a tokenizer.json as it is, with its added tokens', async () => {
    const text = JSON.stringify({ added_tokens: [{ id: 7, content: '<M>', special: true }], model: {} });
    await write('tokenizer.json', text);
    const found = await readSourceTokenizer(folder);
    assert.equal(found.text, text);
    assert.deepEqual([...found.added], [['<M>', 7]]);
    assert.deepEqual(found.files, ['tokenizer.json']);
  });

  it('makes one of vocab.json, merges.txt and tokenizer_config.json that cuts and merges as Qwen2 does', async () => {
    await writeParts();
    const found = await readSourceTokenizer(folder);
    assert.deepEqual(found.files, ['vocab.json', 'merges.txt', 'tokenizer_config.json']);
    assert.equal(found.added.get('<|mask|>'), size + 1);
    const tokenizer = await TextTokenizer.parse(found.text, folder, size + 2);
    const text = "I'LL x12 = f_g(a,\n\n    return\n";
    const { ids, pretokens } = tokenizer.encode(text);
    const cut = pretokens.map(({ unit }, i) => text.slice(unit, pretokens[i + 1]?.unit));
    assert.deepEqual(cut, ['I', "'LL", ' x', '1', '2', ' =', ' f', '_g', '(a', ',\n\n', '   ', ' return', '\n']);
    assert.equal(Buffer.from(tokenizer.decode(ids)).toString(), text);
    assert.ok(ids.includes(vocab['Ġre']!), '" re" is merged');
    assert.equal(tokenizer.bytes[size], undefined, 'a control token is no text');
  });

  it('names the file that is missing or damaged', async () => {
    await assert.rejects(readSourceTokenizer(folder), { kind: 'model-missing', message: /vocab\.json|merges\.txt/ });
    await writeParts();
    await write('vocab.json', '{"a": -1}');
    await assert.rejects(readSourceTokenizer(folder), { kind: 'model-corrupt', message: /vocab\.json/ });
    await write('tokenizer.json', '{');
    await assert.rejects(readSourceTokenizer(folder), { kind: 'model-corrupt', message: /tokenizer\.json/ });
  });
});
