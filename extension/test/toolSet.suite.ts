/** Tasks for MCP servers in VS Code: they are made of a server from npm after consent, a model does them and talks about them, and the page shows both. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as protocol from '../../benchmarks/host/protocol';
import type { LocoData } from '../../webviews/locobench/protocol';
import type { TestApi } from '../testApi';
import { GatewayTest } from './gatewaySupport';
import { closeAll, testApi, until } from './infillSupport';

describe('an evaluation of how models use tools', function () {
  this.timeout(180_000);
  let api: TestApi;
  let test: GatewayTest | undefined;
  let server: protocol.ToolServer;
  let set: protocol.OtherSet | undefined;
  const runs: string[] = [];

  before(async function () {
    api = await testApi();
    const client = await api.evaluation();
    const found = (await client.listToolServers()).find(({ id }) => id === 'published:memory');
    assert.ok(found);
    server = found;
    // A VSIX has no servers of npm in it, and neither has the workspace of its suites.
    if (server.problem !== undefined) {
      console.log(`Left out: ${server.problem}`);
      this.skip();
    }
    test = await GatewayTest.start();
    await test.setUp();
    await until('the model', async () => {
      const models = await (await api.gateway()).models();
      return models.some(({ model }) => model.id === 'free/small') ? true : undefined;
    });
  });
  after(async () => {
    const client = await api.evaluation();
    for (const run of runs) await client.ask(protocol.deleteRun, { run });
    if (set !== undefined) await client.ask(protocol.removeOtherSet, { folder: set.folder });
    await test?.stop();
    await closeAll();
  });

  it('starts no server that nobody agreed to', async () => {
    if (server.allowed) return;
    const client = await api.evaluation();
    const params = { servers: [server.id], consent: [], count: 1, seed: 3, model: undefined };
    await assert.rejects(client.ask(protocol.makeToolSet, params), /agreed/);
  });

  it('makes tasks and dialogues after consent', async () => {
    const client = await api.evaluation();
    set = await client.ask(protocol.makeToolSet, {
      ...{ servers: [server.id], consent: [server.hash], count: 2, seed: 3, model: undefined },
    });
    assert.deepEqual([set.kind, set.scenarios, set.made], ['mcp', 2, true]);
    assert.ok((set.dialogues ?? 0) > 0);
  });

  it('lets a model do the tasks, and talk about them', async () => {
    const client = await api.evaluation();
    const { folder, dialogues } = set ?? assert.fail('no set');
    for (const [options, samples] of [
      [{ judge: false, maxTurns: 3 }, 2],
      [{ judge: false, multiTurn: true, user: 'rules' }, dialogues],
    ] as const) {
      const started = await client.ask(protocol.startRun, {
        ...{ folder, models: ['free/small'], repeats: 1, seed: 1, maxOutputTokens: 200, name: 'Tools' },
        ...{ temperature: undefined, budget: undefined, sampling: undefined, queue: undefined },
        ...{ localOnly: false, cache: false, options },
      });
      runs.push(started.id);
      const ended = await until('the end of the run', async () => {
        const view = await client.ask(protocol.readRun, { run: started.id });
        return view.run.state === 'running' || view.run.state === 'planned' ? undefined : view.run;
      });
      assert.deepEqual([ended.state, ended.counts.scored], ['done', samples], JSON.stringify(ended));
      const { floors } = await client.ask(protocol.readReport, { run: started.id });
      assert.ok(floors.some(({ name }) => name === 'No call'));
    }
  });

  it('shows its runs and its set on the page of tools', async () => {
    const [run = ''] = runs;
    await vscode.commands.executeCommand('whetstone.mcpEval.show', { id: run });
    const shown = await until('the page', () => {
      const content = api.locobench('mcpeval');
      const data: LocoData | undefined = content.kind === 'ready' ? content.data : undefined;
      return data?.runs.some(({ id }) => id === run) === true ? data : undefined;
    });
    assert.ok(shown.otherSets.some(({ folder }) => folder === set?.folder));
  });
});
