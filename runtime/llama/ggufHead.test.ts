import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeGguf } from './gguf';
import { readGgufHead } from './ggufHead';

describe('readGgufHead', () => {
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-gguf-'));
    file = path.join(folder, 'model.gguf');
    await writeGguf(
      path.join(folder, 'whole.gguf'),
      {
        'general.architecture': { type: 'string', value: 'qwen3' },
        'qwen3.attention.causal': { type: 'bool', value: false },
        'qwen3.block_count': { type: 'uint32', value: 2 },
        'qwen3.rope.freq_base': { type: 'float32', value: 0.5 },
        tokens: { type: 'strings', value: Array.from({ length: 50_000 }, (_, id) => `token ${id}`) },
        types: { type: 'int32s', value: Array.from({ length: 400_000 }, () => 1) },
        last: { type: 'string', value: 'behind long arrays' },
      },
      [{ name: 'token_embd.weight', shape: [4, 3], type: 'F32', values: () => new Float32Array(12) }],
    );
  });
  beforeEach(() => copyFile(path.join(folder, 'whole.gguf'), file));
  after(() => rm(folder, { recursive: true }));

  it('reads plain values and shapes, and passes over arrays of megabytes', async () => {
    const { metadata, tensors } = await readGgufHead(file);
    assert.deepEqual(Object.fromEntries(metadata), {
      'general.architecture': 'qwen3',
      'qwen3.attention.causal': false,
      'qwen3.block_count': 2,
      'qwen3.rope.freq_base': 0.5,
      last: 'behind long arrays',
    });
    assert.deepEqual([...tensors], [['token_embd.weight', [4, 3]]]);
  });

  it('says what is wrong with a file that is none, is cut off, or is not there', async () => {
    await truncate(file, 2_000_000);
    await assert.rejects(readGgufHead(file), { kind: 'model-corrupt', message: /cut off/ });
    await writeFile(file, 'no model at all');
    await assert.rejects(readGgufHead(file), { kind: 'model-corrupt', message: /no GGUF file/ });
    await rm(file);
    await assert.rejects(readGgufHead(file), { kind: 'model-missing', message: /cannot be read/ });
  });

  it('does not believe a head that claims to be endless', async () => {
    const head = Buffer.alloc(24);
    head.write('GGUF', 'latin1');
    head.writeUInt32LE(3, 4);
    head.writeBigUInt64LE(2n ** 40n, 8);
    await writeFile(file, head);
    await assert.rejects(readGgufHead(file), { kind: 'model-corrupt', message: /claims/ });
  });
});
