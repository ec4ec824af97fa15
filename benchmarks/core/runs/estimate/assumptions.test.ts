import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunConfiguration } from '../types';
import { openRunStore } from '../store/openRunStore';
import type { RunStore } from '../store/runStore';
import { assumptionsOf, expectedAnswer } from './assumptions';

const scenario = {
  ...{ id: 's', category: 'c', language: undefined, difficulty: undefined, contextTokens: 10 },
  ...{ cluster: 's', title: 't', hash: 'h' },
};
const configuration = (benchmark: string, model: string): RunConfiguration => ({
  ...{ benchmark, models: [model], repeats: 1, seed: 1, maxOutputTokens: 1000, temperature: undefined },
  set: { name: 'set', folder: '/set', hash: 'h', scenarios: 1 },
  ...{ concurrency: {}, budget: undefined, localOnly: false, cache: true, sampling: undefined },
  ...{ solver: 's@1', scorer: 's@1' },
});

describe('assumptions of an estimate', () => {
  let folder: string;
  let store: RunStore;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-estimate-'));
    store = await openRunStore({ folder });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  /** One sample with 100 tokens in, 50 out, 200 ms until the first token and 1000 ms more. */
  async function answered(benchmark: string, model: string): Promise<void> {
    const id = `${benchmark} ${model}`;
    const plan = [{ scenario: 's', model, repeat: 0 }];
    await store.create({
      ...{ id, name: id, commit: undefined, plan },
      ...{ configuration: configuration(benchmark, model), scenarios: [scenario] },
    });
    const [job] = await store.jobs(id, ['waiting']);
    assert.ok(job);
    const usage = { inputTokens: 100, outputTokens: 50, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
    await store.finish({
      record: {
        ...job,
        ...{ state: 'scored', attempts: 1, value: 1, complete: true, cost: 0, cached: false, truncated: false },
        ...{
          usage: { ...usage, source: 'provider' },
          totalMs: 1200,
          firstTokenMs: 200,
          started: 1,
          ended: 2,
          worker: 'w',
        },
        ...{ reason: undefined, reasonKind: undefined },
      },
      detail: { solution: undefined, score: undefined, calls: [], log: '' },
    });
  }

  it('says that the length is assumed and the speed was not measured when nothing was run yet', () => {
    const { outputTokens, ms, assumptions } = expectedAnswer(store.earlier, 'b', 'p/m', 2000);
    assert.deepEqual(
      { outputTokens, ms, assumptions },
      {
        outputTokens: 1000,
        ms: undefined,
        assumptions: [{ kind: 'output-assumed', tokens: 1000 }, { kind: 'speed-unmeasured' }],
      },
    );
  });

  it('takes length and time from samples of the model itself, and assumes nothing then', async () => {
    await answered('b', 'p/m');
    const { outputTokens, ms, assumptions } = expectedAnswer(store.earlier, 'b', 'p/m', 2000);
    assert.deepEqual([outputTokens, ms?.(7), assumptions], [50, 1200, []]);
  });

  it('takes the length of answers of other models, and says so', async () => {
    await answered('b', 'p/other');
    const { outputTokens, assumptions } = expectedAnswer(store.earlier, 'b', 'p/m', 2000);
    assert.deepEqual([outputTokens, assumptions[0]], [50, { kind: 'output-of-other-models', tokens: 50, samples: 1 }]);
  });

  it("takes the model's speed in another benchmark, by tokens in and out, and says so", async () => {
    await answered('another', 'p/m');
    const { ms, assumptions } = expectedAnswer(store.earlier, 'b', 'p/m', 200);
    // 2 ms a token in, 20 ms a token out.
    assert.equal(ms?.(1000), 1000 * 2 + 200 * 20);
    assert.deepEqual(assumptions[1], { kind: 'speed-of-other-benchmarks', samples: 1 });
  });

  it('says what of price, calls and prompts is not known', () => {
    const answer = { outputTokens: 1, ms: undefined, assumptions: [] };
    const previews = [
      { inputTokens: 1, calls: 12, assumed: ['calls'] } as const,
      { inputTokens: 1, calls: 1, assumed: ['inputTokens'] } as const,
    ];
    assert.deepEqual(assumptionsOf(answer, false, previews), [
      { kind: 'price-unknown' },
      { kind: 'calls-assumed', calls: 12 },
      { kind: 'input-estimated' },
    ]);
    assert.deepEqual(assumptionsOf(answer, true, [{ inputTokens: 1, calls: 1, assumed: [] }]), []);
  });
});
