import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from './openDatabase';
import { LogSync } from './logSync';

describe('what brings the log of the books to the disk', () => {
  let folder: string;
  let database: DatabaseSync;
  const name = () => ({ file: path.join(folder, 'numbers.db'), what: 'the numbers', repair: '' });
  const synchronous = () => database.prepare('PRAGMA synchronous').get()?.synchronous;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-log-'));
    database = await openDatabase({
      ...name(),
      applicationId: 1,
      migrations: ['CREATE TABLE numbers (value INTEGER NOT NULL) STRICT'],
    });
  });
  afterEach(async () => {
    database.close();
    await rm(folder, { recursive: true });
  });

  it('takes the last step of a commit over from SQLite, and no other', async () => {
    const log = LogSync.take(database, name());
    assert.equal(synchronous(), 1);
    await log?.sync();
    await log?.close();
  });

  it('leaves it to SQLite where there is no log', () => {
    database.exec('PRAGMA journal_mode = DELETE');
    assert.deepEqual([LogSync.take(database, name()), synchronous()], [undefined, 2]);
  });

  it('says that the disk did not take it', async () => {
    const log = LogSync.take(database, name());
    await log?.close();
    await assert.rejects(async () => log?.sync(), /The numbers .* could not be brought to the disk/);
  });
});
