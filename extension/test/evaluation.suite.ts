/** An evaluation from the open folder to its results: index, scenarios, a run, the page, the Test Explorer. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import * as protocol from '../../benchmarks/host/protocol';
import type { LocoData } from '../../webviews/locobench/protocol';
import type { TestApi } from '../testApi';
import { GatewayTest } from './gatewaySupport';
import { closeAll, pause, testApi, until } from './infillSupport';

/** Below the workspace. */
const sources = 'evaluated';

describe('an evaluation of models on the open folder', function () {
  this.timeout(120_000);
  let api: TestApi;
  let test: GatewayTest;
  let set: protocol.SetSummary;
  let run: string;
  /** What was made, to be removed again. */
  const made: { set?: string; run?: string } = {};

  before(async () => {
    writeSources();
    api = await testApi();
    test = await GatewayTest.start();
    await test.setUp();
  });
  after(async () => {
    const client = await api.evaluation();
    if (made.run !== undefined) await client.ask(protocol.deleteRun, { run: made.run });
    if (made.set !== undefined) await client.ask(protocol.deleteSet, { folder: made.set });
    await test.stop();
    await closeAll();
    rmSync(path.join(root(), sources), { recursive: true, force: true });
  });

  const root = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  /** The workspace of the suites holds no code of its own: a chain of modules, each of which calls the next. */
  const writeSources = (): void => {
    mkdirSync(path.join(root(), sources), { recursive: true });
    for (let at = 0; at < 8; at++) {
      const next = at < 7 ? `import { step${at + 1} } from './step${at + 1}';\n\n` : '';
      const value = at < 7 ? `step${at + 1}(value) + ${at}` : 'value * 2';
      const text = `${next}/** Step ${at} of the sum. */\nexport function step${at}(value: number): number {\n  return ${value};\n}\n`;
      writeFileSync(path.join(root(), sources, `step${at}.ts`), text);
    }
  };
  const data = (): LocoData | undefined => {
    const content = api.locobench();
    return content.kind === 'ready' ? content.data : undefined;
  };

  it('makes scenarios of the folder', async () => {
    const client = await api.evaluation();
    const summary = await client.ask(protocol.openRepository, { root: root() });
    assert.ok(summary.files > 0 && summary.symbols > 0);
    set = await client.ask(protocol.generateSet, {
      ...{ root: root(), categories: protocol.madeCategories, languages: [], count: 4, seed: 1, lengths: [10_000] },
      ...{ execute: false, name: 'Suite' },
    });
    made.set = set.folder;
    assert.ok(set.set.scenarios.length > 0, 'no scenario');
  });

  it('runs them with a model of the gateway, and keeps what it answered', async () => {
    const client = await api.evaluation();
    const started = await client.ask(protocol.startRun, {
      ...{ folder: set.folder, models: ['free/small'], repeats: 1, seed: 1, maxOutputTokens: 100, name: 'Suite' },
      ...{ temperature: undefined, budget: undefined, sampling: undefined, queue: undefined },
      ...{ localOnly: false, cache: false },
    });
    run = started.id;
    made.run = run;
    const ended = await until('the end of the run', async () => {
      const view = await client.ask(protocol.readRun, { run });
      return view.run.state === 'running' || view.run.state === 'planned' ? undefined : view.run;
    });
    assert.deepEqual([ended.state, ended.counts.scored], ['done', set.set.scenarios.length], ended.reason);
    const sample = await client.ask(protocol.readSample, { run, index: 0 });
    assert.equal(sample.solution?.text, 'Good morning.');
    assert.ok(
      test.fake.requests.some(({ body }) => JSON.stringify(body).includes('.ts')),
      'no file in the prompt',
    );
  });

  it('shows both on the page', async () => {
    await vscode.commands.executeCommand('whetstone.locobench.show', { id: run });
    const shown = await until('the page', () => {
      const now = data();
      return now?.runs.some(({ id }) => id === run) === true ? now : undefined;
    });
    assert.equal(shown.workspace, 'ready');
    assert.ok(shown.sets.some(({ folder }) => folder === set.folder));
    assert.ok(shown.models.some(({ id }) => id === 'free/small'));
  });

  it('lists the scenarios in the Test Explorer', async () => {
    const listed = await api.scenarioTests();
    assert.deepEqual([...listed].sort(), set.set.scenarios.map(({ id }) => id).sort());
  });

  it('runs tests of the workspace no more after that was taken back', async () => {
    assert.equal(api.executionAllowed(), false);
    await api.allowExecution();
    assert.equal(api.executionAllowed(), true);
    await vscode.commands.executeCommand('whetstone.locobench.revokeExecution');
    assert.equal(api.executionAllowed(), false);
  });
});

describe('secrets of a queue', () => {
  const address = 'redis://127.0.0.1:6390';
  const other = 'redis://127.0.0.1:6391';
  let api: TestApi;

  before(async () => {
    api = await testApi();
  });
  after(() => api.queueSecrets.forget(address));

  /** What a run is given when the user leaves every question. */
  const unasked = async (queue: string): Promise<protocol.QueueSecrets | undefined> => {
    const asked = api.queueSecrets.of(queue);
    const known = await Promise.race([asked.then(() => true), pause(1500).then(() => false)]);
    if (!known) await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    return asked;
  };

  it('are kept in the secret storage by the address, and asked for where there are none', async () => {
    const secrets = { token: 'long random text', password: undefined };
    await api.queueSecrets.keep(address, secrets);
    assert.deepEqual([await unasked(address), await unasked(other)], [secrets, undefined]);
  });

  it('are asked for anew after they were of no use', async () => {
    await api.queueSecrets.keep(address, { token: 'a', password: 'b' });
    await api.queueSecrets.forget(address);
    assert.equal(await unasked(address), undefined);
  });
});
