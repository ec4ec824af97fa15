/** Kinds of documents and of surroundings in which suggestions have to work as well. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../testApi';
import {
  closeAll,
  commit,
  openFile,
  openText,
  pause,
  putCursor,
  scratchFile,
  suggest,
  testApi,
  until,
} from './infillSupport';

const question = 'class Point:\n    def __init__(self, x, y):\n        self.x = x\n        self.‸\n';

describe('suggestions elsewhere', () => {
  let api: TestApi;
  before(async () => {
    api = await testApi();
  });
  afterEach(closeAll);

  it('in an untitled document, which stays untitled', async () => {
    const editor = await openText(question, 'python');
    assert.equal(editor.document.isUntitled, true);
    await suggest(api);
    const accepted = await commit(api, editor);
    assert.equal(editor.document.getText(), question.replace('‸', accepted));
    assert.equal(editor.document.isUntitled, true);
  });

  it('in a file with CRLF, which is on disk with CRLF after a suggestion of any length', async () => {
    const text = question.replace('‸', '').replaceAll('\n', '\r\n');
    const editor = await openFile(scratchFile('crlf.py', text));
    putCursor(editor, editor.document.positionAt(text.lastIndexOf('self.') + 'self.'.length));
    await suggest(api);
    const accepted = await commit(api, editor);
    const wanted = question.replace('‸', accepted).replaceAll('\n', '\r\n');
    assert.equal(editor.document.getText(), wanted);
    // The profile saves by itself a moment after a change, so that there may be nothing left to save.
    await editor.document.save();
    await until('the file', () => readFileSync(editor.document.uri.fsPath, 'utf8') === wanted, 5000);
  });

  it('in two documents side by side, each with its own', async () => {
    const place = (name: string) => scratchFile(name, `"""${name}"""\n\n\n${question.replace('‸', '')}`);
    const editors: vscode.TextEditor[] = [];
    for (const [index, name] of ['left.py', 'right.py'].entries()) {
      const document = await vscode.workspace.openTextDocument(place(name));
      const viewColumn = index === 0 ? vscode.ViewColumn.One : vscode.ViewColumn.Two;
      const editor = await vscode.window.showTextDocument(document, { viewColumn });
      putCursor(editor, document.positionAt(document.getText().lastIndexOf('self.') + 'self.'.length));
      editors.push(editor);
    }
    const [left, right] = editors.map(({ document }) => document);
    assert.ok(left && right);
    // Asked in both before either has an answer.
    for (const document of [left, right]) {
      await vscode.window.showTextDocument(document, document === left ? vscode.ViewColumn.One : vscode.ViewColumn.Two);
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    }
    const before = left.getText();
    const rightEditor = vscode.window.activeTextEditor;
    assert.equal(rightEditor?.document, right);
    await suggest(api);
    const rightText = await commit(api, rightEditor);
    assert.equal(left.getText(), before, 'the other document changed');
    const leftEditor = await vscode.window.showTextDocument(left, vscode.ViewColumn.One);
    await suggest(api);
    const leftText = await commit(api, leftEditor);
    assert.equal(left.getText(), before.replace('self.\n', `self.${leftText}\n`));
    assert.ok(right.getText().includes(`self.${rightText}`));
  });

  it('without a place to write the history: suggestions come, the log tells, nothing is thrown', async () => {
    const thrown: unknown[] = [];
    const note = (reason: unknown): void => {
      thrown.push(reason);
    };
    process.on('unhandledRejection', note);
    const aside = `${api.storage}-aside`;
    // Root may write anywhere; a file in place of the folder stops everyone.
    mkdirSync(path.dirname(api.storage), { recursive: true });
    if (existsSync(api.storage)) renameSync(api.storage, aside);
    writeFileSync(api.storage, '');
    try {
      const editor = await openText(question, 'python');
      const known = api.entries().length;
      await suggest(api);
      await commit(api, editor);
      await until('the entry', () => api.entries().length > known && api.entries().at(-1)?.outcome === 'accepted');
      // Long enough for a delayed write to fail.
      await pause(2500);
      assert.notEqual(api.status().kind, 'error');
      assert.equal(readFileSync(api.storage, 'utf8'), '');
      await vscode.commands.executeCommand('whetstone.infill.showActivity');
      await pause(500);
      const ours = thrown.filter((reason) => reason instanceof Error && reason.message.includes(api.storage));
      assert.deepEqual(ours, []);
    } finally {
      process.off('unhandledRejection', note);
      rmSync(api.storage, { recursive: true, force: true });
      if (existsSync(aside)) renameSync(aside, api.storage);
    }
  });
});
