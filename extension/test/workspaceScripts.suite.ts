/** Scripts of the workspace as tools of the agent in VS Code: the model is a script behind real HTTP, the rest is real. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../testApi';
import {
  answerApproval,
  askAgent,
  call,
  removeFiles,
  say,
  script,
  toolResults,
  waitingApproval,
  workspaceFile,
  workspaceFolder,
} from './agentSupport';
import { chatModel, GatewayTest, usualAnswer } from './gatewaySupport';
import { closeAll, set, testApi, until } from './infillSupport';

const makefile = 'NAME ?= world\n\ngreet:\n\t@echo hello $(NAME) > greeting.txt; cat greeting.txt\n';

describe('scripts of the workspace', function () {
  this.timeout(120_000);
  let api: TestApi;
  let test: GatewayTest;

  before(async () => {
    api = await testApi();
    test = await GatewayTest.start();
    await test.setUp();
    await chatModel('auto');
  });
  afterEach(async () => {
    test.answer = () => usualAnswer;
    await closeAll();
    await removeFiles();
    await vscode.commands.executeCommand('notifications.clearAll');
  });
  after(() => test.stop());

  it('are tools of their own: shown, allowed, run on a copy, and gone with the setting', async () => {
    await workspaceFile('Makefile', makefile);
    const offered = async (): Promise<boolean> =>
      (await (await api.agent()).tools()).tools.some((each) => each.name === 'make_greet');
    await until('the tool', offered);
    test.answer = script(call('make_greet', { NAME: 'you' }), say('Greeted.'));
    const { answer, result } = await askAgent(api, 'Greet me with the Makefile.');
    const { id, risk, preview } = await waitingApproval(api);
    assert.equal(risk, 'execute');
    assert.ok(preview.kind === 'command' && preview.command.includes('make'), JSON.stringify(preview));
    await answerApproval(id, 'once');
    await result;
    assert.match(toolResults(test.fake.requests.at(-1))[0] ?? '', /hello you[\s\S]*greeting\.txt; that is gone/);
    assert.match(answer.text, /Greeted\./);
    await assert.rejects(readFile(path.join(workspaceFolder(), 'greeting.txt')), /ENOENT/);
    const restore = await set('whetstone.agent.workspaceScripts', false);
    try {
      await until('the tool to go', async () => !(await offered()));
    } finally {
      await restore();
    }
  });
});
