import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { openLedger } from './openLedger';
import type { SqliteLedger } from './sqliteLedger';
import { reservation, settlement } from './test/reservations';

const saidSchema = z.object({ call: z.string(), said: z.string() });

describe('ledger of several processes', function () {
  this.timeout(60_000);
  let folder: string;
  const children: ChildProcess[] = [];
  const ledgers: SqliteLedger[] = [];

  const open = async () => {
    const ledger = await openLedger({ folder, timeZone: 'UTC', busyMs: 60_000 });
    ledgers.push(ledger);
    return ledger;
  };
  /** A process with a reader of its lines. */
  const start = (...args: string[]) => {
    const child = spawn(
      process.execPath,
      ['--require', 'tsx/cjs', path.join(__dirname, 'test', 'ledgerProcess.ts'), folder, ...args],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    children.push(child);
    let lines: AsyncIterator<string> | undefined;
    const line = async () => {
      lines ??= createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const next = await lines.next();
      assert.ok(next.done !== true, 'the process ended too early');
      return next.value;
    };
    return { child, line };
  };
  const kill = async (child: ChildProcess) => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-ledger-'));
  });
  afterEach(async () => {
    for (const ledger of ledgers.splice(0)) await ledger.close();
    for (const child of children.splice(0)) await kill(child);
    await rm(folder, { recursive: true });
  });

  it('never lets a cap be exceeded, to the micro-dollar, by 4 processes with 100 calls each', async () => {
    const limit = 123_456;
    const ledger = await open();
    await ledger.setBudget({ scope: { kind: 'all' }, period: 'total', unit: 'usd', limit, warnAt: [] });
    const processes = ['a', 'b', 'c', 'd'].map((name) => start(name, 'compete', '100'));
    for (const { line } of processes) assert.equal(await line(), 'ready');
    for (const { child } of processes) child.stdin.write('go\n');
    const counts = await Promise.all(
      processes.map(async ({ line }) => z.object({ reserved: z.number() }).parse(JSON.parse(await line())).reserved),
    );
    for (const { child } of processes) if (child.exitCode === null) await once(child, 'exit');
    const calls = await ledger.calls({ from: 0, until: Number.MAX_SAFE_INTEGER });
    const letIn = counts.reduce((sum, count) => sum + count, 0);
    assert.equal(calls.length, letIn);
    // Whoever was left open when its process closed counts in full.
    const spent = calls.reduce((sum, { cost }) => sum + cost, 0);
    const [state] = await ledger.allStates();
    assert.ok(spent <= limit, `${spent} of ${limit}`);
    assert.ok(letIn >= Math.floor(limit / 1000) && letIn < 400, `${letIn} of 400 calls were let in`);
    assert.deepEqual([state?.settled, state?.reserved], [spent, 0]);
    await ledger.check();
  });

  it('keeps the reservation of a process that was killed, in full, until it is reconciled', async () => {
    const ledger = await open();
    await ledger.setBudget({ scope: { kind: 'all' }, period: 'month', unit: 'usd', limit: 1000, warnAt: [] });
    const { child, line } = start('killed', 'hold', '900');
    assert.match(await line(), /reserved/);
    assert.equal(await ledger.sweep(), 0, 'it lives');
    await kill(child);
    const answer = await ledger.reserve(reservation('b', 200));
    assert.equal(answer.kind, 'refused', 'not even before anybody has looked for dead processes');
    const other = await open();
    const [dead] = await other.unreconciled();
    assert.deepEqual([dead?.call, dead?.cost, dead?.state], ['killed', 900, 'unreconciled']);
    assert.match(dead?.error ?? '', /process ended/);
    assert.deepEqual(
      (await other.allStates()).map(({ settled, reserved }) => [settled, reserved]),
      [[900, 0]],
    );
    await other.reconcile('killed', { kind: 'spent', cost: 150 });
    assert.equal((await ledger.allStates())[0]?.headroom, 850);
    await assert.rejects(other.reconcile('killed', { kind: 'released' }), /is done/);
  });

  it('keeps all that it has said to processes that are killed in the middle of writing', async () => {
    const ledger = await open();
    await ledger.setBudget({ scope: { kind: 'all' }, period: 'month', unit: 'usd', limit: 1e9, warnAt: [] });
    const said: { readonly call: string; readonly said: string }[] = [];
    const writers = ['x', 'y', 'z'].map((name) => start(name, 'chatter', '8').child);
    for (const child of writers) {
      createInterface({ input: child.stdout }).on('line', (text) => said.push(saidSchema.parse(JSON.parse(text))));
    }
    for (const child of writers) {
      const before = said.length;
      while (said.length < before + 200) await sleep(5);
      await kill(child);
    }
    await ledger.sweep();
    await ledger.check();
    const calls = new Map(
      (await ledger.calls({ from: 0, until: Number.MAX_SAFE_INTEGER })).map((call) => [call.call, call]),
    );
    for (const { call, said: what } of said) {
      const state = calls.get(call)?.state;
      if (what === 'settled') assert.equal(state, 'done', call);
      else assert.ok(state === 'done' || state === 'unreconciled', `${call} is ${state}`);
    }
    const spent = [...calls.values()].reduce((sum, { cost }) => sum + cost, 0);
    const [all] = await ledger.allStates();
    assert.deepEqual([all?.settled, all?.reserved], [spent, 0]);
  });

  it('gives money back that the user releases', async () => {
    const ledger = await open();
    await ledger.setBudget({ scope: { kind: 'all' }, period: 'month', unit: 'usd', limit: 1000, warnAt: [] });
    const { child, line } = start('killed', 'hold', '900');
    await line();
    await kill(child);
    assert.equal(await ledger.sweep(), 1);
    await ledger.reconcile('killed', { kind: 'released' });
    assert.equal((await ledger.allStates())[0]?.headroom, 1000);
  });

  it('takes nobody for dead whose number of a process was given out again', async () => {
    const ledger = await open();
    await ledger.reserve(reservation('mine', 5));
    const other = await open();
    // Two openings of one process: the same number, each alive.
    assert.equal(await other.sweep(), 0);
    await ledger.close();
    assert.equal((await other.unreconciled())[0]?.call, 'mine');
    await other.settle(settlement('mine', 3));
    assert.equal((await other.unreconciled()).length, 0);
  });

  it('leaves no lock of a process behind', async () => {
    const ledger = await open();
    const { child, line } = start('killed', 'hold', '1');
    await line();
    await kill(child);
    await ledger.sweep();
    assert.deepEqual(
      (await readdir(path.join(folder, 'ledger-owners'))).map((name) => name.split('-')[0]),
      [String(process.pid)],
    );
    await ledger.close();
    assert.deepEqual(await readdir(path.join(folder, 'ledger-owners')), []);
  });

  it('keeps running totals that are those of the calls', async () => {
    const ledger = await open();
    for (const unit of ['usd', 'requests'] as const) {
      for (const period of ['day', 'month', 'total'] as const) {
        await ledger.setBudget({ scope: { kind: 'all' }, period, unit, limit: 1_000_000, warnAt: [] });
      }
    }
    const outcomes = ['done', 'aborted', 'failed', 'not-sent', 'unknown'] as const;
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const locality = index % 7 === 0 ? 'local' : 'cloud';
        await ledger.reserve(reservation(`c${index}`, locality === 'local' ? 0 : index * 11, { locality }));
        const outcome = outcomes[index % 6];
        if (outcome !== undefined) await ledger.settle(settlement(`c${index}`, index * 7, { outcome }));
      }),
    );
    await ledger.check();
  });

  it('tells a window that another process has changed the books', async () => {
    const ledger = await open();
    const other = await open();
    const changed = new Promise<void>((resolve) => {
      const stop = ledger.watch(() => {
        stop();
        resolve();
      }, 20);
    });
    await other.setBudget({ scope: { kind: 'all' }, period: 'day', unit: 'usd', limit: 1, warnAt: [] });
    await changed;
  });
});
