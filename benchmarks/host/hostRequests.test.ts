/** Requests of a window to a real child of the evaluation: runs that rest, end, are done anew, compared, deleted; sets that go. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import * as protocol from './protocol';
import { bundledHost, HostFixture } from './testing/hostFixture';

describe('requests to the evaluation child', function () {
  this.timeout(60_000);
  let host: HostFixture;
  let open: () => void;

  before(bundledHost);
  beforeEach(async () => {
    host = new HostFixture();
    await host.start();
  });
  afterEach(() => host.close());

  /** The model says nothing until `open` is called. */
  const hold = () => void (host.gate = new Promise((resolve) => (open = resolve)));
  /** A run of 4 scenarios with 3 answers each, of which four are under way. */
  const begun = async () => {
    const { folder: set } = await host.makeSet();
    hold();
    const params = { ...host.runParams(set), repeats: 3 };
    const { id, state } = await host.connection.sendRequest(protocol.startRun, params);
    assert.equal(state, 'running');
    await host.untilAsked(4);
    return id;
  };
  const finished = async (name: string, said = '{}') => {
    host.said = said;
    const [made] = await host.connection.sendRequest(protocol.listSets);
    const { folder } = made ?? (await host.makeSet());
    const { id } = await host.connection.sendRequest(protocol.startRun, { ...host.runParams(folder), name });
    return host.ended(id);
  };

  it('pauses a run once the answers under way have come, and resumes it', async () => {
    const run = await begun();
    await host.connection.sendRequest(protocol.pauseRun, { run });
    open();
    const paused = await host.ended(run);
    assert.deepEqual([paused.state, paused.counts.scored, paused.counts.waiting], ['paused', 4, 8]);
    await host.connection.sendRequest(protocol.resumeRun, { run });
    const ended = await host.ended(run);
    assert.deepEqual([ended.state, ended.counts.scored, host.asked], ['done', 12, 12]);
  });

  it('goes on with a run whose budget is used up, under a higher one', async () => {
    const { folder } = await host.makeSet();
    const params = { ...host.runParams(folder), budget: 1 };
    const { id: run } = await host.connection.sendRequest(protocol.startRun, params);
    const rests = await host.ended(run);
    assert.deepEqual([rests.state, rests.counts.waiting, host.asked], ['over-budget', 4, 0]);
    await host.connection.sendRequest(protocol.resumeRun, { run, budget: 1_000_000 });
    const ended = await host.ended(run);
    assert.deepEqual([ended.state, ended.counts.scored, ended.configuration.budget], ['done', 4, 1_000_000]);
  });

  it('stops one that is paused, too', async () => {
    const run = await begun();
    await host.connection.sendRequest(protocol.pauseRun, { run });
    open();
    await host.ended(run);
    const stopped = await host.connection.sendRequest(protocol.stopRun, { run });
    assert.deepEqual([stopped.state, stopped.counts.scored], ['stopped', 4]);
  });

  it('stops a run at once, without the answers under way, and resumes it', async () => {
    const run = await begun();
    const stopped = await host.connection.sendRequest(protocol.stopRun, { run });
    assert.deepEqual([stopped.state, stopped.counts.scored, stopped.counts.waiting], ['stopped', 0, 12]);
    open();
    await host.connection.sendRequest(protocol.resumeRun, { run });
    assert.equal((await host.ended(run)).counts.scored, 12);
  });

  it('neither resumes, does anew nor deletes what is under way, and says why', async () => {
    const run = await begun();
    const busy = /working on the run/;
    await assert.rejects(host.connection.sendRequest(protocol.resumeRun, { run }), busy);
    await assert.rejects(host.connection.sendRequest(protocol.rerunSamples, { run }), busy);
    await assert.rejects(host.connection.sendRequest(protocol.deleteRun, { run }), busy);
    open();
    assert.deepEqual([(await host.ended(run)).counts.scored, host.asked], [12, 12]);
  });

  it('does samples anew that are named, and keeps the others', async () => {
    const { id: run } = await finished('r');
    host.said = '{"answers": {}}';
    await host.connection.sendRequest(protocol.rerunSamples, { run, samples: [1, 3] });
    const ended = await host.ended(run);
    assert.deepEqual([ended.state, ended.counts.scored, host.asked], ['done', 4, 6]);
    const texts = [0, 1, 2, 3].map(
      async (index) => (await host.connection.sendRequest(protocol.readSample, { run, index })).calls[0]?.answer.text,
    );
    assert.deepEqual(await Promise.all(texts), ['{}', host.said, '{}', host.said]);
    await assert.rejects(host.connection.sendRequest(protocol.rerunSamples, { run, samples: [4] }), /has no sample 4/);
  });

  it('compares two runs, deletes one, and then has it no more', async () => {
    const [a, b] = [await finished('a'), await finished('b')];
    const compared = await host.connection.sendRequest(protocol.compareRuns, { runs: [a.id, b.id] });
    assert.deepEqual(
      [compared.runs.map(({ name }) => name), compared.differences[0]?.value.mean, compared.notShared],
      [['a', 'b'], 0, 0],
    );
    await host.connection.sendRequest(protocol.deleteRun, { run: a.id });
    const left = await host.connection.sendRequest(protocol.listRuns);
    assert.deepEqual(
      left.map(({ id }) => id),
      [b.id],
    );
    for (const request of [protocol.readRun, protocol.readReport, protocol.resumeRun, protocol.pauseRun] as const) {
      await assert.rejects(host.connection.sendRequest(request.method, { run: a.id }), /There is no run/);
    }
  });

  it('tells why drafts became no scenarios, and deletes a set, but nothing that is none', async () => {
    const { folder, set } = await host.makeSet(400);
    const rejects = await host.connection.sendRequest(protocol.listRejects, { folder });
    assert.equal(
      rejects.length,
      set.rejects.reduce((sum, { count }) => sum + count, 0),
    );
    assert.ok(rejects.length > 0 && rejects.every(({ reason, detail }) => reason.length > 0 && detail.length > 0));
    await host.connection.sendRequest(protocol.deleteSet, { folder });
    assert.deepEqual([existsSync(folder), await host.connection.sendRequest(protocol.listSets)], [false, []]);
    for (const other of [host.root, host.folder, path.resolve(folder, '../../../..')]) {
      await assert.rejects(host.connection.sendRequest(protocol.deleteSet, { folder: other }), /no set that was made/);
      assert.ok(existsSync(other));
    }
  });

  it('shows results of a run whose set is gone, and says what is missing where it would go on', async () => {
    const { id: run, configuration } = await finished('r');
    await host.connection.sendRequest(protocol.deleteSet, { folder: configuration.set.folder });
    assert.equal((await host.connection.sendRequest(protocol.readReport, { run })).overall[0]?.value?.n, 4);
    await host.connection.sendRequest(protocol.exportRun, { run, format: 'html', failedOnly: false });
    await assert.rejects(
      host.connection.sendRequest(protocol.rerunSamples, { run, samples: [0] }),
      /There is no set of scenarios/,
    );
    const { run: after } = await host.connection.sendRequest(protocol.readRun, { run });
    assert.deepEqual([after.state, after.counts.scored], ['done', 4]);
  });

  it('breaks the making of a set off when it is cancelled, and makes it whole when it is asked again', async () => {
    const cancel = new CancellationTokenSource();
    const making = host.connection.sendRequest(protocol.generateSet, host.setParams(12), cancel.token);
    cancel.cancel();
    await assert.rejects(making);
    assert.deepEqual(await host.connection.sendRequest(protocol.listSets), []);
    assert.equal((await host.makeSet(12)).set.scenarios.length, 12);
  });

  it('ends with its window in the middle of a run, and the next window goes on with it', async () => {
    const run = await begun();
    const gone = once(host.child, 'exit');
    host.connection.dispose();
    host.child.disconnect();
    assert.deepEqual(await gone, [0, null]);
    await host.start();
    const [left] = await host.connection.sendRequest(protocol.listRuns);
    assert.deepEqual([left?.id, left?.state, left?.counts.running], [run, 'stopped', 0]);
    assert.match(left?.reason ?? '', /window was closed/);
    open();
    await host.connection.sendRequest(protocol.resumeRun, { run });
    const ended = await host.ended(run);
    assert.deepEqual([ended.state, ended.counts.scored], ['done', 12]);
  });

  it('pauses and stops runs of another process', async () => {
    const run = await begun();
    const other = new HostFixture(host.folder);
    try {
      await other.start();
      await other.connection.sendRequest(protocol.stopRun, { run });
      assert.equal((await host.ended(run)).state, 'stopped');
    } finally {
      await other.kill();
    }
  });
});
