import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentTask } from '../types';
import { openTraces, type TraceStore } from './index';

describe('traces', function () {
  this.timeout(20_000);
  let folder: string;
  let now = 1000;
  const opened: TraceStore[] = [];
  const open = async () => {
    const store = await openTraces({ folder, now: () => now++ });
    opened.push(store);
    return store;
  };
  const task: AgentTask = { prompt: 'Do it.', model: 'auto', conversation: 'c', mode: 'ask' };
  const begin = (store: TraceStore, id: string, more: Partial<AgentTask> = {}) =>
    store.begin({ id, title: id, task: { ...task, ...more }, system: 'You help.' });
  const note = (text: string) => ({ kind: 'note' as const, note: 'tools' as const, text, started: 0, milliseconds: 0 });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-traces-'));
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) store.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps runs with their tasks, steps, thoughts and tools', async () => {
    const store = await open();
    begin(store, 'a', { ceiling: 5, history: [{ role: 'user', content: [{ type: 'text', text: 'before' }] }] });
    store.append('a', note('one'));
    store.append('a', note('two'), [{ type: 'reasoning', text: 'hm', signature: 's' }]);
    const tool = { name: 't', description: 'd', inputSchema: { type: 'object' } };
    store.showTools('a', [tool]);
    store.showTools('a', [tool, { ...tool, name: 'u' }]);
    const { task: kept, steps, thoughts, tools, system } = (await open()).get('a');
    assert.deepEqual([kept.ceiling, system], [5, 'You help.']);
    assert.deepEqual(
      steps.map(({ index }) => index),
      [0, 1],
    );
    assert.deepEqual([...thoughts], [[1, [{ type: 'reasoning', text: 'hm', signature: 's' }]]]);
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['t', 'u'],
    );
  });

  it('lists the newest first, by project and time', async () => {
    const store = await open();
    begin(store, 'a', { project: 'p' });
    begin(store, 'b', { project: 'q' });
    begin(store, 'c', { project: 'p' });
    const ids = (filter: { readonly before?: number; readonly project?: string }) =>
      store.list({ limit: 10, ...filter }).map(({ id }) => id);
    assert.deepEqual(ids({}), ['c', 'b', 'a']);
    assert.deepEqual(ids({ project: 'p' }), ['c', 'a']);
    assert.deepEqual(ids({ before: store.get('b').run.started }), ['a']);
  });

  it('has one store for any number of openings, and says which runs are whose', async () => {
    const [one, two] = [await open(), await open()];
    begin(one, 'a');
    assert.equal(two.get('a').run.status, 'running');
    assert.throws(() => two.adopt('a'), /under way/);
    one.close();
    opened.splice(opened.indexOf(one), 1);
    assert.equal(two.get('a').run.status, 'interrupted');
    assert.equal(two.adopt('a').run.status, 'running');
  });

  it('is written to by two at once', async () => {
    const [one, two] = [await open(), await open()];
    begin(one, 'a');
    begin(two, 'b');
    for (let index = 0; index < 40; index++) {
      one.append('a', note(`${index}`));
      two.append('b', note(`${index}`));
    }
    assert.deepEqual([one.get('b').steps.length, two.get('a').steps.length], [40, 40]);
  });

  it('deletes runs so that nothing of them is in the file any more', async () => {
    const store = await open();
    begin(store, 'a');
    store.append('a', note('the-word-that-must-go'));
    store.finish('a', 'answered');
    store.delete(['a']);
    assert.throws(() => store.get('a'), { kind: 'bad-request' });
    const bytes = await Promise.all(
      ['traces.db', 'traces.db-wal'].map((name) => readFile(path.join(folder, name), 'latin1').catch(() => '')),
    );
    assert.ok(!bytes.join('').includes('the-word-that-must-go'));
  });

  it('deletes none when one of them is unknown', async () => {
    const store = await open();
    begin(store, 'a');
    store.finish('a', 'answered');
    assert.throws(() => store.delete(['a', 'b']), /no run b/);
    assert.equal(store.get('a').run.id, 'a');
  });

  it('keeps to a limit of size by deleting the oldest that have ended', async () => {
    const store = await open();
    for (const id of ['a', 'b', 'c', 'd']) {
      begin(store, id);
      store.append(id, note('x'.repeat(200_000)));
      if (id !== 'b') store.finish(id, 'answered');
    }
    assert.equal(store.keepAtMost(1e9), 0);
    assert.equal(store.keepAtMost(550_000), 2);
    assert.deepEqual(
      store.list({ limit: 9 }).map(({ id }) => id),
      ['d', 'b'],
    );
  });

  it('tells of changes of others, many at once', async () => {
    const [one, two] = [await open(), await open()];
    let told = 0;
    const end = two.watch(() => told++);
    begin(one, 'a');
    for (let index = 0; index < 10; index++) one.append('a', note('x'));
    await sleep(1000);
    end();
    assert.ok(told >= 1 && told <= 2, `${told}`);
  });

  it('refuses to go on with what was answered', async () => {
    const store = await open();
    begin(store, 'a');
    store.finish('a', 'answered');
    assert.throws(() => store.adopt('a'), { kind: 'bad-request', message: /was answered/ });
  });
});
