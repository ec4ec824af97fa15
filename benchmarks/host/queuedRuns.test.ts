/** Runs of the evaluation's process that a worker of another machine takes part in, over a real Redis. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeProvider, type FakeProvider } from '../../runtime/gateway/testing/fakeProvider';
import { hasRedisServer, PASSWORD, startRedisServer, type RedisServer } from '../core/queues/redis/testing/redisServer';
import { bundledCommandLine } from '../testing/commandLine';
import * as protocol from './protocol';
import { bundledHost, HostFixture } from './testing/hostFixture';

describe('evaluation child with a queue', function () {
  this.timeout(60_000);
  let host: HostFixture;
  let server: RedisServer;
  let provider: FakeProvider;
  let worker: ChildProcess | undefined;
  let said: string;
  const token = 'a secret of the test';

  before(function () {
    if (hasRedisServer()) return;
    console.log('      redis-server is not installed (apt-get install redis-server): skipped');
    this.skip();
  });
  before(bundledHost);
  beforeEach(async () => {
    host = new HostFixture();
    await host.start();
    server = await startRedisServer();
    provider = await startFakeProvider(() => ({ text: ['{}'], usage: { input: 10, output: 5 } }));
  });
  afterEach(async () => {
    if (worker !== undefined) {
      worker.kill('SIGKILL');
      await once(worker, 'exit');
      worker = undefined;
    }
    await host.close();
    await provider.close();
    await server.close();
  });
  const address = () => `redis://127.0.0.1:${server.port}`;
  const startWorker = async () => {
    const price = { input: 1, output: 2 };
    const m = { name: 'm', contextTokens: 1_000_000, maxOutputTokens: 4096, price };
    const fake = { id: 'fake', kind: 'openai-compatible', baseUrl: `${provider.origin}/v1`, models: [m] };
    const config = path.join(host.folder, 'gateway.json');
    writeFileSync(config, JSON.stringify({ providers: [fake] }));
    const env = { WHETSTONE_HOME: path.join(host.folder, 'elsewhere'), FAKE_API_KEY: 'k' };
    worker = spawn(process.execPath, [await bundledCommandLine(), 'worker', '--queue', address(), '--config', config], {
      env: { ...process.env, ...env, WHETSTONE_WORKER_TOKEN: token, WHETSTONE_QUEUE_PASSWORD: PASSWORD },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    said = '';
    worker.stderr?.on('data', (text: Buffer) => (said += String(text)));
    while (!said.includes('waits for runs')) await sleep(20);
  };

  it('lets a worker take part, is gone on with over the same queue, and keeps no secret', async () => {
    const { folder: set } = await host.makeSet();
    await startWorker();
    host.pauseMs = 1_000;
    const params = { ...host.runParams(set), repeats: 5, queue: address(), secrets: { token, password: PASSWORD } };
    const { id } = await host.connection.sendRequest(protocol.startRun, params);
    for (let tries = 0; provider.requests.length < 2; tries++) {
      assert.ok(tries < 1000, said);
      await sleep(20);
    }
    await host.connection.sendRequest(protocol.stopRun, { run: id });
    await assert.rejects(
      host.connection.sendRequest(protocol.resumeRun, { run: id }),
      /wants a password|share a secret/,
    );
    await host.connection.sendRequest(protocol.resumeRun, { run: id, secrets: params.secrets });
    const run = await host.ended(id);
    assert.deepEqual([run.state, run.counts.scored, run.configuration.queue], ['done', 20, address()]);
    const { rows } = await host.connection.sendRequest(protocol.listSamples, {
      ...{ run: id, sort: 'index', descending: false, offset: 0, limit: 100 },
    });
    assert.ok(rows.some((row) => row.worker?.startsWith('this process') === false));
    const kept = ['evaluations.db', 'evaluations.db-wal'].map((name) => path.join(host.folder, 'state', name));
    const text = kept.map((file) => (existsSync(file) ? readFileSync(file, 'latin1') : '')).join('');
    assert.ok(!text.includes(PASSWORD) && !text.includes(token));
  });

  it('refuses one that it may not use or that does not answer, and keeps no run', async () => {
    const { folder: set } = await host.makeSet();
    const begin = (queue: string, more: object) =>
      host.connection.sendRequest(protocol.startRun, { ...host.runParams(set), queue, ...more });
    const secrets = { token, password: undefined };
    await assert.rejects(begin(address(), {}), /share a secret/);
    await assert.rejects(begin(address(), { secrets }), /wants a password/);
    await assert.rejects(begin('redis://192.0.2.1:6379', { secrets, localOnly: true }), /not on this machine/);
    assert.deepEqual(await host.connection.sendRequest(protocol.listRuns), []);
  });
});
