/** Where nothing may be suggested. */
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import * as vscode from 'vscode';
import type { TestApi } from '../testApi';
import { closeAll, openFile, openText, pause, scratchFile, set, suggestInVain, testApi, type } from './infillSupport';

describe('silence', () => {
  let api: TestApi;
  before(async () => {
    api = await testApi();
  });
  afterEach(closeAll);

  it('in files that cannot be written', async () => {
    const uri = scratchFile('readOnly.py', 'x = ');
    chmodSync(uri.fsPath, 0o444);
    await openFile(uri);
    assert.equal((await suggestInVain(api)).kind, 'readOnly');
  });

  it('in files with secrets', async () => {
    await openFile(scratchFile('.env', 'API_KEY='));
    assert.deepEqual(await suggestInVain(api), { kind: 'excluded', pattern: '**/.env' });
  });

  it('in files that the user excluded', async () => {
    const restore = await set('whetstone.infill.exclude', ['**/generated*.py']);
    try {
      await openFile(scratchFile('generatedModel.py', 'x = '));
      assert.deepEqual(await suggestInVain(api), { kind: 'excluded', pattern: '**/generated*.py' });
    } finally {
      await restore();
    }
  });

  it('in comments and strings, when so set', async () => {
    const restoreComments = await set('whetstone.infill.inComments', false);
    const restoreStrings = await set('whetstone.infill.inStrings', false);
    try {
      await openText('x = 1  # the ‸', 'python');
      assert.equal((await suggestInVain(api)).kind, 'comment');
      await openText("const path = 'src/‸", 'typescript');
      assert.equal((await suggestInVain(api)).kind, 'string');
    } finally {
      await restoreComments();
      await restoreStrings();
    }
  });

  it('in a language that is turned off, and the status says so', async () => {
    await openText('x = ‸', 'ruby');
    await vscode.commands.executeCommand('whetstone.infill.toggleLanguage');
    try {
      assert.equal((await suggestInVain(api)).kind, 'off');
      assert.equal(api.status().kind, 'off');
      await openText('x = ‸', 'python');
      assert.notEqual(api.status().kind, 'off');
    } finally {
      await vscode.commands.executeCommand('whetstone.infill.toggleLanguage', 'ruby');
    }
  });

  it('with several cursors', async () => {
    const editor = await openText('a = \nb = \n‸', 'python');
    editor.selections = [0, 1].map((line) => new vscode.Selection(line, 4, line, 4));
    const calls = api.modelCalls();
    await type('1');
    await pause(800);
    assert.equal(api.modelCalls(), calls);
  });

  it('while VS Code is told to show no suggestions', async () => {
    const restore = await set('editor.inlineSuggest.enabled', false);
    try {
      await openText('x = ‸', 'python');
      const asks = api.asks();
      await type('1');
      await pause(500);
      assert.equal(api.asks(), asks);
      assert.equal(api.status().kind, 'off');
    } finally {
      await restore();
    }
  });

  it('in what is not a file', async () => {
    const calls = api.modelCalls();
    const provider = vscode.workspace.registerTextDocumentContentProvider('whetstone-suite', {
      provideTextDocumentContent: () => 'x = ',
    });
    try {
      await openFile(vscode.Uri.parse('whetstone-suite:/shown.py'));
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await pause(500);
      assert.equal(api.modelCalls(), calls);
    } finally {
      provider.dispose();
    }
  });
});
