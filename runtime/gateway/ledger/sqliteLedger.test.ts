import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BudgetWarning, Usage } from '../types';
import type { BudgetTerms } from './books';
import { openDatabase } from '../../store/openDatabase';
import { ledgerName, openLedger, openOn, type LedgerOptions } from './openLedger';
import { applicationId, migrations } from './schema';
import type { SqliteLedger } from './sqliteLedger';
import { reservation, settlement } from './test/reservations';

const monthly = (limit: number, more: Partial<BudgetTerms> = {}): BudgetTerms => ({
  scope: { kind: 'all' },
  period: 'month',
  unit: 'usd',
  limit,
  warnAt: [0.5, 0.8],
  ...more,
});

describe('ledger', () => {
  let folder: string;
  let now: number;
  let warnings: BudgetWarning[];
  const ledgers: SqliteLedger[] = [];

  const open = async (more: Partial<LedgerOptions> = {}) => {
    const ledger = await openLedger({
      folder,
      timeZone: 'Europe/Berlin',
      now: () => now,
      onWarning: (warning) => warnings.push(warning),
      ...more,
    });
    ledgers.push(ledger);
    return ledger;
  };
  /** The first budget, or a failure. */
  const state = async (ledger: SqliteLedger) => {
    const [first] = await ledger.allStates();
    assert.ok(first);
    const { settled, reserved, headroom } = first;
    return { settled, reserved, headroom };
  };
  const refusal = async (ledger: SqliteLedger, ...request: Parameters<typeof reservation>) => {
    const answer = await ledger.reserve(reservation(...request));
    assert.ok(answer.kind === 'refused');
    return answer.refusal;
  };
  const reserve = async (ledger: SqliteLedger, ...request: Parameters<typeof reservation>) => {
    const answer = await ledger.reserve(reservation(...request));
    assert.ok(answer.kind === 'reserved', JSON.stringify(answer));
    return answer;
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-ledger-'));
    now = Date.parse('2026-03-10T12:00:00Z');
    warnings = [];
  });
  afterEach(async () => {
    for (const ledger of ledgers.splice(0)) await ledger.close();
    await rm(folder, { recursive: true });
  });

  it('holds a reservation, and books what the call has really cost', async () => {
    const ledger = await open();
    await ledger.setBudget(monthly(1000));
    await reserve(ledger, 'a', 400);
    assert.deepEqual(await state(ledger), { settled: 0, reserved: 400, headroom: 600 });
    await ledger.settle(settlement('a', 150));
    assert.deepEqual(await state(ledger), { settled: 150, reserved: 0, headroom: 850 });
  });

  it('lets a budget be used up to the micro-dollar, and no further', async () => {
    const ledger = await open();
    await ledger.setBudget(monthly(1000));
    await reserve(ledger, 'a', 999);
    assert.equal((await refusal(ledger, 'b', 2)).reason, 'budget');
    await reserve(ledger, 'c', 1);
    assert.equal((await state(ledger)).headroom, 0);
  });

  it('says which budget is in the way, what is left, when it renews, and what to do', async () => {
    const ledger = await open();
    const { id } = await ledger.setBudget(monthly(10_000_000, { scope: { kind: 'purpose', purpose: 'chat' } }));
    await reserve(ledger, 'a', 9_000_000);
    await ledger.settle(settlement('a', 9_000_000));
    await reserve(ledger, 'b', 580_000);
    const { message, action, budget } = await refusal(ledger, 'c', 800_000);
    assert.equal(budget, id);
    assert.match(message, /The budget of \$10\.00 a month for chat has \$0\.42 left\./);
    assert.match(message, /This call may cost up to \$0\.80\./);
    assert.match(message, /\$0\.58 of it is held for calls under way/);
    assert.match(message, /It renews on 1 April 2026 at 00:00 \(Europe\/Berlin\)/);
    assert.match(action, /Try again when the calls under way have ended, raise the budget.*whetstone budget set/);
  });

  it('refuses a call above its own ceiling, however much is left', async () => {
    const ledger = await open();
    const { reason, message } = await refusal(ledger, 'a', 200, { ceiling: 199 });
    assert.equal(reason, 'ceiling');
    assert.match(message, /up to \$0\.0002, more than the \$0\.000199 that one call may cost/);
  });

  it('counts a call in every budget that is about it, and in no other', async () => {
    const ledger = await open();
    const scopes: readonly BudgetTerms['scope'][] = [
      { kind: 'all' },
      { kind: 'purpose', purpose: 'chat' },
      { kind: 'purpose', purpose: 'edit' },
      { kind: 'project', project: 'p' },
      { kind: 'project', project: 'q' },
      { kind: 'task', task: 't' },
      { kind: 'provider', provider: 'openai' },
      { kind: 'provider', provider: 'google' },
    ];
    for (const scope of scopes) await ledger.setBudget(monthly(1000, { scope }));
    await reserve(ledger, 'a', 10, { project: 'p', task: 't' });
    const counted = (await ledger.allStates())
      .filter(({ reserved }) => reserved === 10)
      .map(({ budget }) => budget.scope);
    const wanted = scopes.filter((_, index) => ![2, 4, 7].includes(index));
    assert.deepEqual(
      new Set(counted.map((scope) => JSON.stringify(scope))),
      new Set(wanted.map((scope) => JSON.stringify(scope))),
    );
  });

  it('tells the budgets that would count a call, the tightest first', async () => {
    const ledger = await open();
    await ledger.setBudget(monthly(1000));
    await ledger.setBudget(monthly(100, { scope: { kind: 'purpose', purpose: 'chat' } }));
    await ledger.setBudget(monthly(100, { scope: { kind: 'task', task: 't' } }));
    await reserve(ledger, 'a', 50);
    const kinds = (await ledger.states({ purpose: 'chat', provider: 'openai' })).map(({ budget }) => budget.scope.kind);
    assert.deepEqual(kinds, ['purpose', 'all']);
  });

  it('counts requests of the cloud, gives one back that was never sent, and leaves local ones out', async () => {
    const ledger = await open();
    await ledger.setBudget(monthly(2, { unit: 'requests' }));
    await reserve(ledger, 'a', 0);
    await ledger.settle(settlement('a', 0, { outcome: 'not-sent' }));
    await reserve(ledger, 'b', 0);
    await ledger.settle(settlement('b', 0, { outcome: 'aborted' }));
    await reserve(ledger, 'c', 0);
    assert.match(
      (await refusal(ledger, 'd', 0)).message,
      /The budget of 2 requests a month is used up\. 1 request of it/,
    );
    await reserve(ledger, 'e', 0, { locality: 'local', provider: 'local' });
    assert.deepEqual(await state(ledger), { settled: 1, reserved: 1, headroom: 0 });
  });

  it('lets a free call through when a budget is overdrawn', async () => {
    const ledger = await open();
    await ledger.setBudget(monthly(100));
    await reserve(ledger, 'a', 100);
    await ledger.settle(settlement('a', 100));
    await ledger.setBudget(monthly(50));
    await reserve(ledger, 'b', 0, { locality: 'local' });
  });

  it('goes on with calls under way when a budget is lowered, refuses the next ones, and shows what is overdrawn', async () => {
    const ledger = await open();
    await ledger.setBudget(monthly(1000));
    await reserve(ledger, 'a', 600);
    await ledger.setBudget(monthly(100));
    assert.equal((await state(ledger)).headroom, -500);
    assert.match((await refusal(ledger, 'b', 1)).message, /overdrawn by \$0\.0005/);
    await ledger.settle(settlement('a', 600));
    assert.deepEqual(await state(ledger), { settled: 600, reserved: 0, headroom: -500 });
  });

  it('books what a provider counts above the reservation, and flags it', async () => {
    const ledger = await open();
    await ledger.setBudget(monthly(1000));
    await reserve(ledger, 'a', 900);
    await ledger.settle(settlement('a', 1700));
    assert.deepEqual(await state(ledger), { settled: 1700, reserved: 0, headroom: -700 });
    const [call] = await ledger.calls({ from: 0, until: now + 1 });
    assert.equal(call?.overrun, 800);
  });

  it('books a settlement once', async () => {
    const ledger = await open();
    await ledger.setBudget(monthly(1000));
    await reserve(ledger, 'a', 400);
    await Promise.all([ledger.settle(settlement('a', 150)), ledger.settle(settlement('a', 150))]);
    await ledger.settle(settlement('a', 0, { outcome: 'not-sent' }));
    assert.deepEqual(await state(ledger), { settled: 150, reserved: 0, headroom: 850 });
  });

  it('refuses what is no amount, instead of letting it through every limit', async () => {
    const ledger = await open();
    await ledger.setBudget(monthly(1000));
    for (const cost of [Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY]) {
      await assert.rejects(ledger.reserve(reservation(`a${cost}`, cost)), /no whole number from 0/);
    }
    assert.equal((await state(ledger)).headroom, 1000);
  });

  it('refuses a second reservation of one call, and a settlement of none, without harm to those beside them', async () => {
    const ledger = await open();
    await ledger.setBudget(monthly(1000));
    const results = await Promise.allSettled([
      ledger.reserve(reservation('a', 10)),
      ledger.reserve(reservation('a', 10)),
      ledger.settle(settlement('none', 10)),
      ledger.reserve(reservation('b', 10)),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
    );
    assert.equal((await state(ledger)).reserved, 20);
  });

  it('counts what was spent before a budget was made, except in one that counts from then', async () => {
    const ledger = await open();
    await reserve(ledger, 'a', 100);
    await ledger.settle(settlement('a', 70));
    await reserve(ledger, 'b', 30);
    now += 1000;
    await ledger.setBudget(monthly(1000));
    assert.deepEqual(await state(ledger), { settled: 70, reserved: 30, headroom: 900 });
    const { id } = await ledger.setBudget(monthly(1000, { period: 'total' }));
    await ledger.settle(settlement('b', 30));
    const total = (await ledger.allStates()).find(({ budget }) => budget.id === id);
    assert.equal(total?.settled, 0);
  });

  it('keeps a budget when its limit changes, and forgets it when it is removed', async () => {
    const ledger = await open();
    const first = await ledger.setBudget(monthly(1000));
    const second = await ledger.setBudget(monthly(2000));
    assert.equal(second.id, first.id);
    assert.equal(await ledger.removeBudget(first.id), true);
    assert.equal(await ledger.removeBudget(first.id), false);
    await reserve(ledger, 'a', 5000);
  });

  it('warns of each share once a period', async () => {
    const ledger = await open();
    await ledger.setBudget(monthly(1000));
    await reserve(ledger, 'a', 600);
    await ledger.settle(settlement('a', 600));
    await reserve(ledger, 'b', 250);
    await ledger.settle(settlement('b', 250));
    const again = await reserve(ledger, 'c', 10);
    await ledger.settle(settlement('c', 10));
    assert.deepEqual(again.warnings, []);
    assert.deepEqual(
      warnings.map(({ share }) => share),
      [0.5, 0.8],
    );
    assert.match(warnings[0]?.message ?? '', /The budget of \$0\.001 a month is 50 % spent/);
  });

  describe('periods', () => {
    it('begin anew with the month of the user, and keep a call in the month of its reservation', async () => {
      const ledger = await open();
      await ledger.setBudget(monthly(1000));
      now = Date.parse('2026-03-31T21:59:59.999Z'); // Berlin: a millisecond to midnight, in summer time
      await reserve(ledger, 'a', 900);
      now += 1;
      assert.deepEqual(await state(ledger), { settled: 0, reserved: 0, headroom: 1000 });
      await reserve(ledger, 'b', 800);
      await ledger.settle(settlement('a', 900));
      assert.deepEqual(await state(ledger), { settled: 0, reserved: 800, headroom: 200 });
    });

    it('do not open again when the clock is set back', async () => {
      const ledger = await open();
      await ledger.setBudget(monthly(1000, { period: 'day' }));
      await reserve(ledger, 'a', 900);
      now = Date.parse('2026-03-11T12:00:00Z');
      await reserve(ledger, 'b', 900);
      now = Date.parse('2026-03-09T12:00:00Z');
      assert.equal((await refusal(ledger, 'c', 200)).reason, 'budget');
      await ledger.close();
      // Nor for a process that has not seen the later time itself.
      const other = await open();
      assert.equal((await refusal(other, 'd', 200)).reason, 'budget');
      assert.equal(await other.clockLead(), 2 * 86_400_000);
    });

    it("come back to this machine's clock when the user says that the later time was wrong", async () => {
      const ledger = await open();
      await ledger.setBudget(monthly(1000, { period: 'day' }));
      const { id } = await ledger.setBudget(monthly(5000, { period: 'total' }));
      now = Date.parse('2036-01-01T12:00:00Z');
      await reserve(ledger, 'a', 900);
      now = Date.parse('2026-03-11T12:00:00Z');
      await ledger.acceptClock();
      assert.equal(await ledger.clockLead(), 0);
      // What was booked in the future counts now, rather than never.
      assert.equal((await refusal(ledger, 'b', 200)).reason, 'budget');
      const total = (await ledger.allStates()).find(({ budget }) => budget.id === id);
      assert.equal(total?.reserved, 900);
      now += 86_400_000;
      await reserve(ledger, 'c', 200);
    });
  });

  describe('a disk that takes no more', () => {
    it('refuses reservations, keeps what was booked, and books a settlement once there is room', async () => {
      const name = ledgerName(folder);
      const writer = await openDatabase({ ...name, applicationId, migrations });
      const parts = { name, folder, timeZone: 'UTC', busyMs: 1000, now: () => now, onWarning: undefined };
      const ledger = await openOn(writer, parts);
      ledgers.push(ledger);
      await ledger.setBudget(monthly(1_000_000));
      await reserve(ledger, 'a', 1000);
      const usage: Usage = {
        inputTokens: 1,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        outputTokens: 1,
        reasoningTokens: 0,
        source: 'provider',
      };
      writer.exec('PRAGMA max_page_count = 1'); // never below what there is
      const full = await refusal(ledger, 'b', 1, { price: 'x'.repeat(100_000) });
      assert.equal(full.reason, 'ledger-unavailable');
      assert.match(full.message, /no room left on the disk for the ledger/);
      await assert.rejects(ledger.settle(settlement('a', 400, { usage, error: 'y'.repeat(100_000) })), {
        kind: 'disk-full',
      });
      assert.deepEqual(await state(ledger), { settled: 0, reserved: 1000, headroom: 999_000 });
      writer.exec('PRAGMA max_page_count = 1000000');
      await reserve(ledger, 'c', 1);
      assert.deepEqual(await state(ledger), { settled: 400, reserved: 1, headroom: 999_599 });
    });
  });
});
