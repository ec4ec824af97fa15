/** A real child of the evaluation, with a parent that answers its model calls. */
import assert from 'node:assert/strict';
import * as protocol from './protocol';
import { bundledHost, HostFixture } from './testing/hostFixture';

describe('evaluation child', function () {
  this.timeout(60_000);
  let host: HostFixture;

  before(bundledHost);
  beforeEach(async () => {
    host = new HostFixture();
    await host.start();
  });
  afterEach(() => host.close());

  it('indexes, makes a set, runs a part of it with models of the parent, reports and exports', async () => {
    const { connection } = host;
    assert.ok((await connection.sendRequest(protocol.openRepository, { root: host.root })).files > 10);
    const { folder: set, set: made } = await host.makeSet();
    assert.deepEqual([made.name, (await connection.sendRequest(protocol.listSets)).length], ['mine', 1]);
    const params = { ...host.runParams(set), scenarios: made.scenarios.slice(0, 2).map(({ id }) => id) };
    assert.equal((await connection.sendRequest(protocol.estimateRun, params))[0]?.samples, 2);
    const { id } = await connection.sendRequest(protocol.startRun, params);
    const run = await host.ended(id);
    assert.deepEqual([run.state, run.counts.scored, host.asked], ['done', 2, 2]);
    assert.ok(host.views.length > 0);
    const sample = await connection.sendRequest(protocol.readSample, { run: id, index: 0 });
    assert.ok(sample.prompt.length > 100);
    const report = await connection.sendRequest(protocol.readReport, { run: id });
    assert.equal(report.overall[0]?.value?.n, 2);
    assert.ok(report.floors.length > 0);
    const text = await connection.sendRequest(protocol.exportRun, { run: id, format: 'csv', failedOnly: false });
    assert.match(text, /fake\/m/);
  });

  it('is killed in the middle of a run, and the next child goes on with it', async () => {
    const { folder: set } = await host.makeSet();
    host.pauseMs = 40;
    const { id } = await host.connection.sendRequest(protocol.startRun, { ...host.runParams(set), repeats: 5 });
    await host.untilAsked(8);
    await host.kill();
    await host.start();
    const [before] = await host.connection.sendRequest(protocol.listRuns);
    assert.equal(before?.state, 'stopped');
    await host.connection.sendRequest(protocol.resumeRun, { run: id });
    const run = await host.ended(id);
    assert.deepEqual([run.state, run.counts.scored], ['done', 20]);
    assert.ok(host.asked <= 24, `${host.asked} calls for 20 samples with 4 at once`);
  });

  it('reads nothing of a workspace that is not trusted', async () => {
    await host.kill();
    await host.start({ trusted: false });
    await assert.rejects(host.connection.sendRequest(protocol.openRepository, { root: host.root }), /not trusted/);
  });
});
