/** Runs in this process on real store, books and gateway, with a provider on 127.0.0.1 that fails in one way after the other. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { smallDisk } from '../../../../runtime/testing/smallDisk';
import type { LoadedBenchmark } from '../benchmark';
import { loadBenchmark } from '../benchmarks';
import { askedNumber, squareOf, writeQuestions } from '../testing/questionFolder';
import { RunMachine } from '../testing/runMachine';

const questions = 12;

describe('work on a run', function () {
  this.timeout(20_000);
  let machine: RunMachine;
  let benchmark: LoadedBenchmark;

  beforeEach(async () => {
    machine = await RunMachine.start();
    const set = await writeQuestions(path.join(machine.folder, 'set'), questions);
    benchmark = await loadBenchmark(set, { mayExecute: false });
  });
  afterEach(async () => {
    await benchmark.close();
    await machine.close();
  });

  const states = async (run: string) => {
    const { rows } = await machine.store.samples({
      ...{ run, sort: 'index', descending: false, offset: 0, limit: 100 },
    });
    return rows.filter(({ state }) => state !== 'scored');
  };

  it('keeps what a provider fails at apart from what a model fails at, however often it is asked', async () => {
    machine.script = (request) =>
      squareOf(request, askedNumber(request) === 5 ? { fault: { kind: 'status', status: 500 } } : {});
    const run = await machine.work(await machine.plan(benchmark), benchmark);
    assert.deepEqual([run.state, run.counts.scored, run.counts.error], ['done', questions - 1, 1]);
    const [failed] = await states(run.id);
    assert.deepEqual([failed?.value, failed?.reasonKind], [undefined, 'overloaded']);
    // Two calls of the run, with two attempts of the gateway each.
    assert.equal(machine.provider.requests.filter((request) => askedNumber(request) === 5).length, 4);
  });

  it('gives a call up that says nothing, as an error of the provider', async () => {
    machine.script = (request) =>
      squareOf(request, askedNumber(request) === 5 ? { fault: { kind: 'stall', after: 0 } } : {});
    const run = await machine.work(await machine.plan(benchmark), benchmark);
    assert.deepEqual([run.state, run.counts.scored, run.counts.error], ['done', questions - 1, 1]);
    assert.equal((await states(run.id))[0]?.reasonKind, 'timed-out');
  });

  for (const [what, fault] of [
    ['breaks off', { kind: 'cut', after: 1 }],
    ['says that it failed', { kind: 'failure', after: 1 }],
    ['sends no JSON', { kind: 'malformed', after: 1 }],
    ['ends before its end', { kind: 'ends', after: 1 }],
  ] as const) {
    it(`never scores half an answer of a provider that ${what}`, async () => {
      machine.script = (request) => squareOf(request, askedNumber(request) === 5 ? { fault } : {});
      const run = await machine.work(await machine.plan(benchmark), benchmark);
      assert.deepEqual([run.counts.scored, run.counts.error], [questions - 1, 1]);
      machine.script = (request) => squareOf(request);
      assert.equal(await machine.store.rerun(run.id, { kind: 'failed' }), 1);
      assert.equal((await machine.work(run, benchmark)).counts.scored, questions);
    });
  }

  it('leaves a provider alone that fails all the time, and what waits is done when it is back', async () => {
    machine.script = (request) => squareOf(request, { fault: { kind: 'status', status: 503 } });
    const run = await machine.work(await machine.plan(benchmark), benchmark);
    assert.equal(run.state, 'stopped');
    assert.ok(run.counts.waiting > 0 && run.counts.scored === 0, JSON.stringify(run.counts));
    assert.match(run.reason ?? '', /fake is left alone.*samples wait: resume/s);
    machine.script = (request) => squareOf(request);
    await machine.store.rerun(run.id, { kind: 'failed' });
    assert.equal((await machine.work(run, benchmark)).counts.scored, questions);
  });

  it('is paused between samples and stopped within them, and goes on after both', async () => {
    let open: () => void = () => undefined;
    let gate = new Promise<void>((resolve) => (open = resolve));
    machine.script = (request) => squareOf(request, { after: gate });
    const planned = await machine.plan(benchmark);
    const asked = async (count: number) => {
      while (machine.provider.requests.length < count) await sleep(1);
    };

    const first = machine.runner(planned, benchmark);
    const paused = first.work(new AbortController().signal);
    await asked(4);
    first.pause();
    open();
    const { state, counts } = await paused;
    assert.deepEqual([state, counts.scored, counts.waiting], ['paused', 4, questions - 4]);

    gate = new Promise<void>((resolve) => (open = resolve));
    const second = machine.runner(planned, benchmark);
    const stopped = second.work(new AbortController().signal);
    await asked(8);
    second.stop();
    const after = await stopped;
    assert.deepEqual([after.state, after.counts.scored, after.counts.waiting], ['stopped', 4, questions - 4]);

    open();
    const ended = await machine.work(planned, benchmark);
    assert.deepEqual([ended.state, ended.counts.scored], ['done', questions]);
  });

  it('hears what another process wishes, within a second or so', async () => {
    machine.script = (request) => squareOf(request, { fault: { kind: 'stall', after: 0 } });
    const planned = await machine.plan(benchmark);
    const working = machine.runner(planned, benchmark).work(new AbortController().signal);
    while (machine.provider.requests.length === 0) await sleep(1);
    assert.equal(await machine.store.ask(planned.id, 'stop'), true);
    assert.equal((await working).state, 'stopped');
    assert.equal(await machine.store.ask(planned.id, 'stop'), false);
  });

  it('is not begun twice at the same time, nor done anew or deleted meanwhile', async () => {
    let open: () => void = () => undefined;
    const after = new Promise<void>((resolve) => (open = resolve));
    machine.script = (request) => squareOf(request, { after });
    const planned = await machine.plan(benchmark);
    const working = machine.runner(planned, benchmark).work(new AbortController().signal);
    while (machine.provider.requests.length === 0) await sleep(1);
    await assert.rejects(machine.work(planned, benchmark), /working on the run/);
    await assert.rejects(machine.store.rerun(planned.id, { kind: 'failed' }), /working on the run/);
    await assert.rejects(machine.store.delete(planned.id), /working on the run/);
    open();
    assert.equal((await working).counts.scored, questions);
    assert.equal(machine.provider.requests.length, questions);
  });

  it('says that the disk is full, and the same process goes on when there is room', async function () {
    const disk = smallDisk(4);
    if (disk === undefined) return this.skip();
    const full = await RunMachine.start(disk.folder);
    try {
      full.script = (request, index) => {
        if (index === 6) disk.fill();
        return squareOf(request);
      };
      const planned = await full.plan(benchmark);
      await assert.rejects(full.work(planned, benchmark), /no room left on the disk/);
      assert.equal((await full.store.run(planned.id)).state, 'stopped');
      disk.makeRoom();
      const { state, counts } = await full.work(planned, benchmark);
      assert.deepEqual([state, counts.scored], ['done', questions]);
    } finally {
      await full.close();
      disk.remove();
    }
  });

  it('refuses to go on with a set that changed meanwhile', async () => {
    const planned = await machine.plan(benchmark);
    const set = await writeQuestions(path.join(machine.folder, 'set'), questions + 1);
    const changed = await loadBenchmark(set, { mayExecute: false });
    await assert.rejects(machine.work(planned, changed), /scenarios of .* changed since the run .* Begin a new run/);
    assert.equal(machine.provider.requests.length, 0);
  });
});
