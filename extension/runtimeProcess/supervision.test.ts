import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import type { RuntimeClientOptions } from '../runtimeProcess';
import { bundleHost, type BundledHost } from './testing/bundleHost';
import { processExists, request, sleep, waitFor, WatchedClient } from './testing/requests';

const none = CancellationToken.None;

describe('RuntimeProcess: supervision', function () {
  this.timeout(30_000);
  let host: BundledHost;
  let client: WatchedClient;

  before(async () => {
    host = await bundleHost('runtime/host/testing/scriptedHost.ts');
  });
  after(() => host.dispose());
  afterEach(() => client.dispose());

  const open = (options: Partial<RuntimeClientOptions> = {}): WatchedClient =>
    (client = new WatchedClient({ entry: host.entry, restartDelaysMs: [1, 1, 1], ...options }));

  const program = async (name: string, source: string): Promise<string> => {
    const file = join(host.folder, name);
    await writeFile(file, source, 'utf8');
    return file;
  };

  describe('killed at any moment', () => {
    it('before it is ready: the request is answered by the next child', async () => {
      open();
      const answer = client.infill(request('abc'), none);
      await client.until('starting');
      await waitFor(() => client.childPid() !== undefined, 'a pid');
      process.kill(client.childPid() ?? 0, 'SIGKILL');
      assert.equal((await answer).suggestions[0]?.text, '3');
      assert.deepEqual(client.kinds, ['starting', 'crashed', 'starting', 'ready']);
    });

    it('in a request: that one is rejected, those behind it are answered', async () => {
      open();
      await client.infill(request('a'), none);
      const struck = client.infill(request('steps:5000'), none);
      const behind = [client.infill(request('ab'), none), client.infill(request('abc'), none)];
      const settled = Promise.allSettled([struck, ...behind]);
      await sleep(50);
      process.kill(client.pid, 'SIGKILL');
      await assert.rejects(struck, { name: 'RuntimeRequestError', kind: 'crashed', message: /SIGKILL/ });
      assert.deepEqual(
        (await settled).map((result) => result.status),
        ['rejected', 'fulfilled', 'fulfilled'],
      );
    });

    it('in a native call', async () => {
      open();
      await client.infill(request('a'), none);
      const struck = client.infill(request('block:20000'), none);
      await sleep(50);
      process.kill(client.pid, 'SIGKILL');
      await assert.rejects(struck, { kind: 'crashed' });
    });

    it('between requests: nobody notices but the state', async () => {
      open();
      await client.infill(request('a'), none);
      process.kill(client.pid, 'SIGKILL');
      await client.until('crashed');
      assert.equal((await client.infill(request('abcd'), none)).suggestions[0]?.text, '4');
    });

    it('at twenty random moments: every request is answered or rejected as crashed', async () => {
      open({ restartDelaysMs: Array<number>(40).fill(1) });
      for (let round = 0; round < 20; round += 1) {
        const settled = Promise.allSettled(
          ['steps:20', 'a', 'ab'].map((prefix) => client.infill(request(prefix), none)),
        );
        await sleep(Math.random() * 120);
        const pid = client.childPid();
        if (pid !== undefined) {
          process.kill(pid, 'SIGKILL');
        }
        // A kill that came after the last answer must not be counted in the next round.
        await waitFor(() => pid === undefined || client.childPid() !== pid, 'the end of the child');
        const rejected = (await settled).flatMap((result) =>
          result.status === 'rejected' ? [result.reason as unknown] : [],
        );
        assert.ok(rejected.length <= 1, `round ${round}: ${rejected.join('; ')}`);
        assert.ok(rejected.every((error) => error instanceof Error && 'kind' in error && error.kind === 'crashed'));
      }
    });
  });

  describe('crashing by itself', () => {
    for (const [prefix, reason] of [
      ['abort', /SIGABRT/],
      ['exit:3', /exit code 3/],
      ['uncaught', /exit code 70/],
      ['rejection', /exit code 70/],
    ] as const) {
      it(`${prefix}: rejects the request, says why, and goes on`, async () => {
        open();
        await assert.rejects(client.infill(request(prefix), none), { kind: 'crashed', message: reason });
        assert.equal((await client.infill(request('a'), none)).suggestions.length, 1);
      });
    }

    it('logs the error that ended the child', async () => {
      open();
      await assert.rejects(client.infill(request('uncaught'), none));
      await waitFor(
        () => client.logged.some((entry) => entry.message.includes('thrown where nobody waits')),
        'the error in the log',
      );
    });

    it('while a model is loaded: rejects that request', async () => {
      open();
      await assert.rejects(client.loadModel({ model: 'crash' }), { kind: 'crashed' });
      assert.equal((await client.infill(request('a'), none)).suggestions.length, 1);
    });

    it('gives up a model that takes too long to load', async () => {
      open({ loadMs: 100 });
      await assert.rejects(client.loadModel({ model: 'slow:60000' }), {
        kind: 'crashed',
        message: /the model was not loaded within 100 ms/,
      });
      assert.equal((await client.infill(request('a'), none)).suggestions.length, 1);
    });

    it('gives up after three restarts in a minute, says so, and starts again when told', async () => {
      open();
      for (let crash = 0; crash < 4; crash += 1) {
        await assert.rejects(client.infill(request('abort'), none), { kind: 'crashed' });
      }
      assert.equal(client.state.kind, 'failed');
      await assert.rejects(client.infill(request('a'), none), {
        kind: 'unavailable',
        message: /4 times within 60 s/,
        action: /Restart/,
      });
      client.restart();
      assert.equal((await client.infill(request('a'), none)).suggestions.length, 1);
    });

    it('forgives crashes that are long past', async () => {
      open({ restartWindowMs: 200 });
      for (let crash = 0; crash < 5; crash += 1) {
        await assert.rejects(client.infill(request('abort'), none), { kind: 'crashed' });
        await sleep(110);
      }
      assert.notEqual(client.state.kind, 'failed');
    });

    it('waits longer before each restart', async () => {
      open({ restartDelaysMs: [10, 300] });
      await assert.rejects(client.infill(request('abort'), none));
      await assert.rejects(client.infill(request('abort'), none));
      const start = performance.now();
      await client.infill(request('a'), none);
      assert.ok(performance.now() - start >= 250, 'the second restart came too early');
    });

    it('that dies at every start fails with a clear message instead of trying forever', async () => {
      open({ entry: await program('dies.cjs', 'process.exit(5)') });
      await assert.rejects(client.infill(request('a'), none), { kind: 'unavailable', message: /exit code 5/ });
      assert.equal(client.kinds.filter((kind) => kind === 'starting').length, 4);
    });
  });

  describe('start', () => {
    it('that never becomes ready is given up', async () => {
      const entry = await program('silent.cjs', 'process.on("message", () => {})');
      open({ entry, handshakeMs: 100, restartDelaysMs: [] });
      await assert.rejects(client.infill(request('a'), none), {
        kind: 'unavailable',
        message: /not ready within 100 ms/,
      });
    });

    it('is not begun after the client was disposed', async () => {
      open();
      const answer = client.infill(request('a'), none);
      const rejected = assert.rejects(answer, { name: 'RequestCancelledError' });
      // By the end of the microtasks it looks whether the program is there, which takes a turn of the event loop.
      await new Promise((resolve) => process.nextTick(resolve));
      await client.dispose();
      await rejected;
      await sleep(300);
      assert.equal(client.childPid(), undefined);
      assert.equal(client.state.kind, 'stopped');
    });

    it('that the system refuses at once is told to the caller', async () => {
      // A command line that no system takes (spawn E2BIG) stands for want of memory.
      open({ modelsFolder: 'x'.repeat(10_000_000), restartDelaysMs: [] });
      await assert.rejects(client.infill(request('a'), none), {
        kind: 'unavailable',
        message: /could not be started: spawn/,
      });
    });

    it('of a program that is not there fails at once', async () => {
      open({ entry: join(host.folder, 'gone.cjs') });
      await assert.rejects(client.infill(request('a'), none), {
        kind: 'unavailable',
        message: /gone\.cjs/,
        action: 'Install the extension again.',
      });
      assert.deepEqual(client.kinds, ['failed']);
    });

    it('refuses options out of range with a message', async () => {
      open({ threads: 0, restartDelaysMs: [] });
      await assert.rejects(client.infill(request('a'), none), { kind: 'unavailable' });
      await waitFor(() => client.logged.some((entry) => entry.message.includes('threads')), 'the reason in the log');
    });
  });

  describe('idle', () => {
    it('ends the child, which is no crash, and the next request starts one', async () => {
      open({ idleMs: 100 });
      await client.infill(request('a'), none);
      const pid = client.pid;
      await client.until('stopped');
      assert.equal(processExists(pid), false);
      await client.infill(request('a'), none);
      assert.deepEqual(client.kinds, ['starting', 'ready', 'stopped', 'starting', 'ready']);
    });

    it('does not end a child that works', async () => {
      open({ idleMs: 60 });
      await client.infill(request('steps:300'), none);
      assert.deepEqual(client.kinds, ['starting', 'ready']);
    });

    it('is not put off by questions about its state', async () => {
      open({ idleMs: 150 });
      await client.infill(request('a'), none);
      const asking = setInterval(() => void client.status(), 20);
      try {
        await client.until('stopped', 3000);
      } finally {
        clearInterval(asking);
      }
    });

    it('loses no request that arrives while the child leaves', async () => {
      open({ idleMs: 20 });
      for (let round = 0; round < 25; round += 1) {
        assert.equal((await client.infill(request('a'), none)).suggestions.length, 1);
        await sleep(16 + (round % 8));
      }
      assert.ok(!client.kinds.includes('crashed'), client.kinds.join());
    });
  });

  describe('cancellation', () => {
    it('before the request is sent costs nothing', async () => {
      open();
      const source = new CancellationTokenSource();
      source.cancel();
      await assert.rejects(client.infill(request('a'), source.token), { name: 'RequestCancelledError' });
      assert.equal(client.state.kind, 'stopped');
    });

    it('rejects at once, ends the work at its next step, and keeps the child', async () => {
      open();
      await client.infill(request('a'), none);
      const pid = client.pid;
      const source = new CancellationTokenSource();
      const cancelled = client.infill(request('steps:20000'), source.token);
      const next = client.infill(request('ab'), none);
      await sleep(50);
      const start = performance.now();
      source.cancel();
      await assert.rejects(cancelled, { name: 'RequestCancelledError' });
      assert.ok(performance.now() - start < 20);
      assert.equal((await next).suggestions[0]?.text, '2');
      assert.ok(performance.now() - start < 1000);
      assert.equal(client.pid, pid);
    });

    it('takes a waiting request out of the queue', async () => {
      open();
      await client.infill(request('a'), none);
      const running = client.infill(request('steps:100'), none);
      const source = new CancellationTokenSource();
      const waiting = client.infill(request('abort'), source.token);
      source.cancel();
      await assert.rejects(waiting, { name: 'RequestCancelledError' });
      await running;
      await client.infill(request('a'), none);
      assert.deepEqual(client.kinds, ['starting', 'ready']);
    });

    it('kills a child that does not end the work in time, and answers the next request with a new one', async () => {
      open({ cancelGraceMs: 200 });
      await client.infill(request('a'), none);
      const pid = client.pid;
      const source = new CancellationTokenSource();
      const cancelled = client.infill(request('block:20000'), source.token);
      const next = client.infill(request('abc'), none);
      await sleep(50);
      source.cancel();
      await assert.rejects(cancelled, { name: 'RequestCancelledError' });
      assert.equal((await next).suggestions[0]?.text, '3');
      assert.equal(processExists(pid), false);
      assert.match(client.logged.map((entry) => entry.message).join('\n'), /did not end within 200 ms/);
    });

    it('gives a model of long passes twice the time of one', async () => {
      open({ cancelGraceMs: 50 });
      const long = { model: 'long:1000' };
      await client.infill(request('a', long), none);
      const { pid } = client;
      const source = new CancellationTokenSource();
      const cancelled = client.infill(request('block:400', long), source.token);
      await sleep(50);
      source.cancel();
      await assert.rejects(cancelled, { name: 'RequestCancelledError' });
      await client.infill(request('a', long), none);
      assert.equal(client.pid, pid);
      assert.deepEqual(client.kinds, ['starting', 'ready']);
    });

    it('follows the passes that were longer than expected', async () => {
      open({ cancelGraceMs: 50 });
      await client.infill(request('long-pass:500'), none);
      const { pid } = client;
      const source = new CancellationTokenSource();
      const cancelled = client.infill(request('block:400'), source.token);
      await sleep(50);
      source.cancel();
      await assert.rejects(cancelled, { name: 'RequestCancelledError' });
      await client.infill(request('a'), none);
      assert.equal(client.pid, pid);
      assert.deepEqual(client.kinds, ['starting', 'ready']);
    });

    it('does not kill a child that reads a model', async () => {
      open({ cancelGraceMs: 50 });
      const source = new CancellationTokenSource();
      const cancelled = client.infill(request('a', { model: 'slow:400' }), source.token);
      await client.until('ready');
      await sleep(50);
      source.cancel();
      await assert.rejects(cancelled, { name: 'RequestCancelledError' });
      await client.infill(request('a', { model: 'slow:400' }), none);
      assert.deepEqual(client.kinds, ['starting', 'ready']);
    });
  });

  it('tells nothing of a child that hangs, instead of hanging too', async () => {
    open();
    await client.infill(request('a'), none);
    assert.equal((await client.status())?.pid, client.pid);
    const struck = client.infill(request('block:20000'), none);
    const rejected = assert.rejects(struck, { name: 'RequestCancelledError' });
    await sleep(50);
    const start = performance.now();
    assert.equal(await client.status(), undefined);
    assert.ok(performance.now() - start < 5000);
    await client.dispose();
    await rejected;
  });

  it('restart() ends a busy child and asks its request again', async () => {
    open();
    await client.infill(request('a'), none);
    const pid = client.pid;
    const answer = client.infill(request('steps:150'), none);
    await sleep(50);
    client.restart();
    assert.equal((await answer).suggestions[0]?.text, '9:150');
    assert.notEqual(client.pid, pid);
    assert.ok(!client.kinds.includes('crashed'));
  });

  it('the child ends with its parent, however the parent ends', async () => {
    const source = `
      const { fork } = require('node:child_process');
      const child = fork(${JSON.stringify(host.entry)}, ['--models-folder', '/nowhere'], { serialization: 'advanced' });
      child.once('message', () => process.send(child.pid));`;
    open();
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const parent = fork(await program('parent.cjs', source), [], { execArgv: [] });
      const [pid] = (await once(parent, 'message')) as unknown[];
      assert.ok(typeof pid === 'number' && processExists(pid));
      parent.kill(signal);
      await waitFor(() => !processExists(pid), `the end of the child after ${signal} of its parent`);
    }
  });
});
