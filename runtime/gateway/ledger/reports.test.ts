import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RouteDecision, Usage } from '../types';
import { openLedger } from './openLedger';
import type { SqliteLedger } from './sqliteLedger';
import { reservation, settlement } from './test/reservations';

const usage: Usage = {
  inputTokens: 100,
  cacheReadTokens: 40,
  cacheWriteTokens: 0,
  outputTokens: 20,
  reasoningTokens: 5,
  source: 'provider',
};

const decision = (id: string): RouteDecision => ({
  id,
  model: 'openai/gpt-5-mini',
  mode: 'direct',
  then: undefined,
  taskType: 'chat.other',
  candidates: [
    {
      model: 'openai/gpt-5-mini',
      locality: 'cloud',
      success: 0.9,
      deviation: 0.1,
      expectedCost: 10,
      worstCost: 20,
      utility: Number.NEGATIVE_INFINITY,
      excluded: 'dear',
    },
  ],
  lambda: 0.5,
  propensity: 0.7,
  reasons: ['It is cheap.'],
  state: '1',
});

describe('reports of the ledger', () => {
  let folder: string;
  let now: number;
  let ledger: SqliteLedger;

  const at = (time: string) => {
    now = Date.parse(time);
  };
  const spend = async (call: string, cost: number, more: Partial<Parameters<typeof reservation>[2]> = {}) => {
    await ledger.reserve(reservation(call, cost, more));
    await ledger.settle(settlement(call, cost, { usage }));
  };
  const month = (project?: string) =>
    ledger.spendReport({
      from: Date.parse('2026-02-28T23:00:00Z'),
      until: Date.parse('2026-03-31T22:00:00Z'),
      project,
    });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-ledger-'));
    at('2026-03-01T10:00:00Z');
    ledger = await openLedger({ folder, timeZone: 'Europe/Berlin', now: () => now });
  });
  afterEach(async () => {
    await ledger.close();
    await rm(folder, { recursive: true });
  });

  describe('of spending', () => {
    it('have every day of the user, with its costs and its calls', async () => {
      at('2026-03-28T22:59:59Z'); // 23:59:59 there, on the eve of the change of clocks
      await spend('a', 500);
      at('2026-03-28T23:00:00Z');
      await spend('b', 300);
      await spend('c', 0, { locality: 'local', model: 'local/qwen', provider: 'local' });
      const { days } = await month();
      assert.deepEqual([days.length, days[0]?.day, days.at(-1)?.day], [31, '2026-03-01', '2026-03-31']);
      assert.deepEqual(
        days.filter(({ local, cloud }) => local + cloud > 0),
        [
          { day: '2026-03-28', cost: 500, local: 0, cloud: 1, pace: undefined },
          { day: '2026-03-29', cost: 300, local: 1, cloud: 1, pace: undefined },
        ],
      );
    });

    it('are told by model, purpose and project, the dearest first, without what was never sent', async () => {
      await spend('a', 100, { project: 'p' });
      await spend('b', 300, { purpose: 'edit', model: 'anthropic/claude-haiku-4-5' });
      await ledger.reserve(reservation('c', 900));
      await ledger.settle(settlement('c', 0, { outcome: 'not-sent' }));
      const { byModel, byPurpose, byProject, calls, cost } = await month();
      assert.deepEqual(byModel, [
        { name: 'anthropic/claude-haiku-4-5', cost: 300, calls: 1, inputTokens: 100, outputTokens: 20 },
        { name: 'openai/gpt-5-mini', cost: 100, calls: 1, inputTokens: 100, outputTokens: 20 },
      ]);
      assert.deepEqual(
        [byPurpose.map(({ name }) => name), byProject.map(({ name }) => name)],
        [
          ['edit', 'chat'],
          ['', 'p'],
        ],
      );
      assert.deepEqual([calls, cost], [2, 400]);
    });

    it('are told for one task since it began, with what is under way in full', async () => {
      at('2026-03-01T10:00:00Z');
      await spend('before', 1, { task: 'run' });
      at('2026-03-02T10:00:00Z');
      await spend('settled', 20, { task: 'run' });
      await spend('other', 300, { task: 'another' });
      await ledger.reserve(reservation('under way', 4000, { task: 'run' }));
      assert.equal(await ledger.spentOn('run', Date.parse('2026-03-02T00:00:00Z')), 4020);
    });

    it('are narrowed to a project', async () => {
      await spend('a', 100, { project: 'p' });
      await spend('b', 300, { project: 'q' });
      assert.equal((await month('p')).cost, 100);
    });

    it('count refusals by reason', async () => {
      await ledger.reserve(reservation('a', 10, { ceiling: 5 }));
      await ledger.recordRefusal(
        { reason: 'price-unknown', message: 'm', action: 'a' },
        { model: 'x/y', purpose: 'chat' },
      );
      await ledger.recordRefusal(
        { reason: 'price-unknown', message: 'm', action: 'a' },
        { model: 'x/y', purpose: 'chat' },
      );
      assert.deepEqual((await month()).refused, [
        { reason: 'price-unknown', calls: 2 },
        { reason: 'ceiling', calls: 1 },
      ]);
    });

    it('have the line of an even pace, by the month or by the day, whichever is tighter', async () => {
      const budget = { scope: { kind: 'all' }, unit: 'usd', warnAt: [] } as const;
      await ledger.setBudget({ ...budget, period: 'month', limit: 743_000_000 }); // 743 hours: clocks go forward
      const paces = (await month()).days.map(({ pace }) => pace);
      assert.deepEqual([paces[0], paces[9], paces[30]], [24_000_000, 240_000_000, 743_000_000]);
      await ledger.setBudget({ ...budget, period: 'day', limit: 1_000_000 });
      assert.equal((await month()).days[9]?.pace, 10_000_000);
    });

    it('refuse a time that ends before it begins', async () => {
      await assert.rejects(ledger.spendReport({ from: 2, until: 1 }), { kind: 'bad-request' });
    });
  });

  describe('of decisions', () => {
    it('come newest first in pages, with their calls and what became of them', async () => {
      for (const [index, id] of ['d1', 'd2', 'd3'].entries()) {
        at(`2026-03-0${index + 1}T10:00:00Z`);
        await ledger.recordDecision(decision(id), { purpose: 'chat', project: 'p' });
      }
      await spend('a', 100, { decision: 'd2' });
      await ledger.recordOutcome({ decision: 'd2', model: 'openai/gpt-5-mini', event: 'kept', at: now });
      const first = await ledger.decisions({ limit: 2 });
      assert.deepEqual(
        first.map((record) => record.decision.id),
        ['d3', 'd2'],
      );
      const [, second] = first;
      assert.ok(second);
      assert.deepEqual(
        second.calls.map(({ call, usage: told }) => [call, told?.inputTokens]),
        [['a', 100]],
      );
      assert.deepEqual(
        second.outcomes.map(({ event }) => event),
        ['kept'],
      );
      assert.deepEqual(second.decision, decision('d2'));
      const rest = await ledger.decisions({ limit: 2, before: second.at, project: 'p' });
      assert.deepEqual(
        rest.map((record) => record.decision.id),
        ['d1'],
      );
      assert.deepEqual(await ledger.decisions({ limit: 2, project: 'q' }), []);
    });

    it('of one instant are never torn apart by a page', async () => {
      for (const id of ['d1', 'd2', 'd3']) await ledger.recordDecision(decision(id), { purpose: 'chat' });
      const page = await ledger.decisions({ limit: 1 });
      assert.deepEqual(
        page.map((record) => record.decision.id),
        ['d3', 'd2', 'd1'],
      );
    });

    it('are kept once', async () => {
      await ledger.recordDecision(decision('d'), { purpose: 'chat' });
      await ledger.recordDecision(decision('d'), { purpose: 'chat' });
      assert.equal((await ledger.decisions({ limit: 9 })).length, 1);
    });
  });

  it('export every call with quotes, commas and lines as they are', async () => {
    await ledger.reserve(reservation('a', 10, { task: 'say "no", twice\nor thrice' }));
    await ledger.settle(settlement('a', 5, { usage }));
    const csv = await ledger.exportCalls({ format: 'csv', from: 0, until: now + 1 });
    assert.match(csv, /,"say ""no"", twice\nor thrice",/);
    assert.match(csv, /,done,10,5,0,100,40,0,20,5,provider,/);
    const json: unknown = JSON.parse(await ledger.exportCalls({ format: 'json', from: 0, until: now + 1 }));
    assert.deepEqual(json, JSON.parse(JSON.stringify(await ledger.calls({ from: 0, until: now + 1 }))));
  });
});
