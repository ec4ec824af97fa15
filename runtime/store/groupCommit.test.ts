import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAnother, openDatabase } from './openDatabase';
import { GroupCommit } from './groupCommit';

describe('group commit', () => {
  let folder: string;
  let writer: DatabaseSync;
  let other: DatabaseSync;
  let transactions: number;
  let commits: GroupCommit<(value: number) => void>;
  let sync: () => Promise<void>;

  const values = () =>
    other
      .prepare('SELECT value FROM numbers ORDER BY rowid')
      .all()
      .map((row) => row.value);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-group-'));
    const name = { file: path.join(folder, 'numbers.db'), what: 'the numbers', repair: '' };
    writer = await openDatabase({
      ...name,
      applicationId: 1,
      migrations: ['CREATE TABLE numbers (value INTEGER NOT NULL) STRICT'],
    });
    writer.exec('PRAGMA busy_timeout = 0');
    other = openAnother(name, 1000);
    transactions = 0;
    sync = () => Promise.resolve();
    const insert = writer.prepare('INSERT INTO numbers VALUES (?)');
    commits = new GroupCommit({
      database: writer,
      begin: () => {
        transactions++;
        return (value: number): void => {
          insert.run(value);
        };
      },
      finish: () => undefined,
      sync: () => sync(),
      failure: (error) => (error instanceof Error ? error : new Error(String(error))),
      busyMs: 200,
    });
  });
  afterEach(async () => {
    writer.close();
    other.close();
    await rm(folder, { recursive: true });
  });

  it('writes what is asked for in one turn in one transaction, in order', async () => {
    const answers = await Promise.all([5, 3, 8].map((value) => commits.do((put) => (put(value), value * 2))));
    assert.deepEqual([answers, values(), transactions], [[10, 6, 16], [5, 3, 8], 1]);
  });

  it('answers nobody before others can see it', async () => {
    await commits.do((put) => put(1)).then(() => assert.deepEqual(values(), [1]));
  });

  it('answers nobody before the disk has it, and lets others write meanwhile', async () => {
    let onDisk: () => void = () => undefined;
    const disk = new Promise<void>((resolve) => (onDisk = resolve));
    sync = () => disk;
    let answered = false;
    const work = commits.do((put) => put(1)).then(() => (answered = true));
    while (values().length === 0) await sleep(1);
    other.exec('INSERT INTO numbers VALUES (2)');
    assert.equal(answered, false);
    onDisk();
    await work;
  });

  it('says so when the disk does not take a transaction, and goes on with the next', async () => {
    sync = () => Promise.reject(new Error('EIO'));
    await assert.rejects(
      commits.do((put) => put(1)),
      /EIO/,
    );
    sync = () => Promise.resolve();
    assert.equal(await commits.do(() => 'on the disk'), 'on the disk');
  });

  it('undoes a work that fails half-way, and nothing of the others', async () => {
    const results = await Promise.allSettled([
      commits.do((put) => put(1)),
      commits.do((put) => {
        put(2);
        throw new Error('half-way');
      }),
      commits.do((put) => put(Number.NaN)),
      commits.do((put) => put(4)),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(values(), [1, 4]);
  });

  it('fails all of a transaction that the disk does not take, and goes on with the next', async () => {
    writer.exec('PRAGMA max_page_count = 2');
    const results = await Promise.allSettled(
      Array.from({ length: 2000 }, (_, value) => commits.do((put) => put(value))),
    );
    const failed = results.flatMap((result, value) => (result.status === 'rejected' ? [value] : []));
    assert.ok(failed.length > 0);
    assert.deepEqual(
      values(),
      results.flatMap((result, value) => (result.status === 'fulfilled' ? [value] : [])),
    );
    writer.exec('PRAGMA max_page_count = 1000');
    await commits.do((put) => put(-1));
    assert.equal(values().at(-1), -1);
  });

  it('gathers what comes while another program has the lock', async () => {
    other.exec('BEGIN IMMEDIATE');
    const works = [commits.do((put) => put(1))];
    await sleep(20);
    works.push(commits.do((put) => put(2)));
    await sleep(20);
    other.exec('COMMIT');
    await Promise.all(works);
    assert.deepEqual([values(), transactions], [[1, 2], 1]);
  });

  it('gives up only what has waited for its time', async () => {
    other.exec('BEGIN IMMEDIATE');
    const early = assert.rejects(
      commits.do((put) => put(1)),
      /locked/,
    );
    await sleep(150);
    const late = commits.do((put) => put(2));
    await early;
    other.exec('COMMIT');
    await late;
    assert.deepEqual(values(), [2]);
  });
});
