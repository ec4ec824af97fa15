/** UserBench in VS Code: trips are made, a model plays them, a person may play too, and its own page shows both. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as protocol from '../../benchmarks/host/protocol';
import type { LocoData } from '../../webviews/locobench/protocol';
import type { TestApi } from '../testApi';
import { GatewayTest } from './gatewaySupport';
import { closeAll, testApi, until } from './infillSupport';

describe('an evaluation of how models ask', function () {
  this.timeout(120_000);
  let api: TestApi;
  let test: GatewayTest;
  let set: protocol.OtherSet;
  let run: string | undefined;

  before(async () => {
    api = await testApi();
    test = await GatewayTest.start();
    await test.setUp();
    // A gateway that another suite started takes in the new settings meanwhile.
    await until('the model', async () => {
      const models = await (await api.gateway()).models();
      return models.some(({ model }) => model.id === 'free/small') ? true : undefined;
    });
  });
  after(async () => {
    const client = await api.evaluation();
    if (run !== undefined) await client.ask(protocol.deleteRun, { run });
    await client.ask(protocol.removeOtherSet, { folder: set.folder });
    await test.stop();
    await closeAll();
  });

  it('makes trips', async () => {
    const client = await api.evaluation();
    set = await client.ask(protocol.makeOtherSet, {
      ...{ kind: 'travel', set: 'travel22', count: 2, seed: 11, execute: false },
    });
    assert.deepEqual([set.kind, set.scenarios, set.made], ['travel', 2, true]);
    assert.ok((await client.listOtherSets()).some(({ folder }) => folder === set.folder));
  });

  it('lets a model of the gateway play them', async () => {
    const client = await api.evaluation();
    const started = await client.ask(protocol.startRun, {
      ...{ folder: set.folder, models: ['free/small'], repeats: 1, seed: 1, maxOutputTokens: 200, name: 'Trips' },
      ...{ temperature: undefined, budget: undefined, sampling: undefined, queue: undefined },
      ...{ localOnly: false, cache: false, options: { turns: 3, user: 'rules' } },
    });
    run = started.id;
    const ended = await until('the end of the run', async () => {
      const view = await client.ask(protocol.readRun, { run: started.id });
      return view.run.state === 'running' || view.run.state === 'planned' ? undefined : view.run;
    });
    const first = await client.ask(protocol.readSample, { run: started.id, index: 0 });
    assert.deepEqual([ended.state, ended.counts.scored], ['done', 2], JSON.stringify(first).slice(0, 3000));
    const { floors } = await client.ask(protocol.readReport, { run: started.id });
    assert.ok(floors.some(({ name }) => name.includes('chance')));
  });

  it('shows its runs and sets on a page of its own', async () => {
    await vscode.commands.executeCommand('whetstone.userbench.show', { id: run });
    const ready = (benchmark: 'userbench' | 'locobench'): LocoData | undefined => {
      const content = api.locobench(benchmark);
      return content.kind === 'ready' ? content.data : undefined;
    };
    const shown = await until('the page', () => {
      const now = ready('userbench');
      return now?.runs.some(({ id }) => id === run) === true ? now : undefined;
    });
    assert.equal(shown.benchmark, 'userbench');
    assert.ok(shown.otherSets.some(({ folder }) => folder === set.folder));
    await vscode.commands.executeCommand('whetstone.locobench.show');
    const other = await until('the other page', () => ready('locobench'));
    assert.ok(!other.runs.some(({ id }) => id === run));
  });

  it('lets a person play one', async () => {
    const client = await api.evaluation();
    const { id, choices } = await client.ask(protocol.beginEpisode, { folder: set.folder, seed: 1 });
    assert.ok(choices.includes('finish'));
    const { record } = await client.ask(protocol.actInEpisode, { id, choice: 'finish', content: '' });
    assert.ok(record !== undefined && record !== null);
    await client.ask(protocol.leaveEpisode, { id });
  });
});
