import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { holder, ProcessLock } from './processLock';

describe('ProcessLock', function () {
  this.timeout(20_000);
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-lock-'));
    file = path.join(folder, 'lock');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = (owner: Record<string, unknown>) =>
    writeFile(file, JSON.stringify({ pid: 1, host: hostname(), id: 'x', ...owner }));
  const gonePid = async (): Promise<number> => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.once('exit', resolve));
    return child.pid!;
  };
  const age = (seconds: number) => utimes(file, Date.now() / 1000 - seconds, Date.now() / 1000 - seconds);

  it('is held by one at a time', async () => {
    const first = await ProcessLock.acquire(file);
    assert.ok(first);
    assert.equal((await holder(file))?.pid, process.pid);
    assert.equal(await ProcessLock.acquire(file), undefined);
    await first.release();
    assert.equal(await holder(file), undefined);
    const second = await ProcessLock.acquire(file);
    assert.ok(second);
    await second.release();
  });

  it('is taken over from a process that is gone, by one of many', async () => {
    await write({ pid: await gonePid() });
    const locks = await Promise.all(Array.from({ length: 20 }, () => ProcessLock.acquire(file)));
    const held = locks.filter((lock) => lock !== undefined);
    assert.equal(held.length, 1);
    await held[0]!.release();
    await assert.rejects(stat(file));
  });

  it('is not taken from a living process, also of another machine while it beats', async () => {
    await write({ pid: process.ppid });
    assert.equal(await ProcessLock.acquire(file), undefined);
    await write({ pid: await gonePid(), host: 'elsewhere' });
    assert.equal(await ProcessLock.acquire(file), undefined);
    await age(60);
    const lock = await ProcessLock.acquire(file);
    assert.ok(lock, 'silent for a minute');
    await lock.release();
  });

  it('is taken over when a process has the number of the dead one', async () => {
    await write({ pid: process.ppid });
    await age(3600);
    const lock = await ProcessLock.acquire(file);
    assert.ok(lock);
    await lock.release();
  });

  it('beats, and tells its holder that it was taken', async () => {
    let lost = 0;
    const lock = await ProcessLock.acquire(file, () => lost++);
    assert.ok(lock);
    await age(600);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.ok(Date.now() - (await stat(file)).mtimeMs < 5000);
    await write({ pid: process.ppid, id: 'thief' });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.equal(lost, 1);
    await lock.release();
    assert.match(await readFile(file, 'utf8'), /thief/, "another's lock is left alone");
  });

  it('is demanded by those who cannot wait, and names its holder', async () => {
    const lock = await ProcessLock.require(file, '/models/a');
    await assert.rejects(ProcessLock.require(file, '/models/a'), {
      kind: 'in-use',
      message: new RegExp(`Another process \\(${process.pid}, since 2\\d{3}-.*\\) is writing /models/a`),
      action: new RegExp(`remove ${file}`),
    });
    await lock.release();
    await write({ pid: 4711, host: 'elsewhere', since: '2026-01-02T03:04:05Z' });
    await assert.rejects(ProcessLock.require(file, 'a'), { message: /\(4711 on elsewhere, since 2026-01-02/ });
    await writeFile(file, '');
    await assert.rejects(ProcessLock.require(file, 'a'), { message: /^Another process is writing a\.$/ });
  });

  it("knows when it has become another's, and leaves that alone", async () => {
    const lock = await ProcessLock.require(file, 'a');
    assert.equal(await lock.isHeld(), true);
    await write({ pid: process.ppid, id: 'thief' });
    assert.equal(await lock.isHeld(), false);
    await lock.release();
    assert.match(await readFile(file, 'utf8'), /thief/);
  });

  it('is not kept from anybody by a damaged file or a guard that was left behind', async () => {
    await writeFile(file, '{');
    assert.equal(await ProcessLock.acquire(file), undefined, 'somebody may be writing it');
    await age(60);
    await mkdir(`${file}.guard`);
    await utimes(`${file}.guard`, Date.now() / 1000 - 60, Date.now() / 1000 - 60);
    const lock = await ProcessLock.acquire(file);
    assert.ok(lock);
    await lock.release();
  });
});
