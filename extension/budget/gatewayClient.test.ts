import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { startFakeProvider, type FakeAnswer, type FakeProvider } from '../../runtime/gateway/testing/fakeProvider';
import type { GatewayConfig, GenerateEvent, GenerateRequest } from '../../runtime/gateway/protocol';
import { RequestCancelledError, RuntimeRequestError } from '../runtimeProcess/errors';
import { bundleHost, type BundledHost } from '../runtimeProcess/testing/bundleHost';
import { GatewayClient, type GatewayClientOptions } from './gatewayClient';

const request = (changes: Partial<GenerateRequest> = {}): GenerateRequest => ({
  model: 'fake/m',
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
  ...{ purpose: 'chat', maxOutputTokens: 100 },
  ...changes,
});

describe('GatewayClient', function () {
  this.timeout(60_000);
  let host: BundledHost;
  let home: string;
  let fake: FakeProvider;
  let answer: FakeAnswer;
  let config: GatewayConfig;
  let clients: GatewayClient[];
  before(async () => {
    host = await bundleHost('runtime/gateway/host/main.ts');
  });
  after(() => host.dispose());
  beforeEach(async () => {
    clients = [];
    home = await mkdtemp(path.join(tmpdir(), 'whetstone-client-'));
    answer = { text: ['Hel', 'lo.'] };
    fake = await startFakeProvider(() => answer, { models: [{ id: 'm' }] });
    config = {
      providers: [
        {
          ...{ id: 'fake', kind: 'openai-compatible', baseUrl: `${fake.origin}/v1` },
          models: [{ name: 'm', price: { input: 1, output: 2 } }],
        },
      ],
      ...{ keys: {}, hostModels: [], localModels: [], threads: 1 },
      policy: { localOnly: false, allowedModels: [], quality: 5, defaultModel: 'auto' },
    };
  });
  afterEach(async () => {
    for (const client of clients) client.dispose();
    await fake.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  const open = (changes: Partial<GatewayClientOptions> = {}): GatewayClient => {
    const client = new GatewayClient({
      entry: host.entry,
      env: { PATH: process.env.PATH, WHETSTONE_HOME: home },
      idleMs: 0,
      config: async () => config,
      hostGenerate: () => Promise.reject(new Error('not asked for')),
      log: ({ message }) => logged.push(message),
      ...changes,
    });
    clients.push(client);
    return client;
  };
  const logged: string[] = [];
  const textOf = (events: readonly GenerateEvent[]): string =>
    events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  const ended = (client: GatewayClient): Promise<{ readonly crashed: boolean }> =>
    new Promise((resolve) => client.onEnd(resolve));

  it('starts nothing before something is asked, and then streams an answer whose cost is in the books', async () => {
    const client = open();
    assert.equal(client.running, false);
    const events: GenerateEvent[] = [];
    const result = await client.generate(request(), (event) => events.push(event));
    assert.equal(result.kind, 'done');
    assert.equal(textOf(events), 'Hello.');
    assert.ok(client.running);
    const report = await client.spendReport({ from: Date.now() - 1000, until: Date.now() + 1000 });
    assert.deepEqual([report.calls, report.cost], [1, result.cost]);
    assert.equal((await client.decisions(10))[0]?.decision.id, result.decision);
  });

  it('requests that come at once share one process that has its settings', async () => {
    let read = 0;
    const client = open({
      config: async () => {
        read += 1;
        return config;
      },
    });
    const [models, budgets] = await Promise.all([client.models(), client.budgets()]);
    assert.deepEqual([models[0]?.model.id, budgets.length, read], ['fake/m', 0, 1]);
  });

  it('goes away when idle, and starts again with the next request', async () => {
    const client = open({ idleMs: 200 });
    const end = ended(client);
    await client.budgets();
    assert.deepEqual(await end, { crashed: false });
    assert.equal(client.running, false);
    assert.deepEqual(await client.budgets(), []);
  });

  it('a lost process fails the call in flight with what to do, and the next request finds a new one', async () => {
    answer = { text: ['Hel'], fault: { kind: 'stall', after: 1 } };
    const client = open();
    const end = ended(client);
    const call = client.generate(request(), (event) => {
      if (event.type === 'text') process.kill(client.pid ?? 0, 'SIGKILL');
    });
    const error: unknown = await call.catch((reason: unknown) => reason);
    assert.ok(error instanceof RuntimeRequestError && error.kind === 'crashed');
    assert.deepEqual(await end, { crashed: true });
    answer = { text: ['Again.'] };
    assert.equal((await client.generate(request(), () => undefined)).kind, 'done');
    const states = (await client.decisions(10)).flatMap(({ calls }) => calls).map(({ state }) => state);
    assert.deepEqual(states.sort(), ['done', 'unreconciled'], 'what the lost call may have cost is booked');
  });

  it('a process that cannot start is an error that says so, and is not started for ever', async () => {
    const client = open({ execArgv: ['--require', path.join(home, 'missing.cjs')] });
    const kinds: string[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const error: unknown = await client.budgets().catch((reason: unknown) => reason);
      assert.ok(error instanceof RuntimeRequestError);
      kinds.push(error.kind);
    }
    assert.deepEqual(kinds, ['crashed', 'crashed', 'crashed', 'crashed', 'unavailable']);
  });

  it('damaged books are an error that says what to do, and whole ones are found by the next request', async () => {
    const file = path.join(home, 'ledger.db');
    await writeFile(file, 'no database '.repeat(1000));
    const client = open();
    const error: unknown = await client.budgets().catch((reason: unknown) => reason);
    assert.ok(error instanceof RuntimeRequestError);
    assert.match(error.message, /ledger/);
    assert.match(error.action, /move it aside|move-aside/i);
    await rm(file);
    assert.deepEqual(await client.budgets(), []);
  });

  it('is called off by its token', async () => {
    answer = { text: ['Hel'], fault: { kind: 'stall', after: 1 } };
    const source = new CancellationTokenSource();
    const call = open().generate(request(), (event) => event.type === 'text' && source.cancel(), source.token);
    await assert.rejects(call, RequestCancelledError);
  });

  it('hands changed settings to the process that runs', async () => {
    const client = open();
    assert.equal((await client.models())[0]?.usable, true);
    config = { ...config, policy: { ...config.policy, allowedModels: ['other/*'] } };
    await client.reconfigure();
    assert.equal((await client.models())[0]?.usable, false);
  });

  it("a workspace's list narrows the user's and cannot widen it", async () => {
    config = { ...config, policy: { ...config.policy, allowedModels: ['other/*'], workspaceModels: ['*'] } };
    const client = open();
    const refused = await client.generate(request(), () => undefined);
    assert.ok(refused.kind === 'failed' && refused.error.refusal?.reason === 'policy');
    config = { ...config, policy: { ...config.policy, allowedModels: ['*'], workspaceModels: ['fake/*'] } };
    await client.reconfigure();
    assert.equal((await client.generate(request(), () => undefined)).kind, 'done');
    config = { ...config, policy: { ...config.policy, allowedModels: ['*'], workspaceModels: ['other/*'] } };
    await client.reconfigure();
    assert.equal((await client.generate(request(), () => undefined)).kind, 'failed');
    assert.equal(fake.requests.length, 1);
  });

  it('calls models of VS Code through its owner, counted by requests', async () => {
    config = {
      ...config,
      hostModels: [{ id: 'other/x', title: 'X', vendor: 'other', contextTokens: 4000, perRequest: 0.04 }],
    };
    const client = open({
      hostGenerate: async ({ model }, tell) => {
        tell({ type: 'text', text: `I am ${model}.` });
        return { finish: 'stop' };
      },
    });
    const events: GenerateEvent[] = [];
    const result = await client.generate(request({ model: 'vscode/other/x' }), (event) => events.push(event));
    assert.equal(textOf(events), 'I am other/x.');
    assert.ok(result.kind === 'done' && result.cost === 40_000);
  });

  it('a refusal of a model of VS Code reaches the caller as it was put', async () => {
    config = {
      ...config,
      hostModels: [{ id: 'other/x', title: 'X', vendor: 'other', contextTokens: 4000, perRequest: 0 }],
    };
    const client = open({
      hostGenerate: () =>
        Promise.reject(new RuntimeRequestError({ kind: 'denied', message: 'No consent.', action: 'Give it.' })),
    });
    const result = await client.generate(request({ model: 'vscode/other/x' }), () => undefined);
    assert.ok(result.kind === 'failed');
    assert.deepEqual([result.error.message, result.error.action], ['No consent.', 'Give it.']);
  });

  it('two windows share one budget, and each hears of what the other spends', async () => {
    const [one, two] = [open(), open()];
    await one.setBudget({ scope: { kind: 'all' }, period: 'month', unit: 'usd', limit: 1_000_000, warnAt: [] });
    await two.budgets();
    const changed = new Promise<void>((resolve) => two.onChange(resolve));
    const result = await one.generate(request(), () => undefined);
    await changed;
    const [state] = await two.budgets();
    assert.ok(result.kind === 'done' && state?.settled === result.cost);
  });
});
