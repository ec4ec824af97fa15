/** The command line's budgets, on books that the engine writes. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { openLedger } from '../runtime/gateway/ledger';
import type { ReservationRequest } from '../runtime/gateway/types';
import { bundledCommandLine, runCommandLine, type Finished } from './testing/commandLine';

const budgetState = z.object({
  budget: z.object({ id: z.string(), limit: z.number(), warnAt: z.array(z.number()), period: z.string() }),
  settled: z.number(),
  reserved: z.number(),
  headroom: z.number(),
});
const status = z.object({
  folder: z.string(),
  budgets: z.array(budgetState),
  unreconciled: z.array(z.object({ call: z.string(), cost: z.number() })),
  clockLead: z.number(),
});

const call = (name: string, cost: number, more: Partial<ReservationRequest> = {}): ReservationRequest => ({
  call: name,
  model: 'openai/gpt-5-mini',
  provider: 'openai',
  locality: 'cloud',
  purpose: 'chat',
  project: undefined,
  task: undefined,
  conversation: undefined,
  parentCall: undefined,
  cost,
  price: '{}',
  ceiling: undefined,
  ...more,
});

describe('whetstone budget', function () {
  this.timeout(60_000);
  let folder: string;

  before(bundledCommandLine);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-budget-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Runs `whetstone budget` on the test's books. */
  function budget(...args: string[]): Promise<Finished> {
    const env = { ...process.env, WHETSTONE_HOME: folder, TZ: 'UTC' };
    return runCommandLine(['budget', ...args], { folder, env });
  }
  /** A command with --json that must succeed. */
  async function json<T>(schema: z.ZodType<T>, ...args: string[]): Promise<T> {
    const { status: code, stdout, stderr } = await budget(...args, '--json');
    assert.equal(code, 0, stderr);
    return schema.parse(JSON.parse(stdout));
  }
  /** A settled call, and one whose process is gone. */
  async function spend(): Promise<void> {
    const ledger = await openLedger({ folder, timeZone: 'UTC' });
    await ledger.reserve(call('settled', 500_000, { task: '=1+1' }));
    await ledger.settle({ call: 'settled', outcome: 'done', cost: 420_000, usage: undefined, finish: 'stop' });
    await ledger.reserve(call('lost', 300_000));
    await ledger.close();
  }

  it('sets a budget to the micro-dollar, changes it, and tells how full it is', async () => {
    await spend();
    const made = await json(budgetState, 'set', '2.000001', '--warn', '80,50');
    assert.deepEqual([made.budget.limit, made.budget.warnAt, made.budget.period], [2_000_001, [0.5, 0.8], 'month']);
    assert.deepEqual([made.settled, made.headroom], [720_000, 1_280_001]);
    await json(budgetState, 'set', '$0.50');
    const { budgets } = await json(status, 'status');
    assert.deepEqual(
      budgets.map(({ budget: { id, limit }, headroom }) => [id, limit, headroom]),
      [[made.budget.id, 500_000, -220_000]],
    );
    assert.match(
      (await budget('status')).stdout,
      /The budget of \$0\.50 a month .*\$0\.72 spent, overdrawn by \$0\.22, renews/,
    );
  });

  it('keeps budgets of scopes, periods and units apart, and removes them by id', async () => {
    await json(budgetState, 'set', '10', '--scope', 'purpose:chat');
    await json(budgetState, 'set', '50', '--unit', 'requests', '--period', 'day', '--scope', 'provider:openai');
    const third = await json(budgetState, 'set', '3', '--period', 'total', '--scope', 'task:a:b');
    assert.equal((await json(status, 'status')).budgets.length, 3);
    await json(z.object({ id: z.literal(third.budget.id) }), 'remove', third.budget.id.slice(0, 8));
    assert.equal((await json(status, 'status')).budgets.length, 2);
  });

  it('lists calls of processes that died, and corrects them', async () => {
    await spend();
    await json(budgetState, 'set', '1');
    const before = await json(status, 'status');
    assert.deepEqual(
      before.unreconciled.map(({ call: name, cost }) => [name, cost]),
      [['lost', 300_000]],
    );
    await json(z.object({ reconciled: z.literal('lost') }), 'reconcile', 'lost', '--cost', '0.05');
    const after = await json(status, 'status');
    assert.deepEqual([after.unreconciled.length, after.budgets[0]?.settled], [0, 470_000]);
    const again = await budget('reconcile', 'lost', '--release');
    assert.equal(again.status, 2);
    assert.match(again.stderr, /The call lost is done/);
  });

  it('exports all calls as CSV that no spreadsheet runs, and as JSON', async () => {
    await spend();
    const { stdout } = await budget('export');
    const lines = stdout
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    assert.deepEqual(
      [lines.length, lines[0]?.[0], lines[1]?.[0], lines[2]?.[9]],
      [3, 'call', 'settled', 'unreconciled'],
    );
    assert.equal(lines[1]?.[7], "'=1+1");
    const calls = await json(z.array(z.object({ call: z.string(), cost: z.number() })), 'export');
    assert.deepEqual(calls, [
      { call: 'settled', cost: 420_000 },
      { call: 'lost', cost: 300_000 },
    ]);
    assert.equal((await budget('export', '--until', '2020-01-01')).stdout.split('\r\n').length, 2);
    await json(z.object({ out: z.string() }), 'export', '--out', 'calls.csv');
    assert.equal(await readFile(path.join(folder, 'calls.csv'), 'utf8'), stdout);
  });

  it('tells of damaged books with status 1, and moves them aside when told to, nothing lost', async () => {
    await spend();
    const healthy = await budget('move-aside');
    assert.deepEqual([healthy.status, healthy.stderr.includes('is in order')], [2, true]);
    const damaged = 'no database at all, '.repeat(300);
    await writeFile(path.join(folder, 'ledger.db'), damaged);
    const { status: code, stderr, stdout } = await budget('status');
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /is damaged .*left as it is.* `whetstone budget move-aside`/);
    const { moved } = await json(z.object({ moved: z.string() }), 'move-aside');
    assert.equal(await readFile(moved, 'utf8'), damaged);
    assert.deepEqual((await json(status, 'status')).budgets, []);
  });

  it('opens other books with --state, and makes them for their user alone', async () => {
    const { folder: other } = await json(status, 'status', '--state', 'elsewhere');
    assert.equal(other, path.join(folder, 'elsewhere'));
    assert.deepEqual(
      (await readdir(other)).filter((name) => name.endsWith('.db')),
      ['ledger.db'],
    );
  });

  describe('bad input: status 2, a message on stderr, nothing on stdout', () => {
    const cases: readonly [what: string, args: string[], message: RegExp][] = [
      ['no amount', ['set'], /missing required argument 'limit'/],
      ['an amount that is none', ['set', 'ten'], /"ten" is no amount of dollars/],
      ['more decimals than a micro-dollar', ['set', '0.0000001'], /six decimals/],
      ['a negative amount', ['set', '--', '-5'], /no amount of dollars/],
      ['half a request', ['set', '0.5', '--unit', 'requests'], /no whole number of requests/],
      ['an unknown scope', ['set', '1', '--scope', 'purpose:games'], /purpose:NAME \(chat, edit/],
      ['an unknown period', ['set', '1', '--period', 'week'], /day, month, total/],
      ['a share above 100', ['set', '1', '--warn', '120'], /percentages above 0/],
      ['an unknown budget', ['remove', 'x'], /No budget has the id x/],
      ['an unknown call', ['reconcile', 'x', '--release'], /There is no call x/],
      ['a correction without a cost', ['reconcile', 'x'], /--cost DOLLARS, or --release/],
      ['a day that is none', ['export', '--from', '2026-02-30'], /Give a day/],
      ['an unknown format', ['export', '--format', 'xml'], /csv, json/],
    ];
    for (const [what, args, message] of cases) {
      it(what, async () => {
        const { status: code, stdout, stderr } = await budget(...args);
        assert.match(stderr, message);
        assert.doesNotMatch(stderr, /\n\s+at /, 'a stack trace');
        assert.deepEqual([stdout, code], ['', 2]);
      });
    }
  });
});
