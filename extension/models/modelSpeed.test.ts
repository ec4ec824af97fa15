import assert from 'node:assert/strict';
import path from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc';
import type { InfillParams, InfillResult } from '../../runtime/protocol';
import { RuntimeProcess } from '../runtimeProcess';
import { measureSpeed, SpeedRecord } from './modelSpeed';
import { embedded, installed } from './testing/listings';

/** A model whose first answer takes 90 ms and whose others take 10, 20, 30, ... ms. */
function scripted(): { readonly asked: InfillParams[]; infill(params: InfillParams): Promise<InfillResult> } {
  const asked: InfillParams[] = [];
  return {
    asked,
    infill: async (params) => {
      asked.push(params);
      const total = asked.length === 1 ? 90 : 10 * (asked.length - 1);
      const ms = { context: 0, denoise: total, total };
      return { model: 'm', suggestions: [], forwardPasses: 5, contextTokens: 321, contextReused: 0, ms };
    },
  };
}

describe('measureSpeed', () => {
  it('gives medians of suggestions after one more character each, and the first one apart', async () => {
    const source = scripted();
    const status = async (): Promise<undefined> => undefined;
    const speed = await measureSpeed({ ...source, status }, '/models/tiny', () => 0);
    assert.deepEqual(speed, {
      infillMs: 40,
      coldMs: 90,
      passMs: 8,
      contextTokens: 321,
      runs: 7,
      threads: undefined,
      at: '1970-01-01T00:00:00.000Z',
    });
    const lengths = source.asked.map(({ prefix }) => prefix.length);
    assert.deepEqual(
      lengths.slice(1).map((length, index) => length - lengths[index]!),
      Array.from({ length: 7 }, () => 1),
    );
    assert.ok(source.asked.every(({ model, session }) => model === '/models/tiny' && session === 'whetstone:measure'));
  });

  it('begins no further run of a slow model', async () => {
    let time = 0;
    const source = scripted();
    const infill = (params: InfillParams): Promise<InfillResult> => {
      time += 9000;
      return source.infill(params);
    };
    const { runs, infillMs } = await measureSpeed({ infill, status: async () => undefined }, 'm', () => time);
    assert.deepEqual([runs, infillMs], [2, 15]);
  });

  it('times the embedded model in a real child', async function () {
    this.timeout(120_000);
    const client = new RuntimeProcess({
      entry: path.resolve(__dirname, '../../runtime/host/main.ts'),
      modelsFolder: path.resolve(__dirname, '../../media/models'),
      threads: 1,
      execArgv: ['--import', 'tsx'],
    });
    try {
      const speed = await measureSpeed(
        { infill: (params) => client.infill(params, CancellationToken.None), status: () => client.status() },
        'embedded',
      );
      assert.ok(speed.infillMs > 0 && speed.infillMs < speed.coldMs, JSON.stringify(speed));
      assert.ok(speed.passMs !== undefined && speed.passMs > 0 && speed.passMs <= speed.infillMs);
      assert.ok(speed.contextTokens > 200 && speed.runs >= 1 && speed.threads === 1);
    } finally {
      await client.dispose();
    }
  });
});

describe('SpeedRecord', () => {
  const speed = { infillMs: 1, coldMs: 2, contextTokens: 3, runs: 4, threads: 1, at: '2026-11-20T00:00:00.000Z' };
  const memory = (): { store: Map<string, unknown>; record: SpeedRecord } => {
    const store = new Map<string, unknown>();
    const record = new SpeedRecord({
      get: (key) => store.get(key),
      update: async (key, value) => void store.set(key, value),
    });
    return { store, record };
  };

  it('keeps figures by model, and not for a model that has changed', async () => {
    const { record } = memory();
    await record.put(embedded(), speed);
    await record.put(installed(), speed);
    assert.equal(record.of(installed())?.infillMs, 1);
    assert.equal(record.of(installed({ precision: 'int4' })), undefined);
    await record.drop('tiny');
    assert.equal(record.of(installed()), undefined);
    assert.equal(record.of(embedded())?.runs, 4);
  });

  it('what another version wrote counts as nothing', async () => {
    const { store, record } = memory();
    await record.put(installed(), speed);
    for (const wrong of [null, 7, [], { tiny: { infillMs: 'fast' } }, { tiny: 3 }]) {
      for (const key of store.keys()) store.set(key, wrong);
      assert.equal(record.of(installed()), undefined);
    }
  });
});
