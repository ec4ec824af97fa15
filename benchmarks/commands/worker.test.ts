import assert from 'node:assert/strict';
import { Command } from 'commander';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { z } from 'zod';
import { CommandOutput } from '../core/commandOutput';
import { RedisSampleQueue } from '../core/queues/redis';
import { madeOutcome } from '../core/queues/redis/testing/madeOutcome';
import { hasRedisServer, PASSWORD, startRedisServer } from '../core/queues/redis/testing/redisServer';
import { madeRun } from '../core/reports/testing/madeRun';
import { addWorkerCommand, type OpenedMachine } from './worker';

describe('whetstone worker', function () {
  this.timeout(30_000);
  let folder: string;
  const before = { ...process.env };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'worker-'));
    process.env.WHETSTONE_HOME = folder;
    process.env.WHETSTONE_WORKER_TOKEN = 'secret';
  });
  afterEach(() => {
    process.env = { ...before };
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (
    args: readonly string[],
    machine: Partial<OpenedMachine>,
    signal = new AbortController().signal,
  ) => {
    const stdout = new PassThrough();
    let text = '';
    stdout.on('data', (part: Buffer) => (text += String(part)));
    const program = new Command().exitOverride();
    addWorkerCommand(program, new CommandOutput(stdout, process.stderr), signal, async () => ({
      ...{ localOnly: false, refusalOf: async () => undefined, close: async () => undefined },
      openRun: async () => ({
        handler: async (job) => madeOutcome(job, 'worker', 'x'),
        close: async () => undefined,
      }),
      ...machine,
    }));
    await program.parseAsync(['worker', ...args], { from: 'user' });
    return text;
  };

  it('refuses a queue elsewhere where only this machine is allowed, before anything is connected', () =>
    assert.rejects(
      start(['--queue', `redis://:${PASSWORD}@192.0.2.1:6379`], { localOnly: true }),
      (error: Error) => error.message.includes('local only') && !error.message.includes(PASSWORD),
    ));

  it('takes no part without a token, and says how to make one', () => {
    delete process.env.WHETSTONE_WORKER_TOKEN;
    return assert.rejects(start(['--queue', 'redis://127.0.0.1:1'], {}), /WHETSTONE_WORKER_TOKEN to the same/);
  });

  it('works on what is there, and says in one document what it did', async function () {
    if (!hasRedisServer()) return this.skip();
    const server = await startRedisServer();
    const stop = new AbortController();
    try {
      mkdirSync(path.join(folder, 'set'));
      writeFileSync(path.join(folder, 'set', 'set.json'), '{}');
      const run = madeRun(['local/a', 'openai/b'], { id: 'r1' });
      const queue = await RedisSampleQueue.open({
        ...{ address: server.address, run, folder: path.join(folder, 'set'), token: 'secret', log: () => undefined },
        ...{ scenarios: ['s'], how: { mayExecute: false, solver: 'prompt' } },
      });
      await queue.add([0, 1, 2].map((index) => ({ run: 'r1', index, scenario: 's', model: 'local/a', repeat: index })));
      const working = start(
        ['--queue', server.address, '--json'],
        { refusalOf: async (model) => (model === 'openai/b' ? 'There is no key for it here.' : undefined) },
        stop.signal,
      );
      let told = 0;
      await queue.work(async () => Promise.reject(new Error('not here')), {
        ...{ signal: new AbortController().signal, concurrencyOf: () => 0, worker: 'c' },
        onOutcome: async () => {
          told += 1;
        },
      });
      stop.abort();
      const { runs } = z
        .object({ runs: z.array(z.object({ run: z.string(), done: z.number(), refusals: z.array(z.string()) })) })
        .parse(JSON.parse(await working));
      assert.deepEqual(runs, [{ run: 'r1', done: 3, refusals: ['openai/b: There is no key for it here.'] }]);
      assert.equal(told, 3);
      await queue.close();
    } finally {
      await server.close();
    }
  });
});
