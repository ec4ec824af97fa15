import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { startFakeProvider, type FakeProvider } from '../../gateway/testing/fakeProvider';
import { fixture as gatewayFixture, type Fixture } from '../../gateway/testing/gatewayFixture';
import { GatewayError } from '../../gateway/gatewayError';
import { bundledProgram } from '../../testing/bundledProgram';
import { fileWorkspaceHost } from '../../tools/workspace';
import * as protocol from '../protocol';
import { calls, says, type Script } from '../testing/agentFixture';

describe('agent child', function () {
  this.timeout(60_000);
  let entry: string;
  let folder: string;
  let workspace: string;
  let child: ChildProcess;
  let connection: MessageConnection;
  let provider: FakeProvider;
  let gateway: Fixture['gateway'];
  let script: Script;
  let events: protocol.AgentEvent[];
  let asked: protocol.ApprovalRequest[];
  let remembered: string[];
  let answer: protocol.ApprovalAnswer | undefined;
  let unsaved: Map<string, string>;

  before(async () => {
    entry = await bundledProgram('runtime/agent/host/main.ts', {
      searchWorker: 'runtime/tools/workspace/search/searchWorker.ts',
    });
  });

  const start = async (idleMs = 0) => {
    child = fork(entry, ['--idle-ms', String(idleMs)], {
      execArgv: [],
      env: { ...process.env, WHETSTONE_HOME: folder },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    answerAsParent();
    connection.listen();
    await connection.sendRequest(protocol.configureAgent, config());
  };

  /** The extension's side: models, approvals, files. */
  const answerAsParent = () => {
    const files = fileWorkspaceHost([workspace], { trusted: true });
    connection.onError(() => undefined);
    connection.onNotification(protocol.agentEvent, ({ event }) => void events.push(event));
    connection.onNotification(protocol.rememberApproval, ({ key }) => void remembered.push(key));
    connection.onRequest(protocol.agentGenerate, async ({ id, request }, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      try {
        for await (const event of gateway.generate(request, abort.signal)) {
          void connection.sendNotification(protocol.agentGenerateEvent, { id, event });
          if (event.type === 'finish') {
            const { decision, cost, usage } = event;
            return { kind: 'done' as const, decision, cost, usage };
          }
        }
        throw new Error('It did not end.');
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        const { kind, message, action, details } = error;
        return { kind: 'failed' as const, error: { kind, message, action, refusal: details.refusal } };
      }
    });
    connection.onRequest(protocol.askApproval, async (request) => {
      asked.push(request);
      return answer ?? new Promise(() => undefined);
    });
    connection.onRequest(protocol.unsavedText, ({ file }) => unsaved.get(file) ?? null);
    connection.onRequest(protocol.unsavedFiles, () => [...unsaved.keys()]);
    connection.onRequest(protocol.applyEdits, async ({ edits }) => {
      await files.apply(edits, new AbortController().signal);
      return null;
    });
    connection.onRequest(protocol.readDiagnostics, () => []);
    connection.onRequest(protocol.editorTools, () => []);
  };

  const config = (): protocol.AgentConfig => ({
    ...{ roots: [workspace], trusted: true, project: 'p', mode: 'ask', disabledTools: [], maxTools: 16, approved: [] },
    ...{ localOnly: false, mcpServers: {}, allowedServers: [], excluded: [], scripts: true },
  });
  const task = (more: Partial<protocol.AgentTask> = {}): protocol.AgentTask => ({
    ...{ prompt: 'What is in a.txt?', model: 'fleet/m', conversation: 'c', mode: 'ask', ...more },
  });
  const run = (more: Partial<protocol.AgentTask> = {}, id = '1') =>
    connection.sendRequest(protocol.runAgent, { id, task: task(more) });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'agent-host-'));
    workspace = path.join(folder, 'space');
    await mkdir(workspace);
    await writeFile(path.join(workspace, 'a.txt'), 'The word is quartz.\n');
    [events, asked, remembered, answer] = [[], [], [], { kind: 'allowed', remember: 'once' }];
    unsaved = new Map();
    script = () => says('Nothing.');
    provider = await startFakeProvider((request, index) => script(request, index));
    const models = [{ name: 'm', contextTokens: 100_000, price: { input: 1, output: 2 } }];
    ({ gateway } = gatewayFixture([
      { id: 'fleet', kind: 'openai-compatible', baseUrl: `${provider.origin}/v1`, models },
    ]));
    await start();
  });
  afterEach(async () => {
    connection.dispose();
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await gateway.dispose();
    await provider.close();
    await rm(folder, { recursive: true, force: true });
  });

  const untilAsked = async () => {
    for (let tries = 0; asked.length === 0; tries++) {
      assert.ok(tries < 2000, 'nobody was asked');
      await sleep(5);
    }
  };

  it('reads a file of the workspace for a model of the parent, and streams the answer', async () => {
    script = (_request, index) => (index === 0 ? calls(['read_file', { path: 'a.txt' }]) : says('It is quartz.'));
    const ended = await run();
    assert.equal(ended.status, 'answered', ended.problem);
    assert.match(JSON.stringify(provider.requests[1]?.body?.messages), /The word is quartz/);
    assert.equal(events.map((event) => (event.type === 'text' ? event.text : '')).join(''), 'It is quartz.');
    assert.equal(events.at(-1)?.type, 'end');
    const { run: stored, steps } = await connection.sendRequest(protocol.getRun, { run: ended.id });
    assert.deepEqual([stored.project, steps.filter(({ kind }) => kind !== 'note').length], ['p', 4]);
  });

  it('changes a file by way of the parent, after it was asked, and has it remember', async () => {
    answer = { kind: 'allowed', remember: 'workspace' };
    script = (_request, index) =>
      index === 0 ? calls(['create_file', { path: 'b.txt', text: 'new\n' }]) : says('Made.');
    const ended = await run();
    assert.equal(ended.status, 'answered', ended.problem);
    assert.equal(await readFile(path.join(workspace, 'b.txt'), 'utf8'), 'new\n');
    assert.equal(asked[0]?.preview.kind, 'edits');
    assert.equal(remembered.length, 1);
  });

  it('is told what a model of the parent refused', async () => {
    const ended = await run({ ceiling: 1 });
    assert.equal(ended.status, 'failed');
    assert.match(ended.problem ?? '', /./);
  });

  it('carries out many runs at once', async () => {
    script = () => ({ ...says('Done.'), pauseMs: 30 });
    const ended = await Promise.all(
      Array.from({ length: 6 }, (_, index) => run({ conversation: `c${index}` }, `${index}`)),
    );
    assert.deepEqual(
      ended.map(({ status }) => status),
      Array.from({ length: 6 }, () => 'answered'),
    );
    const listed = await connection.sendRequest(protocol.listRuns, { limit: 100 });
    assert.equal(listed.length, 6);
  });

  it('cancels by its token, also while it asks', async () => {
    answer = undefined;
    script = () => calls(['create_file', { path: 'b.txt', text: 'x' }]);
    const cancel = new CancellationTokenSource();
    const ending = connection.sendRequest(protocol.runAgent, { id: '1', task: task() }, cancel.token);
    await untilAsked();
    cancel.cancel();
    assert.equal((await ending).status, 'cancelled');
  });

  it('leaves runs interrupted when it is killed, and the next one goes on with them', async () => {
    answer = undefined;
    script = (_request, index) => (index === 0 ? calls(['create_file', { path: 'b.txt', text: 'x' }]) : says('Done.'));
    void run().catch(() => undefined);
    await untilAsked();
    child.kill('SIGKILL');
    await once(child, 'exit');
    connection.dispose();
    answer = { kind: 'allowed', remember: 'once' };
    await start();
    const [interrupted] = await connection.sendRequest(protocol.listRuns, { limit: 1 });
    assert.equal(interrupted?.status, 'interrupted');
    const ended = await connection.sendRequest(protocol.resumeAgent, { id: '2', run: interrupted.id });
    assert.equal(ended.status, 'answered', ended.problem);
    assert.equal(await readFile(path.join(workspace, 'b.txt'), 'utf8'), 'x');
  });

  it('leaves runs interrupted when its parent goes', async () => {
    answer = undefined;
    script = () => calls(['create_file', { path: 'b.txt', text: 'x' }]);
    void run().catch(() => undefined);
    await untilAsked();
    child.disconnect();
    const [code] = (await once(child, 'exit')) as [number];
    connection.dispose();
    await start();
    const [left] = await connection.sendRequest(protocol.listRuns, { limit: 1 });
    assert.deepEqual([code, left?.status], [0, 'interrupted']);
  });

  it('ends when nobody needed it for a while', async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
    connection.dispose();
    await start(300);
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  });

  it('lists tools, and calls one for the editor without asking again', async () => {
    const { tools } = await connection.sendRequest(protocol.listTools);
    assert.ok(tools.some(({ name }) => name === 'read_file'));
    const result = await connection.sendRequest(protocol.callTool, {
      ...{ name: 'create_file', input: { path: 'c.txt', text: 'c' }, conversation: 'vscode', confirmed: true },
    });
    assert.equal(result.isError, false, JSON.stringify(result));
    assert.equal(asked.length, 0);
  });

  it('searches in text that is not saved yet', async () => {
    unsaved.set(path.join(workspace, 'a.txt'), 'The word is obsidian.\n');
    const found = await connection.sendRequest(protocol.callTool, {
      ...{ name: 'search_text', input: { pattern: 'obsidian' }, conversation: 'vscode', confirmed: true },
    });
    assert.match(JSON.stringify(found.content), /a\.txt/);
  });

  it('lets a server go on when other settings change, and allows none but what was shown', async () => {
    const server = path.join(__dirname, '../../../node_modules/@modelcontextprotocol/server-memory/dist/index.js');
    const servers = (name: string) => ({
      memory: { type: 'stdio' as const, command: process.execPath, args: [server, name] },
    });
    await connection.sendRequest(protocol.configureAgent, { ...config(), mcpServers: servers('one') });
    const [shown] = await connection.sendRequest(protocol.listServers);
    await connection.sendRequest(protocol.configureAgent, { ...config(), mcpServers: servers('two') });
    const allow = (hash: string | undefined) =>
      connection.sendRequest(protocol.controlServer, { name: 'memory', action: 'allow', shown: hash });
    await assert.rejects(allow(shown?.hash), /has changed since it was shown/);
    const [now] = await connection.sendRequest(protocol.listServers);
    const { allowed = '' } = await allow(now?.hash);
    await connection.sendRequest(protocol.controlServer, { name: 'memory', action: 'start' });
    const settings = { ...config(), mcpServers: servers('two'), allowedServers: [allowed] };
    const changed = { ...settings, mode: 'read-only' as const, disabledTools: ['read_file'], maxTools: 3 };
    await connection.sendRequest(protocol.configureAgent, changed);
    const [running] = await connection.sendRequest(protocol.listServers);
    assert.equal(running?.status, 'running', running?.problem);
    const { tools } = await connection.sendRequest(protocol.listTools);
    assert.ok(tools.find(({ name }) => name === 'read_file')?.disabled !== undefined);
  });

  it('exports and deletes traces', async () => {
    const { id } = await run();
    const text = await connection.sendRequest(protocol.exportRuns, { runs: [id], format: 'unified' });
    assert.match(text, /^\{"unique_trajectory_id"/);
    await connection.sendRequest(protocol.deleteRuns, { runs: [id] });
    assert.deepEqual(await connection.sendRequest(protocol.listRuns, { limit: 10 }), []);
  });

  it('refuses a request that makes no sense, and goes on', async () => {
    await assert.rejects(
      connection.sendRequest(protocol.runAgent, { id: '1', task: { ...task(), prompt: '' } }),
      /not valid/,
    );
    assert.equal((await run()).status, 'answered');
  });
});
