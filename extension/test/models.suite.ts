/** Models are listed, downloaded from a hub on this machine, used for a suggestion and removed, in a real VS Code. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { ModelsTest, tiny } from '../../runtime/models/test/modelsTest';
import type { ModelRow } from '../../webviews/models/protocol';
import type { TestApi } from '../testApi';
import { closeAll, openText, pause, report, set, testApi, until } from './infillSupport';

const nonCommercial = { name: 'Test NC', text: 'You may test, and not sell.', needsAcceptance: true };

describe('models', function () {
  this.timeout(180_000);
  let api: TestApi;
  let hub: ModelsTest;
  let restores: (() => Promise<void>)[];
  before(async () => {
    api = await testApi();
    hub = await ModelsTest.start();
    await hub.writeCatalogue(nonCommercial);
    restores = [
      await set('whetstone.models.folder', hub.models),
      await set('whetstone.models.endpoint', hub.hub.endpoint),
    ];
    await run('refresh');
  });
  afterEach(async () => {
    hub.hub.bytesPerSecond = undefined;
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
  });
  after(async () => {
    for (const restore of restores.reverse()) await restore();
    await hub.stop();
  });

  const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(`whetstone.models.${command}`, ...args);
  const find = (id = tiny): ModelRow | undefined => {
    const { content } = api.models();
    return content.kind === 'ready' ? content.models.find((row) => row.id === id) : undefined;
  };
  const inState = (state: ModelRow['state']): Promise<ModelRow> =>
    until(`the model to be ${state}`, () => {
      const row = find();
      return row?.state === state && row;
    });

  it('lists the embedded model and those of the catalogue, in the tree and for the page', async () => {
    const row = await inState('available');
    assert.equal(row.licence?.needsAcceptance, true);
    assert.deepEqual([find('embedded')?.state, find('embedded')?.used], ['installed', true]);
    assert.ok(find('coda-v0-instruct'), 'the catalogue that ships is there too');
    assert.ok(api.models().tree.some((line) => line.startsWith('Embedded model | Used for suggestions · int8 · ')));
  });

  it('the tree is opened by its command, and the page by the one of the palette', async () => {
    await vscode.commands.executeCommand('whetstone.models.focus');
    await run('show', { id: tiny });
    await until('the page', () =>
      vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some(
          ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('whetstone.models'),
        ),
      ),
    );
  });

  it('downloads nothing before the licence is accepted, and shows its text', async () => {
    await run('download', { id: tiny });
    const licence = await until('the licence', () => api.models().licence);
    assert.deepEqual([licence.text, licence.forDownload], [nonCommercial.text, true]);
    await pause(300);
    assert.deepEqual(hub.hub.requests, [], 'the hub was asked before the licence was accepted');
    assert.equal(find()?.state, 'available');
  });

  it('refuses to download while the network is forbidden, and says why', async () => {
    const restore = await set('whetstone.privacy.localOnly', true);
    await run('download', { id: tiny });
    const { problem } = await until('the refusal', () => {
      const row = find();
      return row?.problem && row;
    });
    await restore();
    assert.match(problem?.message ?? '', /whetstone\.privacy\.localOnly/);
    assert.deepEqual(hub.hub.requests, []);
  });

  it('downloads after acceptance with progress in tree, badge and status bar; can be cancelled and goes on', async () => {
    hub.hub.bytesPerSecond = 20_000;
    const licence = api.models().licence;
    assert.ok(licence);
    await api.acceptLicence(tiny, licence.textSha256);
    const going = await until('bytes to come', () => {
      const row = find();
      return row?.state === 'downloading' && (row.download?.doneBytes ?? 0) > 0 && row;
    });
    assert.equal(going.main, 'cancel');
    await until('the badge', () => api.models().badge === 1);
    const { kind, label } = await until('the status bar', () => {
      const status = api.status();
      return status.kind === 'downloading' && status;
    });
    report(`status bar while downloading: ${kind} "${label}"`);
    assert.match(label, /^\$\(cloud-download\) Whetstone( \d+ %)?$/);
    assert.ok(api.models().tree.some((line) => /^Tiny model \| (\d+% · )?(Asking the hub|Downloading)/.test(line)));
    await run('cancelDownload', { id: tiny });
    const partial = await inState('partial');
    assert.equal(partial.main, 'resume');
    await until('the badge to go', () => api.models().badge === 0);
    await until('the status bar to be itself again', () => api.status().kind !== 'downloading');
    hub.hub.bytesPerSecond = undefined;
    await run('download', { id: tiny });
    const done = await inState('installed');
    assert.ok(done.bytes > 0 && existsSync(path.join(hub.models, tiny, 'model.onnx')));
  });

  it('verifies and measures it; the figures are kept with their date', async () => {
    await run('verify', { id: tiny });
    assert.match(find()?.remark ?? '', /^All \d+ files are as they should be\.$/);
    await run('measure', { id: tiny });
    const speed = find()?.speed;
    assert.ok(speed, find()?.problem?.message);
    report(
      `tiny model: ${speed.infillMs.toFixed(1)} ms a suggestion, ${speed.passMs?.toFixed(1)} ms a pass, ${speed.runs} runs`,
    );
    assert.ok(speed.infillMs > 0 && Math.abs(Date.parse(speed.at) - Date.now()) < 60_000);
  });

  it('is used for a suggestion', async () => {
    await run('use', { id: tiny });
    assert.equal(vscode.workspace.getConfiguration('whetstone').get('infill.model'), path.join(hub.models, tiny));
    assert.deepEqual([find()?.used, find('embedded')?.used], [true, false]);
    const calls = api.modelCalls();
    await openText('def area(width, height):\n    return ‸\n', 'python');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await until('an answer of the model', () => {
      const { kind, detail } = api.status();
      assert.notEqual(kind, 'error', detail);
      return api.modelCalls() > calls && kind === 'ready' && detail.includes('Model tiny');
    });
  });

  it('a window that looks later sees what was downloaded and what was measured', async () => {
    const restore = await set('whetstone.models.folder', path.join(hub.folder, 'empty'));
    await until('the list of another folder', () => api.models().content.kind !== 'ready' || find() === undefined);
    await run('refresh');
    assert.equal(find(), undefined);
    await restore();
    await run('refresh');
    const row = await inState('installed');
    assert.ok(row.speed !== undefined && row.used);
  });

  it('is removed, while it is in use; the embedded model takes over', async () => {
    await api.removeModel(tiny);
    const row = await inState('available');
    assert.equal(row.problem, undefined);
    assert.equal(existsSync(path.join(hub.models, tiny)), false);
    assert.equal(vscode.workspace.getConfiguration('whetstone').get('infill.model'), 'embedded');
    await until('the embedded model to be in use', () => find('embedded')?.used);
  });
});
