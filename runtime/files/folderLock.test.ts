import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { acquireFolderLock } from './folderLock';

describe('folder lock', function () {
  this.timeout(20_000);
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-lock-'));
    file = path.join(folder, 'lock');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Number of a process that has ended. */
  const deadProcess = () => spawnSync(process.execPath, ['-e', '']).pid;
  const hold = (pid: number, host: string) =>
    writeFile(file, JSON.stringify({ token: 'other', pid, host, since: '2026-01-02T03:04:05Z' }));

  it('is given to one, and to the next once it is released', async () => {
    const lock = await acquireFolderLock(file, '/models/a');
    assert.ok(await lock.isHeld());
    await assert.rejects(acquireFolderLock(file, '/models/a'), {
      kind: 'in-use',
      message: new RegExp(`Another process \\(${process.pid}, since .*\\) is writing /models/a`),
      action: new RegExp(`remove ${file}`),
    });
    await lock.release();
    await (await acquireFolderLock(file, '/models/a')).release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('is given to one of many at once', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => acquireFolderLock(file, 'a')));
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('is taken over from a process that has ended, by one of many', async () => {
    await hold(deadProcess(), hostname());
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => acquireFolderLock(file, 'a')));
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.deepEqual(await readdir(folder), ['lock']);
  });

  it('is not taken from a process that lives, nor from another machine', async () => {
    await hold(process.ppid, hostname());
    await assert.rejects(acquireFolderLock(file, 'a'), { kind: 'in-use' });
    await hold(deadProcess(), 'elsewhere');
    await assert.rejects(acquireFolderLock(file, 'a'), { kind: 'in-use', message: /on elsewhere/ });
  });

  it('is taken when a crash left it without its text', async () => {
    await writeFile(file, '');
    const lock = await acquireFolderLock(file, 'a');
    assert.ok(await lock.isHeld());
  });

  it("is not released when it has become another's", async () => {
    const lock = await acquireFolderLock(file, 'a');
    await hold(process.ppid, hostname());
    assert.equal(await lock.isHeld(), false);
    await lock.release();
    assert.match(await readFile(file, 'utf8'), /other/);
  });
});
