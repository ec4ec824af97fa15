import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadSqlite } from '../../store/loadSqlite';
import { openLedger } from './openLedger';
import type { SqliteLedger } from './sqliteLedger';
import { reservation, settlement } from './test/reservations';

describe('ledger whose file is in trouble', function () {
  this.timeout(20_000);
  let folder: string;
  let file: string;
  let other: DatabaseSync;
  const ledgers: SqliteLedger[] = [];

  const open = async (busyMs: number) => {
    const ledger = await openLedger({ folder, timeZone: 'UTC', busyMs });
    ledgers.push(ledger);
    const { DatabaseSync } = loadSqlite('the test');
    other = new DatabaseSync(file);
    return ledger;
  };
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-ledger-'));
    file = path.join(folder, 'ledger.db');
  });
  afterEach(async () => {
    other.close();
    for (const ledger of ledgers.splice(0)) await ledger.close();
    await rm(folder, { recursive: true });
  });

  it('refuses calls while another program keeps it locked, and never stops the event loop', async () => {
    const ledger = await open(150);
    other.exec('BEGIN IMMEDIATE');
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    const answer = await ledger.reserve(reservation('a', 1));
    clearInterval(timer);
    assert.ok(answer.kind === 'refused' && answer.refusal.reason === 'ledger-unavailable');
    assert.match(answer.refusal.message, /Another program keeps the ledger .* locked/);
    assert.ok(turns > 5, `${turns} turns`);
  });

  it('goes on when the lock goes', async () => {
    const ledger = await open(10_000);
    other.exec('BEGIN IMMEDIATE');
    const answers = Promise.all([ledger.reserve(reservation('a', 1)), ledger.reserve(reservation('b', 1))]);
    await sleep(30);
    other.exec('COMMIT');
    assert.deepEqual(
      (await answers).map(({ kind }) => kind),
      ['reserved', 'reserved'],
    );
  });

  it('books a settlement later that was not written for a lock', async () => {
    const ledger = await open(100);
    await ledger.reserve(reservation('a', 500));
    other.exec('BEGIN IMMEDIATE');
    await assert.rejects(ledger.settle(settlement('a', 200)), { kind: 'in-use' });
    other.exec('COMMIT');
    await ledger.close();
    ledgers.pop();
    const again = await openLedger({ folder });
    ledgers.push(again);
    assert.deepEqual(
      (await again.calls({ from: 0, until: Number.MAX_SAFE_INTEGER })).map(({ state, cost }) => [state, cost]),
      [['done', 200]],
    );
  });

  it('is not opened for a time zone that is none', async () => {
    await open(1000);
    await assert.rejects(openLedger({ folder, timeZone: 'Mars/Base' }), {
      kind: 'bad-request',
      message: /"Mars\/Base"/,
    });
  });

  it('is not opened when it is damaged, and says how to begin anew', async () => {
    await (await open(1000)).close();
    other.close();
    const damaged = 'no database at all, '.repeat(300);
    await writeFile(file, damaged);
    await assert.rejects(openLedger({ folder }), {
      kind: 'store-corrupt',
      action: /backup, or move it aside and begin with empty books: `whetstone budget move-aside`/,
    });
    assert.equal(await readFile(file, 'utf8'), damaged);
    await rm(file);
    const { DatabaseSync } = loadSqlite('the test');
    other = new DatabaseSync(file);
    ledgers.pop();
  });
});
