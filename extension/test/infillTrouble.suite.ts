/** What goes wrong: lost processes, missing models, closed and enormous documents. Typing must never notice. */
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../testApi';
import {
  closeAll,
  openFile,
  openText,
  pause,
  report,
  putCursor,
  scratch,
  scratchFile,
  set,
  suggest,
  testApi,
  type,
  until,
} from './infillSupport';

const question = 'def double(value):\n    return ‸\n';

describe('trouble', () => {
  let api: TestApi;
  before(async () => {
    api = await testApi();
  });
  afterEach(closeAll);

  it('a killed process costs one request, and the next one is answered', async () => {
    await openText(question, 'python');
    await suggest(api);
    const state = await api.runtime();
    assert.equal(state.kind, 'ready');
    await openText(question.replace('double', 'triple'), 'python');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    process.kill(state.pid, 'SIGKILL');
    await until('the loss to be noticed', async () => {
      const now = await api.runtime();
      return now.kind !== 'ready' || now.pid !== state.pid;
    });
    await openText(question.replace('double', 'quadruple'), 'python');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await until('a suggestion of the new process', () => api.standing().length > 0);
    const next = await api.runtime();
    assert.ok(next.kind === 'ready' && next.pid !== state.pid);
    assert.notEqual(api.status().kind, 'error');
  });

  it('a model folder that is not there is told in the status, once, and typing goes on', async () => {
    const restore = await set('whetstone.infill.model', path.join(scratch, 'no-such-model'));
    try {
      const editor = await openText(question, 'python');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      const status = await until('the error', () => {
        const now = api.status();
        return now.kind === 'error' && now;
      });
      assert.match(status.detail, /no-such-model/);
      const calls = api.modelCalls();
      await type('value');
      await pause(500);
      assert.ok(editor.document.getText().includes('return value'));
      assert.equal(api.modelCalls(), calls, 'a model that cannot be loaded is not asked at every key press');
    } finally {
      await restore();
    }
    await openText(question, 'python');
    await suggest(api);
    assert.notEqual(api.status().kind, 'error');
  });

  it('a document that is closed during a request leaves nothing behind', async () => {
    await openText(question, 'python');
    void vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await openText(question, 'python');
    await suggest(api);
    assert.notEqual(api.status().kind, 'error');
  });

  it('a document that changes during a request gets no stale suggestion', async () => {
    const editor = await openText(question, 'python');
    void vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# changed\n'));
    await pause(1000);
    assert.equal(editor.document.lineAt(0).text, '# changed');
    assert.notEqual(api.status().kind, 'error');
  });

  it('a huge file of one line is answered or left alone, in bounded time', async () => {
    const editor = await openFile(scratchFile('huge.js', `var data=[${'1234567,'.repeat(250_000)}`));
    putCursor(editor, new vscode.Position(0, 1_000_000));
    api.eventLoopDelay();
    const calls = api.modelCalls();
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await until('an answer', () => api.modelCalls() > calls && api.status().kind === 'ready');
    const { max } = api.eventLoopDelay();
    report(`longest delay of the event loop with a line of 2 MB: ${max.toFixed(0)} ms`);
    assert.ok(max < 500);
  });

  it('a binary file is left alone', async () => {
    const calls = api.modelCalls();
    await openText('\u0000\u0001\u0002 x = ‸', 'plaintext');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await pause(500);
    assert.equal(api.modelCalls(), calls);
  });
});
