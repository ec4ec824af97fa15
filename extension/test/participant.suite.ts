/**
 * The agent in VS Code: real process, real tools, real files; the model is a script behind real HTTP on this machine. By its name it comes
 * after `chat.suite.ts`, which begins where no model was ever set up.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { metadataOf } from '../agent/chatHistory';
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
import { closeAll, report, scratch, set, testApi, until } from './infillSupport';

describe('agent', function () {
  this.timeout(120_000);
  let api: TestApi;
  let test: GatewayTest;
  /** Another file for each test: VS Code keeps the text of one that it had open for a while. */
  let name: string;
  let tests = 0;
  beforeEach(() => {
    tests += 1;
    name = `agent-${tests}.txt`;
  });
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

  const edit = (before: string, after: string): ReturnType<typeof call> =>
    call('edit_file', { path: name, edits: [{ old_text: before, new_text: after }] });
  const onDisk = async (uri: vscode.Uri): Promise<string> => readFile(uri.fsPath, 'utf8');

  it('a tool is called, its result goes to the model, and every step is in the trace', async () => {
    await workspaceFile(name, 'the answer is 42\n');
    test.answer = script(call('read_file', { path: name }), say('It is ', '42.'));
    const { answer, result } = await askAgent(api, 'What is the answer?');
    const metadata = metadataOf(await result);
    assert.equal(metadata?.status, 'answered', JSON.stringify(await result));
    assert.match(answer.text, /✓ `read_file \{"path":"agent-\d+\.txt"\}`[\s\S]*It is 42\./);
    assert.ok(
      answer.progress.some((line) => line.includes(name)),
      answer.progress.join(),
    );
    assert.match(toolResults(test.fake.requests.at(-1))[0] ?? '', /the answer is 42/);
    const { run, steps } = await (await api.agent()).getRun(metadata.run ?? '');
    assert.deepEqual(
      steps.map(({ kind }) => kind).filter((kind) => kind !== 'note'),
      ['user', 'model', 'tool', 'model'],
    );
    assert.deepEqual([run.status, run.totals.modelCalls, run.totals.toolCalls], ['answered', 2, 1]);
    assert.ok(answer.buttons.some(({ command }) => command === 'whetstone.traces.show'));
  });

  it('answers in the chat view, with the model that is chosen there', async () => {
    const restore = await set('chat.disableAIFeatures', false);
    try {
      await workspaceFile(name, 'the answer is 43\n');
      test.answer = script(call('read_file', { path: name }), say('It is 43.'));
      const asked = test.fake.requests.length;
      const result = await vscode.commands.executeCommand<{ metadata?: unknown; errorDetails?: unknown } | undefined>(
        'workbench.action.chat.open',
        { query: `@whetstone What is in ${name}?`, blockOnResponse: true },
      );
      report(`chat view: ${JSON.stringify(result?.errorDetails ?? metadataOf(result))}`);
      assert.equal(metadataOf(result)?.text.includes('It is 43.'), true);
      assert.equal(test.fake.requests.length, asked + 2);
    } finally {
      await restore();
    }
  });

  it('an edit is previewed, approved, applied and saved, and undone in one step', async () => {
    const uri = await workspaceFile(name, 'one\ntwo\nthree\n');
    const editor = await vscode.window.showTextDocument(uri);
    test.answer = script(edit('two', '2'), say('Done.'));
    const { answer, result } = await askAgent(api, 'Write two as a digit.');
    const request = await waitingApproval(api);
    assert.deepEqual(request.preview, {
      kind: 'edits',
      edits: [{ path: name, before: 'one\ntwo\nthree\n', after: 'one\n2\nthree\n' }],
    });
    assert.match(answer.text, /```diff\n@@ [^\n]*\n one\n-two\n\+2\n three\n```/);
    assert.deepEqual(
      answer.buttons.map(({ title }) => title),
      ['Open Diff', 'Allow Once', 'Allow in This Conversation', 'Always in This Workspace', 'Refuse'],
    );
    await vscode.commands.executeCommand('whetstone.agent.showChanges', { id: request.id });
    await until(
      'the diff editor',
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff,
    );
    assert.equal(await onDisk(uri), 'one\ntwo\nthree\n', 'nothing is written before the answer');
    await answerApproval(request.id, 'once');
    assert.equal(metadataOf(await result)?.status, 'answered');
    await until('the saved file', async () => (await onDisk(uri)) === 'one\n2\nthree\n');
    assert.match(answer.text, /Allowed once/);
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'one\ntwo\nthree\n');
  });

  it('a refused edit leaves the file alone, and the model is told', async () => {
    const uri = await workspaceFile(name, 'one\n');
    test.answer = script(edit('one', '1'), say('As you wish.'));
    const { answer, result } = await askAgent(api, 'Write one as a digit.');
    await answerApproval((await waitingApproval(api)).id, 'refuse');
    await result;
    assert.equal(await onDisk(uri), 'one\n');
    assert.match(toolResults(test.fake.requests.at(-1))[0] ?? '', /refused/i);
    assert.match(answer.text, /⊘ `edit_file/);
  });

  it('a file that changed since the preview is not written over', async () => {
    const uri = await workspaceFile(name, 'one\n');
    test.answer = script(edit('one', '1'), say('I see.'));
    const { result } = await askAgent(api, 'Write one as a digit.');
    const { id } = await waitingApproval(api);
    const editor = await vscode.window.showTextDocument(uri);
    await editor.edit((change) => change.insert(new vscode.Position(0, 0), 'mine '));
    await answerApproval(id, 'once');
    await result;
    assert.equal(editor.document.getText(), 'mine one\n');
    assert.match(toolResults(test.fake.requests.at(-1))[0] ?? '', /no longer as it was/);
  });

  it('reads what is not saved yet', async () => {
    const uri = await workspaceFile(name, 'saved\n');
    const restore = await set('files.autoSave', 'off');
    try {
      const editor = await vscode.window.showTextDocument(uri);
      await editor.edit((change) => change.insert(new vscode.Position(0, 0), 'not '));
      test.answer = script(call('read_file', { path: name }), say('Read.'));
      await (
        await askAgent(api, 'Read.')
      ).result;
      assert.match(toolResults(test.fake.requests.at(-1))[0] ?? '', /not saved/);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    } finally {
      await restore();
    }
  });

  it('is cancelled while a question waits: nothing is done, nothing waits any more', async () => {
    const uri = await workspaceFile(name, 'one\n');
    test.answer = script(edit('one', '1'), say('Done.'));
    const { source, result, answer } = await askAgent(api, 'Write one as a digit.');
    const { id } = await waitingApproval(api);
    source.cancel();
    await result;
    assert.deepEqual(api.approvals(), []);
    await answerApproval(id, 'once');
    assert.equal(await onDisk(uri), 'one\n');
    assert.equal(answer.text.includes('Done.'), false);
    const [newest] = await (await api.agent()).listRuns(1);
    assert.equal(newest?.status, 'cancelled');
  });

  it('what is always allowed is remembered, listed, not asked again, and asked again when it is revoked', async () => {
    const uri = await workspaceFile(name, 'one two three\n');
    test.answer = script(edit('one', '1'), edit('two', '2'), say('Done.'));
    const { result } = await askAgent(api, 'Digits.');
    await answerApproval((await waitingApproval(api)).id, 'workspace');
    assert.equal(metadataOf(await result)?.status, 'answered');
    assert.equal(await onDisk(uri), '1 2 three\n');
    const [remembered] = api.rememberedApprovals();
    assert.match(remembered?.covers ?? '', /Edit File/);
    await api.revokeApprovals();
    assert.deepEqual(api.rememberedApprovals(), []);
    test.answer = script(edit('three', '3'), say('Done.'));
    const again = await askAgent(api, 'And three.');
    await answerApproval((await waitingApproval(api)).id, 'refuse');
    await again.result;
  });

  it('/readonly changes nothing, whatever the model wants', async () => {
    const uri = await workspaceFile(name, 'one\n');
    test.answer = script(edit('one', '1'), say('I may not.'));
    const { result } = await askAgent(api, 'Write one as a digit.', { command: 'readonly' });
    await result;
    assert.deepEqual(api.approvals(), []);
    assert.equal(await onDisk(uri), 'one\n');
  });

  it('hands the conversation on, and what is attached; files with secrets are named and left out', async () => {
    const uri = await workspaceFile(name, 'attached text\n');
    const secret = await workspaceFile('.env', 'KEY=very-secret\n');
    test.answer = () => say('Seen.');
    const references = [uri, secret].map((value) => ({ id: 'file', value }));
    const { answer, result } = await askAgent(api, 'What is attached?', { references });
    await result;
    const body = JSON.stringify(test.fake.requests.at(-1)?.body);
    assert.match(body, /attached text/);
    assert.doesNotMatch(body, /very-secret/);
    assert.match(answer.text, /env is not attached/);
  });

  it('a process that is killed in the middle leaves an interrupted run, which is resumed', async () => {
    await workspaceFile(name, 'the answer is 44\n');
    const client = await api.agent();
    let killed = false;
    test.answer = (request) => {
      const results = toolResults(request);
      if (results.length === 0) return call('read_file', { path: name });
      if (!killed) {
        killed = true;
        const { pid } = client;
        assert.ok(pid !== undefined);
        process.kill(pid, 'SIGKILL');
        return { ...say('never heard'), pauseMs: 2000 };
      }
      return say('It is 44.');
    };
    const { result } = await askAgent(api, 'What is the answer?');
    const ended = await result;
    assert.equal(metadataOf(ended)?.status, 'interrupted');
    assert.match(ended?.errorDetails?.message ?? '', /process was lost[\s\S]*resume/);
    const [interrupted] = await (await api.agent()).listRuns(1);
    assert.equal(interrupted?.status, 'interrupted');
    const resumed = await askAgent(api, interrupted.id, { command: 'resume' });
    assert.equal(metadataOf(await resumed.result)?.status, 'answered', JSON.stringify(await resumed.result));
    assert.match(resumed.answer.text, /It is 44\./);
    const [run] = await (await api.agent()).listRuns(1);
    assert.deepEqual([run?.id, run?.status], [interrupted.id, 'answered']);
  });

  it("VS Code's own API runs our tools, and a wrong call is an error for a model", async () => {
    await workspaceFile(name, 'the answer is 45\n');
    const names = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('whetstone_'));
    report(`tools in vscode.lm.tools: ${names.length}`);
    assert.ok(names.includes('whetstone_read_file'), names.join());
    const { content } = await vscode.lm.invokeTool('whetstone_read_file', {
      input: { path: name },
      toolInvocationToken: undefined,
    });
    const [part] = content;
    assert.ok(part instanceof vscode.LanguageModelTextPart);
    assert.match(part.value, /the answer is 45/);
    await assert.rejects(
      Promise.resolve(
        vscode.lm.invokeTool('whetstone_read_file', { input: { path: 'nowhere.txt' }, toolInvocationToken: undefined }),
      ),
      /nowhere\.txt/,
    );
  });

  it('functions of the workspace are offered as an MCP server where the workspace says which', async () => {
    assert.deepEqual(await api.functionsServers(), []);
    await workspaceFile('.vscode/whetstone-functions.json', '{"functions":[]}');
    const [server] = await api.functionsServers();
    assert.equal(server?.label, 'Functions of the workspace');
    assert.match(server.args.join(' '), /functionsServer\.cjs/);
    assert.ok(server.args.includes(workspaceFolder()));
  });

  it('no MCP server is started before it is allowed; then its tools are there', async () => {
    const server = path.resolve(__dirname, '../../node_modules/@modelcontextprotocol/server-memory/dist/index.js');
    const env = { ELECTRON_RUN_AS_NODE: '1', MEMORY_FILE_PATH: path.join(scratch, 'memory.json') };
    const restore = await set('whetstone.agent.mcpServers', {
      memory: { command: process.execPath, args: [server], env },
      broken: { url: 'file:///etc/passwd' },
    });
    try {
      const client = await api.agent();
      const state = async (): Promise<readonly string[]> =>
        (await client.servers()).map((each) => [each.name, each.status, each.from].join());
      await until('the server', async () => (await state()).join() === 'memory,not-allowed,user');
      const { allowed } = await client.controlServer('memory', 'allow');
      assert.match(allowed ?? '', /^[0-9a-f]{64}$/);
      await client.controlServer('memory', 'start');
      await until('the server to run', async () => (await state()).join() === 'memory,running,user');
      const { tools } = await client.tools();
      const own = tools.filter(({ origin }) => origin.kind === 'mcp');
      assert.ok(own.length > 3 && own.every(({ risk }) => risk === 'network'), own.map((each) => each.name).join());
      report(`tools of server-memory: ${own.length}`);
    } finally {
      await restore();
    }
  });

  it('the page of traces shows the runs', async () => {
    await vscode.commands.executeCommand('whetstone.traces.show');
    const content = await until('the runs', () => {
      const traces = api.traces();
      return traces.kind === 'ready' && traces.data.runs.length > 0 && traces;
    });
    assert.ok(content.data.runs.length >= 5);
  });
});
