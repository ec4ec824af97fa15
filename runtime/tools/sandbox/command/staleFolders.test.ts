import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sweepFolders, temporaryPrefix } from './staleFolders';

describe('Stale folders', () => {
  it('removes those of processes that live no more, and no others', async () => {
    const parent = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    try {
      const { pid } = spawnSync(process.execPath, ['-e', '']);
      for (const name of [`x-${pid}-a`, `${temporaryPrefix('x-')}b`, 'x-c', `y-${pid}-d`])
        await mkdir(path.join(parent, name));
      await sweepFolders(parent, 'x-', 0);
      assert.deepEqual((await readdir(parent)).sort(), ['x-c', `${temporaryPrefix('x-')}b`, `y-${pid}-d`].sort());
    } finally {
      await rm(parent, { recursive: true });
    }
  });
});
