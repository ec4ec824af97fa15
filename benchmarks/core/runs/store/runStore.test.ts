import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunConfiguration, SampleJob, SampleOutcome, Scenario } from '../types';
import { openRunStore } from './openRunStore';
import type { RunStore } from './runStore';

const scenario = (id: string, category: string): Scenario => ({
  id,
  category,
  language: 'go',
  difficulty: undefined,
  contextTokens: 10,
  cluster: id,
  title: `About ${id}`,
  hash: id,
  content: null,
});
const scenarios = [scenario('a', 'x'), scenario('b', 'x'), scenario('c', 'y')];
const configuration: RunConfiguration = {
  benchmark: 'test',
  set: { name: 'set', folder: '/set', hash: 'h', scenarios: 3 },
  models: ['p/m'],
  repeats: 1,
  seed: 1,
  maxOutputTokens: 10,
  temperature: undefined,
  concurrency: {},
  budget: undefined,
  localOnly: false,
  cache: true,
  solver: 's@1',
  scorer: 's@1',
  sampling: undefined,
};

const outcome = (job: SampleJob, value: number | undefined): SampleOutcome => ({
  record: {
    ...job,
    state: value === undefined ? 'error' : 'scored',
    attempts: 1,
    value,
    complete: value === undefined ? undefined : value === 1,
    cost: 5,
    usage: undefined,
    totalMs: 1,
    firstTokenMs: undefined,
    cached: false,
    truncated: false,
    reason: value === undefined ? 'It broke' : undefined,
    reasonKind: value === undefined ? 'unreachable' : undefined,
    started: 1,
    ended: 2,
    worker: 'w',
  },
  detail: { solution: { text: 'answer', content: null, truncated: false }, score: undefined, calls: [], log: 'line' },
});

describe('store of runs', () => {
  let folder: string;
  let store: RunStore;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-runs-'));
    store = await openRunStore({ folder, busyMs: 200 });
    const plan = ['b', 'c', 'a'].map((id) => ({ scenario: id, model: 'p/m', repeat: 0 }));
    await store.create({ id: 'r', name: 'run', commit: undefined, configuration, scenarios, plan });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const jobs = () => store.jobs('r', ['waiting']);
  async function finishAll(...values: readonly (number | undefined)[]): Promise<void> {
    for (const [index, job] of (await jobs()).entries()) await store.finish(outcome(job, values[index]));
  }

  it('keeps one result of a sample, whoever brings another', async () => {
    const [job] = await jobs();
    assert.ok(job);
    assert.deepEqual([await store.finish(outcome(job, 1)), await store.finish(outcome(job, 0))], [true, false]);
    assert.equal((await store.sample('r', 0)).record.value, 1);
  });

  it('takes no result of an earlier round', async () => {
    const [job] = await jobs();
    assert.ok(job);
    await store.finish(outcome(job, undefined));
    await store.rerun('r', { kind: 'failed' });
    assert.equal(await store.finish(outcome(job, 1)), false);
  });

  it('lets one process at a time work on a run', async () => {
    const other = await openRunStore({ folder, busyMs: 200 });
    try {
      await store.claim('r');
      await assert.rejects(other.claim('r'), /Another window or command is working/);
    } finally {
      await other.close();
    }
  });

  it('takes a run over whose process has ended, and what it had begun waits again', async () => {
    const other = await openRunStore({ folder, busyMs: 200 });
    await other.claim('r');
    const [job] = await jobs();
    assert.ok(job);
    await other.started(job, 'w');
    await other.close();
    assert.equal((await store.run('r')).state, 'stopped');
    await store.claim('r');
    assert.equal((await store.run('r')).counts.waiting, 3);
  });

  it('sorts samples without a value last, whichever way', async () => {
    await finishAll(undefined, 0.5, 0.7);
    const by = async (descending: boolean) =>
      (await store.samples({ run: 'r', sort: 'value', descending, offset: 0, limit: 10 })).rows.map(
        ({ value }) => value,
      );
    assert.deepEqual(
      [await by(false), await by(true)],
      [
        [0.5, 0.7, undefined],
        [0.7, 0.5, undefined],
      ],
    );
  });

  it('filters by category and by words, and counts what is let through', async () => {
    await finishAll(undefined, 0.5, 0.7);
    const base = { run: 'r', sort: 'index', descending: false, offset: 0, limit: 1 } as const;
    const category = await store.samples({ ...base, categories: ['x'] });
    const text = await store.samples({ ...base, text: 'BROKE about' });
    assert.deepEqual([category.total, category.all, category.rows[0]?.scenario], [2, 3, 'b']);
    assert.deepEqual([text.total, text.rows[0]?.scenario], [1, 'b']);
  });

  it('deletes a run with all that is kept of it', async () => {
    await finishAll(1, 1, 1);
    await store.delete('r');
    await assert.rejects(store.run('r'), /There is no run r/);
    assert.deepEqual(await store.runs(), []);
  });

  it('says what is wrong with a damaged file, and leaves it as it is', async () => {
    const bad = path.join(folder, 'bad');
    await openRunStore({ folder: bad }).then((opened) => opened.close());
    await writeFile(
      path.join(bad, 'evaluations.db'),
      'no database at all, but long enough to be looked at '.repeat(100),
    );
    await assert.rejects(openRunStore({ folder: bad }), /is damaged/);
  });
});
