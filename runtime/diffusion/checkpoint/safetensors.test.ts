import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { safetensors } from '../test/randomCheckpoint';
import { SafetensorsCheckpoint } from './safetensors';

/** A file with one tensor of the given type. */
function file(entry: Record<string, unknown>, data: Uint8Array): Buffer {
  return headed(JSON.stringify({ x: entry }), data);
}

function headed(text: string, data: Uint8Array): Buffer {
  const header = Buffer.from(text);
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

  it('reads ranges of rows, decoded and as they lie', async () => {
    await write(safetensors(new Map([['x', { dims: [2, 2], values }]])));
    const checkpoint = await SafetensorsCheckpoint.open(folder);
    try {
      assert.deepEqual([...(await checkpoint.rows('x', 1, 2))], [...values.subarray(2)]);
      const { type, bytes } = await checkpoint.raw('x', 0, 1);
      assert.equal(type, 'F32');
      assert.deepEqual([...new Float32Array(bytes.slice().buffer)], [1, -2.5]);
      assert.deepEqual((await checkpoint.raw('x', 1, 1)).bytes.length, 0);
      await assert.rejects(checkpoint.raw('x', 1, 3), RangeError);
    } finally {
      await checkpoint.close();
    }
  });

  describe('in shards', () => {
    const shard = (...names: string[]) =>
      safetensors(new Map(names.map((name) => [name, { dims: [4], values }] as const)));
    const index = (map: Record<string, string>) =>
      write(Buffer.from(JSON.stringify({ weight_map: map })), 'model.safetensors.index.json');
    const refused = (kind: string, message: RegExp) =>
      assert.rejects(SafetensorsCheckpoint.open(folder), (error: Error & { kind: string; action: string }) => {
        assert.equal(error.kind, kind);
        assert.match(error.message, message);
        assert.notEqual(error.action, '');
        return true;
      });

    for (const name of ['../elsewhere/a.safetensors', '/etc/passwd', '..', 'a\\b', 'C:a', 'folder/a.safetensors']) {
      it(`reads no shard outside the folder: ${name}`, async () => {
        await index({ x: name });
        await refused('model-corrupt', /index\.json.*plain file name/);
      });
    }

    it('refuses a link out of the folder, and follows one within it', async () => {
      const outside = await mkdtemp(path.join(tmpdir(), 'whetstone-outside-'));
      try {
        await writeFile(path.join(outside, 'secret'), shard('x'));
        await symlink(path.join(outside, 'secret'), path.join(folder, 'model.safetensors'));
        await refused('model-corrupt', /model\.safetensors is a link to .*secret, outside the checkpoint/);
      } finally {
        await rm(outside, { recursive: true });
      }
      await rm(path.join(folder, 'model.safetensors'));
      await write(shard('x'), 'weights.bin');
      await symlink('weights.bin', path.join(folder, 'model.safetensors'));
      assert.deepEqual(await read('x'), [...values]);
    });

    it("follows the links of the hub's cache", async () => {
      const repository = path.join(folder, 'models--a--b');
      const snapshot = path.join(repository, 'snapshots', 'c0ffee');
      await mkdir(path.join(repository, 'blobs'), { recursive: true });
      await mkdir(snapshot, { recursive: true });
      await writeFile(path.join(repository, 'blobs', 'f00d'), shard('x'));
      await symlink('../../blobs/f00d', path.join(snapshot, 'model.safetensors'));
      const checkpoint = await SafetensorsCheckpoint.open(snapshot);
      assert.deepEqual(checkpoint.names(), ['x']);
      await checkpoint.close();
    });

    it('refuses what is no plain file', async () => {
      await mkdir(path.join(folder, 'model.safetensors'));
      await refused('model-corrupt', /no plain file/);
    });

    it('names the file that the index promises and that is missing', async () => {
      await write(shard('x'), 'a.safetensors');
      await index({ x: 'a.safetensors', y: 'b.safetensors' });
      await refused('model-missing', /b\.safetensors is missing; model\.safetensors\.index\.json names it/);
    });

    it('names the tensor that the index places wrongly', async () => {
      await write(shard('x'), 'a.safetensors');
      await write(shard('y'), 'b.safetensors');
      await index({ x: 'a.safetensors', z: 'b.safetensors' });
      await refused('model-corrupt', /"z" in b\.safetensors, but no shard has it/);
      await index({ x: 'b.safetensors', y: 'a.safetensors' });
      await refused('model-corrupt', /"x" in b\.safetensors, but it is in a\.safetensors/);
    });

    it('names the tensor that two shards have', async () => {
      await write(shard('x', 'y'), 'a.safetensors');
      await write(shard('y'), 'b.safetensors');
      await index({ x: 'a.safetensors', y: 'b.safetensors' });
      await refused('model-corrupt', /b\.safetensors.*"y" is in a\.safetensors too/);
    });

    for (const [what, text] of [
      ['is no JSON', '{'],
      ['has no map', '{}'],
      ['names nothing', '{"weight_map": {}}'],
      ['names no files', '{"weight_map": {"x": 3}}'],
    ] as const) {
      it(`refuses an index that ${what}`, async () => {
        await write(Buffer.from(text), 'model.safetensors.index.json');
        await refused('model-corrupt', /index\.json is damaged/);
      });
    }
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
    ['a type of 8 bits', file({ ...entry, dtype: 'F8_E4M3', shape: [16] }, new Uint8Array(16)), 'model-unsupported'],
    ['a type that nobody knows', file({ ...entry, dtype: 'Q4' }, new Uint8Array(16)), 'model-unsupported'],
    ['a shape without end', file({ ...entry, shape: [2 ** 40, 2 ** 40] }, new Uint8Array(16)), 'model-corrupt'],
    ['negative offsets', file({ ...entry, data_offsets: [-16, 0] }, new Uint8Array(16)), 'model-corrupt'],
    ['data that no tensor owns', file(entry, new Uint8Array(20)), 'model-corrupt'],
  ] as const) {
    it(`refuses ${what}, naming the file`, async () => {
      await write(data);
      await assert.rejects(read('x'), { name: 'RuntimeError', kind, message: /model\.safetensors/ });
    });
  }

  it('names both tensors that overlap, and the gap between two', async () => {
    const two = (second: readonly [number, number]) => {
      const header = { a: { ...entry, data_offsets: [0, 16] }, b: { ...entry, data_offsets: second } };
      return headed(JSON.stringify(header), new Uint8Array(36));
    };
    await write(two([12, 28]));
    await assert.rejects(read('a'), { kind: 'model-corrupt', message: /"a" and "b" overlap/ });
    await write(two([20, 36]));
    await assert.rejects(read('a'), { kind: 'model-corrupt', message: /4 bytes before "b" that no tensor owns/ });
  });

  it('takes no memory for a header of 2 GB', async () => {
    const claimed = Buffer.alloc(8);
    claimed.writeBigUInt64LE(2n ** 31n);
    await write(claimed);
    // As long as it claims, without taking room on the disk.
    await truncate(path.join(folder, 'model.safetensors'), 2 ** 31 + 100);
    const before = process.memoryUsage.rss();
    await assert.rejects(read('x'), { kind: 'model-corrupt', message: /claims a header of 2147483648 bytes/ });
    assert.ok(process.memoryUsage.rss() - before < 2 ** 28);
  });

  it('names the element type that it cannot convert, and reads the others', async () => {
    const header = {
      x: { dtype: 'F32', shape: [4], data_offsets: [0, 16] },
      ids: { dtype: 'I64', shape: [2], data_offsets: [16, 32] },
    };
    await write(headed(JSON.stringify(header), Buffer.concat([Buffer.from(values.buffer), Buffer.alloc(16)])));
    assert.deepEqual(await read('x'), [...values]);
    await assert.rejects(read('ids'), { kind: 'model-unsupported', message: /"ids" has the element type I64/ });
  });

  it('says which file is missing', async () => {
    await assert.rejects(SafetensorsCheckpoint.open(folder), { kind: 'model-missing', message: /model\.safetensors/ });
  });
});
