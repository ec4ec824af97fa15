/** A code model as a GGUF file makes the suggestions, in a real VS Code with a real llama.cpp. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { writeScriptedChatModel } from '../../runtime/llama/chat/testing/scriptedChatModel';
import type { TestApi } from '../testApi';
import { closeAll, openText, set, testApi, until } from './infillSupport';

describe('a GGUF code model', function () {
  this.timeout(120_000);
  let api: TestApi;
  let folder: string;
  let restores: (() => Promise<void>)[] = [];

  before(async () => {
    api = await testApi();
    folder = await mkdtemp(path.join(os.tmpdir(), 'gguf-suite-'));
    restores = [
      await set('whetstone.infill.model', 'embedded'),
      await set('whetstone.infill.trigger', 'onDemand'),
      await set('whetstone.infill.minimumChance', 0),
    ];
  });
  afterEach(closeAll);
  after(async () => {
    for (const restore of restores.reverse()) await restore();
    await vscode.commands.executeCommand('whetstone.restartRuntime');
    await rm(folder, { recursive: true, force: true });
  });

  it('is chosen by its file, and writes what belongs at the cursor', async () => {
    const file = path.join(folder, 'coder.gguf');
    const control = ['<|endoftext|>', '<|fim_prefix|>', '<|fim_middle|>', '<|fim_suffix|>', '<|file_sep|>'];
    await writeScriptedChatModel(file, { control, replies: [{ say: 'width * height' }] });
    await vscode.commands.executeCommand('whetstone.models.useGguf', file);
    assert.equal(vscode.workspace.getConfiguration('whetstone.infill').get('model'), file);
    await openText('def area(width, height):\n    return ‸\n', 'python');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    const [text] = await until('the suggestion', () => {
      const status = api.status();
      assert.notEqual(status.kind, 'error', status.detail);
      return api.standing().length > 0 && api.standing();
    });
    assert.equal(text, 'width * height');
  });
});
