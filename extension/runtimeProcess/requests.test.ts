import assert from 'node:assert/strict';
import { CancellationToken } from 'vscode-jsonrpc';
import { RuntimeRequestError } from '../runtimeProcess';
import { bundleHost, type BundledHost } from './testing/bundleHost';
import { processExists, request, waitFor, WatchedClient } from './testing/requests';

const none = CancellationToken.None;

describe('RuntimeProcess: requests', function () {
  this.timeout(30_000);
  let host: BundledHost;
  let client: WatchedClient;

  before(async () => {
    host = await bundleHost('runtime/host/testing/scriptedHost.ts');
  });
  after(() => host.dispose());
  beforeEach(() => {
    client = new WatchedClient({ entry: host.entry });
  });
  afterEach(() => client.dispose());

  const text = async (prefix: string, changes = {}): Promise<string | undefined> =>
    (await client.infill(request(prefix, changes), none)).suggestions[0]?.text;

  it('starts nothing before the first request', async () => {
    client.closeSession('file:///a.ts');
    assert.equal(await client.status(), undefined);
    assert.deepEqual(client.state, { kind: 'stopped' });
    assert.deepEqual(client.kinds, []);
  });

  it('starts the child with the first request and answers it', async () => {
    assert.equal(await text('const a'), '7');
    assert.deepEqual(client.kinds, ['starting', 'ready']);
  });

  it('answers requests in the order in which they were asked', async () => {
    const order: number[] = [];
    await Promise.all(
      [40, 20, 0].map(async (milliseconds, index) => {
        await client.infill(request(`steps:${milliseconds}`), none);
        order.push(index);
      }),
    );
    assert.deepEqual(order, [0, 1, 2]);
  });

  it('loads a model once, however often it is asked for', async () => {
    const first = await client.loadModel({ model: 'one' });
    await client.infill(request('a', { model: 'one' }), none);
    assert.deepEqual(await client.loadModel({ model: 'one' }), first);
    const status = await client.status();
    assert.ok(status);
    assert.deepEqual(
      status.models.map((model) => model.id),
      ['one'],
    );
    assert.equal(status.pid, client.pid);
    assert.ok(status.residentBytes > 1e6);
  });

  it('carries texts of 200 kB, surrogate pairs and lone surrogates unchanged', async () => {
    const suffix = `${'x😀\ud800\n'.repeat(50_000)}end`;
    assert.equal(await text('echo', { suffix, prefix: 'echo' }), suffix);
  });

  it('tells the child of closed documents', async () => {
    await text('a');
    client.closeSession('file:///b.ts');
    assert.equal(await text('closed'), 'file:///b.ts');
  });

  it('tells the child of sources, but starts none for them', async () => {
    client.putSources([{ path: '/early.ts' }]);
    assert.deepEqual(client.kinds, []);
    await text('a');
    client.putSources([{ path: '/a.ts' }, { path: '/b.ts', text: 'x' }]);
    client.dropSources(['/a.ts']);
    client.dropSources('all');
    assert.equal(await text('sources'), '+/a.ts,+/b.ts=x,-/a.ts,-all');
  });

  it("gives the child neither the parent's flags nor its environment", async () => {
    process.env.WHETSTONE_TEST_SECRET = 'secret';
    process.env.NODE_OPTIONS = '--no-warnings';
    try {
      const environment = (await text('env')) ?? '';
      assert.ok(environment.includes('PATH'));
      assert.ok(!environment.includes('WHETSTONE_TEST_SECRET'));
      assert.ok(!environment.includes('NODE_OPTIONS'));
      assert.ok((await text('argv'))?.includes('"execArgv":[]'));
    } finally {
      delete process.env.WHETSTONE_TEST_SECRET;
      delete process.env.NODE_OPTIONS;
    }
  });

  it('runs the child at a lower priority', async () => {
    assert.ok(Number(await text('priority')) > 0);
  });

  it("passes the child's output on to the log", async () => {
    await text('print');
    const lines = (level: string): string[] =>
      client.logged.filter((entry) => entry.level === level).map((entry) => entry.message);
    await waitFor(() => lines('debug').includes('to standard output'), 'standard output in the log');
    await waitFor(() => lines('warn').includes('to standard error'), 'standard error in the log');
    assert.ok(lines('info').some((message) => message.startsWith('Model scripted')));
  });

  const failure = async (work: Promise<unknown>): Promise<Pick<RuntimeRequestError, 'kind' | 'message' | 'action'>> => {
    try {
      await work;
    } catch (error) {
      assert.ok(error instanceof RuntimeRequestError, String(error));
      return { kind: error.kind, message: error.message, action: error.action };
    }
    throw new assert.AssertionError({ message: 'The request should have failed.' });
  };

  it('passes typed errors on whole, and the child lives on', async () => {
    assert.deepEqual(await failure(client.loadModel({ model: 'missing' })), {
      kind: 'model-missing',
      message: 'The model folder is not there.',
      action: 'Choose another one.',
    });
    const pid = client.pid;
    assert.equal((await failure(client.infill(request('a', { model: 'missing' }), none))).kind, 'model-missing');
    assert.equal((await failure(client.infill(request('throw'), none))).kind, 'internal');
    assert.equal((await failure(client.infill(request('dlopen'), none))).kind, 'unavailable');
    const bad = await failure(client.infill(request('a', { alternatives: 99 }), none));
    assert.equal(bad.kind, 'bad-request');
    assert.match(bad.message, /alternatives/);
    assert.equal(await text('ab'), '2');
    assert.equal(client.pid, pid);
  });

  it('serves two clients with two children that share nothing', async () => {
    const other = new WatchedClient({ entry: host.entry });
    try {
      await Promise.all([text('a'), other.infill(request('b'), none)]);
      assert.notEqual(client.pid, other.pid);
      process.kill(client.pid, 'SIGKILL');
      await client.until('crashed');
      assert.equal((await other.infill(request('b'), none)).suggestions.length, 1);
      assert.equal(other.state.kind, 'ready');
    } finally {
      await other.dispose();
    }
  });

  it('dispose ends the child and rejects what waits, even inside a native call', async () => {
    await text('a');
    const pid = client.pid;
    const waiting = Promise.allSettled([
      client.infill(request('block:20000'), none),
      client.infill(request('a'), none),
    ]);
    await client.dispose();
    assert.equal(processExists(pid), false);
    assert.deepEqual(
      (await waiting).map((result) => (result.status === 'rejected' ? String(result.reason) : result.status)),
      ['RequestCancelledError: Cancelled', 'RequestCancelledError: Cancelled'],
    );
    await assert.rejects(client.infill(request('a'), none), { name: 'RequestCancelledError' });
  });
});
