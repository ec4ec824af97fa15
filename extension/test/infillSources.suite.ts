/** Which files of the workspace suggestions may be copied from. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../testApi';
import { closeAll, openFile, openText, set, suggest, testApi, until } from './infillSupport';

const question = 'class Point:\n    def __init__(self, x, y):\n        self.x = x\n        self.‸\n';

describe('sources of copies', () => {
  let api: TestApi;
  let root: string;
  const made: string[] = [];
  const write = (name: string, text: string): string => {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    made.push(file);
    return file;
  };
  const told = (file: string): Promise<true> => until(path.basename(file), () => api.sources().includes(file));

  before(async () => {
    api = await testApi();
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, 'the suites run in the sample workspace');
    root = folder.uri.fsPath;
  });
  afterEach(closeAll);
  after(() => {
    for (const file of made) rmSync(file, { force: true });
    for (const folder of ['node_modules', 'secret']) rmSync(path.join(root, folder), { recursive: true, force: true });
  });

  it('are the files of the language, without those that are installed or excluded', async () => {
    const installed = write('node_modules/library/index.py', 'x = 1\n');
    const excluded = write('secret/tokens.py', 'x = 1\n');
    const restore = await set('whetstone.privacy.exclude', { '**/secret/**': true });
    try {
      await openText(question, 'python');
      await suggest(api);
      await told(path.join(root, 'reports', 'orders.py'));
      assert.ok(api.sources().includes(path.join(root, 'reports', 'summary.py')));
      for (const file of [installed, excluded, path.join(root, 'shop', 'cart.ts')]) {
        assert.ok(!api.sources().includes(file), file);
      }
    } finally {
      await restore();
    }
  });

  it('follow what happens to files, and come for a new language', async () => {
    await openText(question, 'python');
    await suggest(api);
    await told(path.join(root, 'reports', 'orders.py'));
    const file = write('reports/fresh.py', 'value = 1\n');
    await told(file);
    rmSync(file);
    await until('the dropped file', () => !api.sources().includes(file));
    await openFile(vscode.Uri.file(path.join(root, 'shop', 'format.ts')));
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await told(path.join(root, 'shop', 'cart.ts'));
  });

  it('are none when other files may not be used', async () => {
    await openText(question, 'python');
    await suggest(api);
    await told(path.join(root, 'reports', 'orders.py'));
    const restore = await set('whetstone.privacy.contextFromOtherFiles', false);
    try {
      await until('no sources', () => api.sources().length === 0);
      await openText(question.replace('Point', 'Other'), 'python');
      await suggest(api);
      assert.deepEqual(api.sources(), []);
    } finally {
      await restore();
    }
  });
});
