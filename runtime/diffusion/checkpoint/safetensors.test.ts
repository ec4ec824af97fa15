import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { safetensors } from '../test/randomCheckpoint';
import { SafetensorsCheckpoint } from './safetensors';

/** A file with one tensor of the given type. */
function file(entry: Record<string, unknown>, data: Uint8Array): Buffer {
  const header = Buffer.from(JSON.stringify({ x: entry }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, data]);
}

describe('safetensors', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'whetstone-safetensors-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const write = (data: Uint8Array, name = 'model.safetensors') => writeFile(path.join(folder, name), data);
  const values = Float32Array.of(1, -2.5, 0, 3e-5);

  async function read(name: string): Promise<number[]> {
    const checkpoint = await SafetensorsCheckpoint.open(folder);
    try {
      return [...(await checkpoint.read(name))];
    } finally {
      await checkpoint.close();
    }
  }

  it('reads fp32', async () => {
    await write(safetensors(new Map([['x', { dims: [2, 2], values }]])));
    assert.deepEqual(await read('x'), [...values]);
  });

  it('reads fp16: normal, subnormal and negative numbers', async () => {
    const halves = Uint16Array.of(0x3c00, 0xc100, 0x0000, 0x0001, 0x7bff, 0x8000);
    await write(file({ dtype: 'F16', shape: [6], data_offsets: [0, 12] }, new Uint8Array(halves.buffer)));
    assert.deepEqual(await read('x'), [1, -2.5, 0, 2 ** -24, 65504, -0]);
  });

  it('reads bf16', async () => {
    const halves = Uint16Array.of(0x3f80, 0xc020, 0x0000);
    await write(file({ dtype: 'BF16', shape: [3], data_offsets: [0, 6] }, new Uint8Array(halves.buffer)));
    assert.deepEqual(await read('x'), [1, -2.5, 0]);
  });

  it('reads shards by their index', async () => {
    await write(safetensors(new Map([['x', { dims: [4], values }]])), 'a.safetensors');
    await write(safetensors(new Map([['y', { dims: [1], values: Float32Array.of(7) }]])), 'b.safetensors');
    const index = { weight_map: { x: 'a.safetensors', y: 'b.safetensors' } };
    await write(Buffer.from(JSON.stringify(index)), 'model.safetensors.index.json');
    assert.deepEqual([await read('x'), await read('y')], [[...values], [7]]);
  });

  it('reads no shard outside the folder', async () => {
    const index = { weight_map: { x: '../elsewhere/a.safetensors' } };
    await write(Buffer.from(JSON.stringify(index)), 'model.safetensors.index.json');
    await assert.rejects(read('x'), { kind: 'model-corrupt', message: /index\.json/ });
    await rm(path.join(folder, 'model.safetensors.index.json'));
  });

  const whole = safetensors(new Map([['x', { dims: [4], values }]]));
  const entry = { dtype: 'F32', shape: [4], data_offsets: [0, 16] };
  for (const [what, data, kind] of [
    ['an empty file', new Uint8Array(), 'model-corrupt'],
    ['a file cut off in its header', whole.slice(0, 20), 'model-corrupt'],
    ['a file cut off in its data', whole.slice(0, whole.length - 3), 'model-corrupt'],
    ['a header that is no JSON', Buffer.concat([whole.slice(0, 8), Buffer.from('{'.repeat(200))]), 'model-corrupt'],
    ['a header length beyond the file', Buffer.alloc(64, 0xff), 'model-corrupt'],
    ['a shape that the data does not fill', file({ ...entry, shape: [5] }, new Uint8Array(16)), 'model-corrupt'],
    ['offsets beyond the file', file({ ...entry, data_offsets: [16, 32] }, new Uint8Array(16)), 'model-corrupt'],
    ['a value that is not finite', file(entry, new Uint8Array(Float32Array.of(1, NaN, 0, 0).buffer)), 'model-corrupt'],
    ['an integer type', file({ ...entry, dtype: 'I32' }, new Uint8Array(16)), 'model-unsupported'],
  ] as const) {
    it(`refuses ${what}, naming the file`, async () => {
      await write(data);
      await assert.rejects(read('x'), { name: 'RuntimeError', kind, message: /model\.safetensors/ });
    });
  }

  it('says which file is missing', async () => {
    await assert.rejects(SafetensorsCheckpoint.open(folder), { kind: 'model-missing', message: /model\.safetensors/ });
  });
});
