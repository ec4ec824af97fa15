import assert from 'node:assert/strict';
import type { ModelInfo } from '../../runtime/protocol';
import { ChanceStore, memoryKey } from './suggestionChanceStore';

class TestMemory {
  readonly values = new Map<string, unknown>();
  get(key: string): unknown {
    return this.values.get(key);
  }
  update(key: string, value: unknown): Promise<void> {
    // As VS Code does: what is kept is JSON.
    this.values.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  }
}
const model = (id: string, bias?: number): ModelInfo => ({
  id,
  family: 'f',
  folder: '/m',
  parameters: 1,
  windowTokens: 1,
  maxPrefixTokens: 1,
  maxSuffixTokens: 1,
  loadMs: 1,
  gate: bias === undefined ? undefined : { features: ['copied'], weights: [1], bias, n: 1 },
});
const learnMuch = (store: ChanceStore, of: ModelInfo) => {
  for (let time = 0; time < 200; time++) store.learn(of, 0.5, 0);
};

describe('calibrations between windows', () => {
  it('are kept for each model and gate', () => {
    const memory = new TestMemory();
    const first = new ChanceStore(memory);
    learnMuch(first, model('a', 1));
    const learnt = first.of(model('a', 1)).correct(0.5);
    assert.ok(learnt < 0.4);
    assert.equal(memory.values.size, 0, 'every outcome is written at once');
    first.dispose();

    const second = new ChanceStore(memory);
    assert.ok(Math.abs(second.of(model('a', 1)).correct(0.5) - learnt) < 1e-9);
    for (const other of [model('a', 2), model('a'), model('b', 1)]) {
      assert.ok(Math.abs(second.of(other).correct(0.5) - 0.5) < 1e-9);
    }
  });

  it('are forgotten on demand, also on disk', () => {
    const memory = new TestMemory();
    const store = new ChanceStore(memory);
    learnMuch(store, model('a'));
    store.reset();
    assert.ok(Math.abs(store.of(model('a')).correct(0.5) - 0.5) < 1e-9);
    assert.deepEqual(memory.values.get(memoryKey), []);
    store.dispose();
  });

  it('hold no text, and those of models not used for long make room', () => {
    const memory = new TestMemory();
    const store = new ChanceStore(memory);
    for (let id = 0; id < 12; id++) store.learn(model(`m${id}`), 0.2, 1);
    store.learn(model('m0'), 0.2, 1);
    store.dispose();
    const kept = memory.values.get(memoryKey) as { model: string; bins: object[] }[];
    assert.equal(kept.length, 8);
    assert.equal(kept.at(-1)?.model, 'm0 (no gate)');
    assert.ok(kept.every(({ bins }) => bins.every((bin) => Object.values(bin).every(Number.isFinite))));
  });

  it('begin anew when what is kept is something else', () => {
    for (const value of [7, [{ model: 'a' }], [{ model: 'a (no gate)', bins: [{ n: -1, predicted: 0, kept: 0 }] }]]) {
      const memory = new TestMemory();
      memory.values.set(memoryKey, value);
      assert.ok(Math.abs(new ChanceStore(memory).of(model('a')).correct(0.3) - 0.3) < 1e-9);
    }
  });
});
