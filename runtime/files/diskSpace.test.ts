import assert from 'node:assert/strict';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readableBytes, requireSpace } from './diskSpace';

describe('disk space', () => {
  const folder = path.join(tmpdir(), 'whetstone-not-made', 'model');

  it('is there for what fits, also where the folder is not made yet', async () => {
    await requireSpace(folder, 1000, 'a model');
  });

  it('tells what is needed and what is free', async () => {
    const { bavail, bsize } = await statfs(tmpdir());
    await assert.rejects(requireSpace(folder, 1e18, 'the model'), (error: Error & { action: string; kind: string }) => {
      assert.equal(error.kind, 'disk-full');
      assert.match(error.message, /no room on the disk for the model in .*whetstone-not-made.*1000000 TB are needed/);
      const free = Number(/\((\d+) bytes\)\.$/.exec(error.message)?.[1]);
      assert.ok(Math.abs(free - bavail * bsize) < 2 ** 30, `${free} of ${bavail * bsize}`);
      assert.match(error.action, /Make .* of room/);
      return true;
    });
  });

  for (const [bytes, text] of [
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [99_400, '99.4 kB'],
    [999_600, '1.0 MB'],
    [2_036_867_072, '2.0 GB'],
    [123_456_789_000, '123 GB'],
  ] as const) {
    it(`says ${bytes} as ${text}`, () => assert.equal(readableBytes(bytes), text));
  }
});
