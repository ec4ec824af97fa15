import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, truncate, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HashedFile } from './hashedFile';

describe('hashed file', function () {
  this.timeout(30_000);
  // Longer than what is kept of skipped parts.
  const content = Buffer.concat(Array.from({ length: 150 }, (_, i) => Buffer.alloc(500_000, i)));
  randomBytes(1_000_000).copy(content, 30_000_000);
  const expected = createHash('sha256').update(content).digest('hex');
  let folder: string;
  let file: string;
  let handle: FileHandle;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-hashed-'));
    file = path.join(folder, 'file');
  });
  beforeEach(async () => {
    await writeFile(file, content);
    handle = await open(file);
  });
  afterEach(() => handle.close());
  after(() => rm(folder, { recursive: true }));

  for (const [what, ranges] of [
    ['nothing', []],
    ['from beginning to end', [[0, content.length]]],
    [
      'forwards with gaps, and back into them',
      [
        [10, 100],
        [9_000_000, 9_500_000],
        [50, 200],
        [4_000_000, 9_100_000],
        [30_000_000, 31_000_000],
        [29_999_990, 30_000_010],
      ],
    ],
    [
      'across more than is kept, and back',
      [
        [74_999_000, 75_000_000],
        [0, 5_000_000],
        [7_000_000, 15_000_000],
      ],
    ],
    [
      'overlapping',
      [
        [0, 100],
        [50, 150],
        [149, 151],
        [0, 1_000_000],
      ],
    ],
  ] as const) {
    it(`hashes the whole file and gives the right bytes, read ${what}`, async () => {
      const hashed = new HashedFile(handle, content.length, file);
      for (const [start, end] of ranges) {
        const into = new Uint8Array(end - start);
        await hashed.read(start, into);
        assert.ok(content.subarray(start, end).equals(into), `bytes ${start} to ${end}`);
      }
      assert.equal(await hashed.digest(), expected);
    });
  }

  it('ends a long reading when it is aborted', async () => {
    const hashed = new HashedFile(handle, content.length, file);
    const abort = new AbortController();
    hashed.signal = abort.signal;
    const reading = hashed.digest();
    abort.abort();
    await assert.rejects(reading, { name: 'AbortError' });
  });

  it('notices a file that became shorter', async () => {
    const hashed = new HashedFile(handle, content.length, file);
    await hashed.read(0, new Uint8Array(100));
    await truncate(file, 1000);
    await assert.rejects(hashed.read(500, new Uint8Array(1000)), { kind: 'model-corrupt', message: /shorter/ });
    await assert.rejects(hashed.digest(), { kind: 'model-corrupt' });
  });
});
