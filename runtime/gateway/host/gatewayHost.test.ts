import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { openLedger } from '../ledger';
import * as protocol from '../protocol';
import { startFakeProvider, type FakeAnswer, type FakeProvider } from '../testing/fakeProvider';
import { bundleGatewayHost, type BundledHost } from '../testing/bundleGatewayHost';
import { ask, openPolicy } from '../testing/gatewayFixture';
import type { GatewayConfig, GenerateEvent } from '../protocol';

const hello: FakeAnswer = { text: ['Hel', 'lo'], usage: { input: 20, output: 7 } };

describe('gateway child', function () {
  this.timeout(30_000);
  let host: BundledHost;
  let folder: string;
  let child: ChildProcess;
  let connection: MessageConnection;
  let server: FakeProvider;
  let answer: FakeAnswer;
  let events: GenerateEvent[];

  const start = (idleMs = 0) => {
    child = fork(host.entry, ['--idle-ms', String(idleMs)], {
      execArgv: [],
      env: { ...process.env, WHETSTONE_HOME: folder },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    events = [];
    connection.onNotification(protocol.generateEvent, ({ event }) => void events.push(event));
    connection.onError(() => undefined);
    connection.listen();
  };

  const config = (rest: Partial<GatewayConfig> = {}): GatewayConfig => ({
    providers: [
      {
        id: 'fleet',
        kind: 'openai-compatible',
        baseUrl: `${server.origin}/v1`,
        models: [{ name: 'm', price: { input: 1, output: 2 } }],
      },
    ],
    keys: {},
    hostModels: [],
    policy: openPolicy,
    localModels: [],
    threads: 1,
    ...rest,
  });

  const exited = () => (child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined);

  before(async () => {
    host = await bundleGatewayHost();
  });

  after(() => host.remove());

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'gateway-host-'));
    answer = hello;
    server = await startFakeProvider(() => answer, { models: [{ id: 'm' }] });
    start();
  });

  afterEach(async () => {
    child.kill('SIGKILL');
    await exited();
    connection.dispose();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('deletes saved conversations of local models unless they are to be kept', async () => {
    const saved = path.join(folder, 'conversations');
    await mkdir(saved);
    await connection.sendRequest(protocol.configure, config({ keepConversations: true }));
    assert.ok(existsSync(saved));
    await connection.sendRequest(protocol.configure, config());
    assert.ok(!existsSync(saved));
  });

  it('answers a request, tells its events, and books it', async () => {
    await connection.sendRequest(protocol.configure, config());
    const result = await connection.sendRequest(protocol.generate, { id: '1', request: ask('fleet/m') });
    assert.equal(result.kind === 'done' && result.cost, 34);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['decision', 'started', 'text', 'text', 'finish'],
    );
    const [record] = await connection.sendRequest(protocol.decisions, { limit: 10 });
    assert.equal(record?.calls[0]?.cost, 34);
  });

  it('names providers that are down, and answers with the others', async () => {
    const gone = { id: 'gone', kind: 'openai-compatible', baseUrl: 'http://127.0.0.1:9/v1' } as const;
    await connection.sendRequest(protocol.configure, config({ providers: [...config().providers, gone] }));
    const problems = await connection.sendRequest(protocol.listProblems);
    assert.deepEqual(
      problems.map(({ provider }) => provider),
      ['gone'],
    );
  });

  it('lets models that cost nothing answer while its ledger is damaged', async () => {
    await writeFile(path.join(folder, 'ledger.db'), 'not a database '.repeat(100));
    const free = { id: 'free', kind: 'openai-compatible', baseUrl: `${server.origin}/v1` } as const;
    await connection.sendRequest(protocol.configure, config({ providers: [...config().providers, free] }));
    const answered = await connection.sendRequest(protocol.generate, { id: '1', request: ask('free/m') });
    assert.equal(answered.kind, 'done');
    const refused = await connection.sendRequest(protocol.generate, { id: '2', request: ask('fleet/m') });
    assert.equal(refused.kind === 'failed' && refused.error.refusal?.reason, 'ledger-unavailable');
  });

  it('streams what the router model does', async () => {
    await connection.sendRequest(
      protocol.configure,
      config({
        providers: [
          { ...config().providers[0]!, models: [{ name: 'm', tools: true, price: { input: 1, output: 2 } }] },
        ],
        policy: { ...openPolicy, routerModel: 'fleet/m' },
      }),
    );
    const result = await connection.sendRequest(protocol.generate, { id: '1', request: ask('xrouter') });
    assert.equal(result.kind === 'done' && result.cost, 34);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['decision', 'started', 'router-turn', 'text', 'finish'],
    );
  });

  it('gives a refusal as an answer that says what to do', async () => {
    await connection.sendRequest(protocol.configure, config());
    await connection.sendRequest(protocol.setBudget, {
      scope: { kind: 'all' },
      period: 'month',
      unit: 'usd',
      limit: 50,
    });
    const result = await connection.sendRequest(protocol.generate, { id: '1', request: ask('fleet/m') });
    assert.ok(result.kind === 'failed');
    assert.equal(result.error.refusal?.reason, 'budget');
    assert.match(result.error.action, /Raise the budget/);
    assert.equal(server.requests.length, 0);
  });

  it('breaks a call off when its token is cancelled, and books it', async () => {
    answer = { ...hello, fault: { kind: 'stall', after: 1 } };
    await connection.sendRequest(protocol.configure, config());
    const cancel = new CancellationTokenSource();
    const call = connection.sendRequest(protocol.generate, { id: '1', request: ask('fleet/m') }, cancel.token);
    while (!events.some(({ type }) => type === 'text')) await new Promise((resolve) => setTimeout(resolve, 10));
    cancel.cancel();
    await assert.rejects(call, (error) => error instanceof ResponseError && error.code === -32800);
    const [record] = await connection.sendRequest(protocol.decisions, { limit: 1 });
    assert.equal(record?.calls[0]?.state, 'aborted');
  });

  it('calls models of the editor, counted by requests', async () => {
    connection.onRequest(protocol.hostGenerate, ({ id, model, request }) => {
      assert.equal(model, 'gpt-x');
      assert.equal(request.messages.length, 1);
      void connection.sendNotification(protocol.hostEvent, { id, event: { type: 'text', text: 'from the editor' } });
      return { finish: 'stop' as const };
    });
    const hostModels = [{ id: 'gpt-x', title: 'GPT X', vendor: 'copilot', contextTokens: 64_000, perRequest: 0.04 }];
    await connection.sendRequest(protocol.configure, config({ hostModels }));
    const result = await connection.sendRequest(protocol.generate, { id: '1', request: ask('vscode/gpt-x') });
    assert.equal(result.kind === 'done' && result.cost, 40_000);
    assert.ok(events.some((event) => event.type === 'text' && event.text === 'from the editor'));
  });

  it('serves OpenAI’s protocol while it is asked to, and does not go idle meanwhile', async () => {
    child.kill('SIGKILL');
    await exited();
    start(300);
    await connection.sendRequest(protocol.configure, config());
    const { url, token } = await connection.sendRequest(protocol.startServer, { port: 0 });
    await new Promise((resolve) => setTimeout(resolve, 600));
    const response = await fetch(`${url}/models`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(response.status, 200);
    await connection.sendRequest(protocol.stopServer);
    await exited();
    assert.equal(child.exitCode, 0);
  });

  it('settles what runs when it is told to end', async () => {
    answer = { ...hello, fault: { kind: 'stall', after: 1 } };
    await connection.sendRequest(protocol.configure, config());
    connection.sendRequest(protocol.generate, { id: '1', request: ask('fleet/m') }).catch(() => undefined);
    while (!events.some(({ type }) => type === 'text')) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGTERM');
    await exited();
    const ledger = await openLedger({ folder });
    const [call] = await ledger.calls({ from: 0, until: Date.now() + 1000 });
    await ledger.close();
    assert.equal(call?.state, 'aborted');
  });

  it('books a call in full that was under way when it was killed', async () => {
    answer = { ...hello, fault: { kind: 'stall', after: 0 } };
    await connection.sendRequest(protocol.configure, config());
    connection.sendRequest(protocol.generate, { id: '1', request: ask('fleet/m') }).catch(() => undefined);
    while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGKILL');
    await exited();
    const ledger = await openLedger({ folder });
    const [call] = await ledger.calls({ from: 0, until: Date.now() + 1000 });
    await ledger.close();
    assert.equal(call?.state, 'unreconciled');
    assert.ok(call.reserved > 0);
    assert.equal(call.cost, call.reserved);
  });

  it('refuses settings that make no sense, and names them', async () => {
    const wrong = config({ providers: [{ id: 'x', kind: 'openai-compatible' }] });
    await assert.rejects(connection.sendRequest(protocol.configure, wrong), /needs its address/);
  });
});
