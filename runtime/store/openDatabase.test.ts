import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseError } from './databaseError';
import { loadSqlite } from './loadSqlite';
import { moveAside } from './moveAside';
import { openDatabase, type DatabaseOptions } from './openDatabase';

describe('database', function () {
  this.timeout(20_000);
  let folder: string;
  let options: DatabaseOptions;
  const opened: DatabaseSync[] = [];

  const open = async (more: Partial<DatabaseOptions> = {}) => {
    const database = await openDatabase({ ...options, ...more });
    opened.push(database);
    return database;
  };
  const first = 'CREATE TABLE notes (text TEXT NOT NULL) STRICT';
  const second = 'ALTER TABLE notes ADD COLUMN at INTEGER';

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-store-'));
    options = {
      file: path.join(folder, 'state', 'books.db'),
      what: 'the ledger',
      repair: 'move it aside',
      applicationId: 77,
      migrations: [first],
      busyMs: 200,
    };
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) database.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is durable, shared, and holds references', async () => {
    const database = await open();
    const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    assert.deepEqual(['journal_mode', 'synchronous', 'foreign_keys'].map(pragma), ['wal', 2, 1]);
  });

  it('is for its user alone, its journal too', async function () {
    if (process.platform === 'win32') this.skip();
    const database = await open();
    database.exec("INSERT INTO notes VALUES ('a')");
    const state = path.dirname(options.file);
    assert.equal((await stat(state)).mode & 0o777, 0o700);
    for (const name of await readdir(state)) {
      assert.equal((await stat(path.join(state, name))).mode & 0o777, 0o600, name);
    }
  });

  it('is brought to the newest version with what is in it', async () => {
    const old = await open();
    old.exec("INSERT INTO notes VALUES ('kept')");
    const database = await open({ migrations: [first, second] });
    assert.deepEqual({ ...database.prepare('SELECT * FROM notes').get() }, { text: 'kept', at: null });
  });

  it('is left at its version when a migration fails', async () => {
    await open();
    await assert.rejects(open({ migrations: [first, `${second}; SELECT nonsense`] }), /nonsense/);
    const database = await open();
    assert.equal(database.prepare('SELECT * FROM pragma_table_info(?)').all('notes').length, 1);
  });

  it('is made once by many openers at once', async () => {
    const databases = await Promise.all(Array.from({ length: 8 }, () => open({ busyMs: 5000 })));
    databases[0]?.exec("INSERT INTO notes VALUES ('a')");
    assert.equal(databases[7]?.prepare('SELECT count(*) AS n FROM notes').get()?.n, 1);
  });

  it('of a newer version is refused, and not touched', async () => {
    (await open({ migrations: [first, second] })).close();
    opened.pop();
    const before = await readFile(options.file);
    await assert.rejects(open(), {
      kind: 'store-newer',
      message: /The ledger .*books\.db\) was written by a newer Whetstone \(version 2; this one knows 1\)/,
      action: /Update Whetstone/,
    });
    assert.deepEqual(await readFile(options.file), before);
  });

  it('of another program is refused', async () => {
    const { DatabaseSync } = loadSqlite('the test');
    await open();
    const file = path.join(folder, 'other.db');
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE cookies (a)');
    other.close();
    await assert.rejects(open({ file }), {
      kind: 'store-corrupt',
      message: /other\.db is a database of another program/,
    });
  });

  it('that is damaged is refused, left as it is, and moved aside only when told to', async () => {
    await open();
    opened.pop()?.close();
    const damaged = Buffer.from('this is no database, '.repeat(400));
    await writeFile(options.file, damaged);
    await assert.rejects(open(), {
      kind: 'store-corrupt',
      message: /The ledger .* is damaged .*left as it is/,
      action: 'Bring it back from a backup, or move it aside.',
    });
    assert.deepEqual(await readFile(options.file), damaged);
    const aside = moveAside(options.file);
    assert.deepEqual(await readFile(aside), damaged);
    await open();
  });

  it('that is damaged inside says so when that place is read', async () => {
    const database = await open();
    const insert = database.prepare('INSERT INTO notes VALUES (?)');
    for (let row = 0; row < 500; row++) insert.run(String(row).repeat(200));
    opened.pop()?.close();
    const bytes = await readFile(options.file);
    bytes.fill(0xff, 4096 * 3, 4096 * 6);
    await writeFile(options.file, bytes);
    const again = await open();
    try {
      again.prepare('SELECT count(DISTINCT text) FROM notes').get();
      assert.fail('it was read');
    } catch (error) {
      const failure = databaseError(error, options);
      assert.match(JSON.stringify(failure), /store-corrupt/);
    }
  });

  it('that another program keeps locked is waited for, and named after a while', async () => {
    const database = await open();
    database.exec('BEGIN EXCLUSIVE');
    const started = Date.now();
    await assert.rejects(open({ migrations: [first, second] }), {
      kind: 'in-use',
      message: /keeps the ledger .* locked/,
    });
    assert.ok(Date.now() - started >= 190, 'it waited');
    const waiting = open({ migrations: [first, second], busyMs: 10_000 });
    await sleep(20);
    database.exec('COMMIT');
    await waiting;
  });

  it('that cannot be written to says so', async function () {
    if (process.platform === 'win32') this.skip();
    await open();
    opened.pop()?.close();
    // Root may write everywhere, hence as nobody.
    const isRoot = process.getuid?.() === 0;
    await chmod(folder, 0o755);
    await chmod(path.dirname(options.file), 0o555);
    await chmod(options.file, 0o444);
    const program = path.join(__dirname, 'openDatabase.ts');
    const code = `require(${JSON.stringify(program)}).openDatabase(${JSON.stringify({ ...options, migrations: [first, second] })})
      .then(() => console.log('opened'), (error) => console.log(JSON.stringify(error)))`;
    const { error, stdout, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '--eval', code], {
      encoding: 'utf8',
      cwd: path.join(__dirname, '..', '..'),
      env: { ...process.env, TSX_DISABLE_CACHE: '1' },
      ...(isRoot && { uid: 65_534, gid: 65_534 }),
    });
    await chmod(path.dirname(options.file), 0o700);
    // Where the project lies in somebody's own folder, nobody may not even run Node.
    if (error || /EACCES|Cannot find module|permission denied/.test(stderr)) this.skip();
    assert.match(stdout, /"kind":"store-read-only"/, stderr);
    assert.match(stdout, /WHETSTONE_HOME/);
  });

  it('without room on the disk says so, and keeps what was there', async () => {
    const database = await open();
    database.exec("INSERT INTO notes VALUES ('kept'); PRAGMA max_page_count = 1");
    try {
      database.prepare('INSERT INTO notes VALUES (?)').run('x'.repeat(100_000));
      assert.fail('it was written');
    } catch (error) {
      assert.match(JSON.stringify(databaseError(error, options)), /disk-full/);
    }
    assert.equal(database.prepare('SELECT text FROM notes').get()?.text, 'kept');
  });

  it('in a place that is no folder says so', async () => {
    await writeFile(path.join(folder, 'file'), '');
    await assert.rejects(open({ file: path.join(folder, 'file', 'books.db') }), {
      kind: 'unavailable',
      message: /not a folder/,
    });
  });

  it('on a Node without SQLite says which Node it takes', () => {
    assert.throws(() => loadSqlite('the ledger', () => undefined), { kind: 'unavailable', action: /Node 22\.13/ });
  });
});
