import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { bundledProgram } from '../../../../runtime/testing/bundledProgram';
import { madeRun } from '../../reports/testing/madeRun';
import type { SampleJob, SampleOutcome } from '../../runs/types';
import { openRedis } from './openRedis';
import { redisAddress } from './redisAddress';
import { RedisSampleQueue } from './redisSampleQueue';
import { RunBudget } from './runBudget';
import { blobKey, RUNS } from './runKeys';
import { Seal } from './seal';
import { filesHash, publishSet } from './setFiles';
import { madeOutcome } from './testing/madeOutcome';
import type { QueueWorkerOptions } from './testing/queueWorker';
import { freePort, hasRedisServer, PASSWORD, startRedisServer, type RedisServer } from './testing/redisServer';

interface StartedWorker {
  readonly lines: string[];
  readonly child: ChildProcess;
  seen(pattern: RegExp, times?: number): Promise<void>;
}

describe('samples over Redis', function () {
  this.timeout(60_000);
  let server: RedisServer | undefined;
  let folder: string;
  let set: string;
  let program: string;
  let children: ChildProcess[] = [];
  const closing: (() => Promise<void>)[] = [];

  before(async function () {
    if (!hasRedisServer()) {
      console.log('      redis-server is not installed (apt-get install redis-server): skipped');
      this.skip();
    }
    // Bundled: it starts in a fraction of the time of its source.
    program = await bundledProgram('benchmarks/core/queues/redis/testing/queueWorker.ts');
    server = await startRedisServer();
  });
  after(async () => server?.close());
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'whetstone-queue-'));
    set = path.join(folder, 'set');
    mkdirSync(path.join(set, 'scenarios'), { recursive: true });
    for (let i = 0; i < 40; i++) writeFileSync(path.join(set, 'scenarios', `s${i}.json`), JSON.stringify({ i }));
    const redis = await openRedis(redisAddress(server!.address), () => undefined);
    await redis.flushall();
    redis.disconnect();
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    for (const child of children) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    children = [];
    rmSync(folder, { recursive: true, force: true });
  });

  function startWorker(given: Partial<QueueWorkerOptions> = {}): StartedWorker {
    const name = given.worker ?? `w${children.length}`;
    const options: QueueWorkerOptions = {
      ...{ address: server!.address, token: undefined, worker: name, cache: path.join(folder, name), sampleMs: 100 },
      ...{ refuse: {}, ...given },
    };
    const child = spawn(process.execPath, [program, JSON.stringify(options)]);
    children.push(child);
    const lines: string[] = [];
    const take = (text: Buffer) => lines.push(...String(text).split('\n').filter(Boolean));
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    return {
      lines,
      child,
      seen: async (pattern, times = 1) => {
        while (lines.filter((line) => pattern.test(line)).length < times) {
          assert.equal(child.exitCode, null, lines.join('\n'));
          await sleep(20);
        }
      },
    };
  }

  const run = madeRun(['local/a'], { id: 'run-7' });
  const how = { mayExecute: false, solver: 'prompt' } as const;
  const jobs = (count: number): readonly SampleJob[] =>
    Array.from({ length: count }, (_, index) => ({
      ...{ run: run.id, index, scenario: `s${index}`, model: 'local/a', repeat: 0 },
    }));
  const openQueue = async (token?: string, given = run, log: (line: string) => void = () => undefined) => {
    const queue = await RedisSampleQueue.open({
      ...{ address: server!.address, run: given, folder: set, token, leaseMs: 1_000, log, scenarios: [], how },
    });
    closing.push(() => queue.close());
    return queue;
  };
  /** Works with other machines alone, and writes as a store does. @returns told outcomes, in order */
  const collect = async (queue: RedisSampleQueue, signal = new AbortController().signal) => {
    const told: SampleOutcome[] = [];
    await queue.work(
      async () => {
        throw new Error('Nothing is to be worked on here');
      },
      {
        ...{ signal, concurrencyOf: () => 0, worker: 'coordinator' },
        onOutcome: async (outcome) => {
          told.push(outcome);
        },
      },
    );
    return told;
  };
  const indexes = (told: readonly SampleOutcome[]) => told.map(({ record }) => record.index).sort((a, b) => a - b);
  const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

  it('loses nothing and tells nothing twice when one of two workers is killed', async () => {
    const queue = await openQueue();
    const [killed, other] = [startWorker({ sampleMs: 300 }), startWorker({ sampleMs: 60 })];
    await Promise.all([killed.seen(/works on/), other.seen(/works on/)]);
    await queue.add(jobs(40));
    const telling = collect(queue);
    await killed.seen(/begun/, 2);
    killed.child.kill('SIGKILL');
    const told = await telling;
    assert.deepEqual(indexes(told), upTo(40));
    const lost =
      killed.lines.filter((line) => line.startsWith('begun')).length -
      killed.lines.filter((line) => line.startsWith('done')).length;
    assert.ok(lost > 0, 'it had samples in hand');
    // The set came over Redis whole: the text is the hash of the scenario's file.
    assert.match(told[0]!.detail.solution!.text, /^[0-9a-f]{64}$/);
  });

  it('goes on when Redis was killed and comes back, and says so once', async () => {
    const log: string[] = [];
    const queue = await openQueue(undefined, run, (line) => log.push(line));
    const worker = startWorker({ sampleMs: 100 });
    await queue.add(jobs(20));
    const telling = collect(queue);
    await worker.seen(/done/, 4);
    await server!.kill();
    await sleep(1_500);
    await server!.start();
    assert.deepEqual(indexes(await telling), upTo(20));
    assert.equal(log.filter((line) => line.includes('is gone')).length, 1);
    assert.ok(![...log, ...worker.lines].some((line) => line.includes(PASSWORD)));
  });

  it('tells outcomes that came while the coordinator was dead, and adds nothing twice', async () => {
    const first = await RedisSampleQueue.open({
      ...{ address: server!.address, run, folder: set, token: undefined, leaseMs: 1_000, log: () => undefined },
      ...{ scenarios: [], how },
    });
    await first.add(jobs(6));
    const worker = startWorker({ sampleMs: 20 });
    await worker.seen(/done/, 6);
    // As after kill -9: nothing was told, nothing withdrawn.
    const second = await openQueue();
    await second.add(jobs(6));
    assert.deepEqual(indexes(await collect(second)), upTo(6));
    assert.equal(worker.lines.filter((line) => line.startsWith('begun')).length, 6);
    closing.push(() => first.close());
  });

  it('refuses a set that is not what its hashes say, and leaves the samples to others', async () => {
    const queue = await openQueue();
    const redis = await openRedis(redisAddress(server!.address), () => undefined);
    closing.push(async () => redis.disconnect());
    const files = await publishSet(redis, set);
    const good = startWorker({ sampleMs: 10 });
    await good.seen(/works on/);
    await redis.set(blobKey(files[3]!.hash), 'changed on the way');
    const bad = startWorker();
    await bad.seen(/refused: .* is not what its hash says/);
    await queue.add(jobs(10));
    assert.deepEqual(indexes(await collect(queue)), upTo(10));
    assert.ok(!bad.lines.some((line) => line.startsWith('begun')));
    const said = Object.values(await queue.workers());
    assert.ok(said.some((text) => text.includes('is not what its hash says')));
  });

  it('takes over the set that the run is announced with anew, and works on samples of that one alone', async () => {
    await openQueue();
    const worker = startWorker({ sampleMs: 10 });
    await worker.seen(/works on/);
    const text = '{"i":"edited"}';
    writeFileSync(path.join(set, 'scenarios', 's0.json'), text);
    const edited = await openQueue();
    await edited.add(jobs(1));
    const [outcome] = await collect(edited);
    assert.equal(outcome?.detail.solution?.text, createHash('sha256').update(text).digest('hex'));
  });

  it('takes part only where the token is the same', async () => {
    const queue = await openQueue('right');
    const [right, wrong, none] = [
      startWorker({ token: 'right', sampleMs: 10 }),
      startWorker({ token: 'wrong' }),
      startWorker({ token: undefined, worker: 'tokenless', sampleMs: 10 }),
    ];
    await Promise.all([right.seen(/works on/), wrong.seen(/refused: it is signed with another token/)]);
    await none.seen(/works on/);
    none.child.kill('SIGTERM');
    await once(none.child, 'exit');
    await queue.add(jobs(8));
    assert.deepEqual(indexes(await collect(queue)), upTo(8));
  });

  it('does not take a result that was signed by nobody', async () => {
    const log: string[] = [];
    const queue = await openQueue('right', run, (line) => log.push(line));
    startWorker({ token: undefined, sampleMs: 10 });
    await queue.add(jobs(1));
    const [outcome] = await collect(queue);
    assert.deepEqual([outcome?.record.state, outcome?.record.value], ['error', undefined]);
    assert.ok(log.some((line) => line.includes('is not taken')));
  });

  it('does not call a model that the machine refuses, and says why', async () => {
    const queue = await openQueue();
    const refusing = startWorker({ refuse: { 'local/a': 'Only models of this machine are allowed here.' } });
    await refusing.seen(/Only models of this machine/);
    startWorker({ sampleMs: 10 });
    await queue.add(jobs(3));
    assert.deepEqual(indexes(await collect(queue)), upTo(3));
    assert.ok(!refusing.lines.some((line) => line.startsWith('begun')));
  });

  it('works in the coordinator as well, and leaves nothing behind for ever', async () => {
    const queue = await openQueue();
    await queue.add(jobs(12));
    const told: SampleOutcome[] = [];
    await queue.work(async (job) => madeOutcome(job, 'here', 'x'), {
      ...{ signal: new AbortController().signal, concurrencyOf: () => 4, worker: 'here' },
      onOutcome: async (outcome) => {
        told.push(outcome);
      },
    });
    assert.deepEqual(indexes(told), upTo(12));
    await queue.close();
    closing.splice(0);
    const redis = await openRedis(redisAddress(server!.address), () => undefined);
    const lives = await Promise.all((await redis.keys('*')).map(async (key) => [key, await redis.ttl(key)] as const));
    redis.disconnect();
    assert.deepEqual(
      lives.filter(([, seconds]) => seconds < 0),
      [],
    );
  });

  it('gives samples back at once when a worker is asked to stop', async () => {
    const queue = await openQueue();
    const slow = startWorker({ sampleMs: 60_000 });
    await queue.add(jobs(2));
    await slow.seen(/begun/, 2);
    slow.child.kill('SIGTERM');
    await once(slow.child, 'exit');
    startWorker({ sampleMs: 10 });
    assert.deepEqual(indexes(await collect(queue)), upTo(2));
  });

  it('keeps keys and folders of this machine out of Redis', async () => {
    await openQueue();
    const redis = await openRedis(redisAddress(server!.address), () => undefined);
    const sealed = JSON.parse((await redis.hget(RUNS, run.id)) ?? '{}') as { body: string };
    redis.disconnect();
    const text = JSON.stringify(new Seal(undefined).open(sealed, `run:${run.id}`));
    assert.ok(text.includes('run-7') && !text.includes('/sets/set') && !text.includes(folder), text);
  });

  describe('budget', () => {
    let redis: Redis;
    beforeEach(async () => (redis = await openRedis(redisAddress(server!.address), () => undefined)));
    afterEach(() => redis.disconnect());

    const budgetOf = async (limit: number, worker = 'w', holdMs = 30_000) => {
      const budget = new RunBudget(redis, 'r', worker, holdMs);
      closing.push(async () => budget.close());
      await budget.open(limit, 0);
      return budget;
    };
    const reserve = async (budget: RunBudget, worst: number) => (await budget.reserve(worst)).answer;

    it('is never passed by workers that ask at the same time', async () => {
      const budgets = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((worker) => budgetOf(1_000, worker)));
      const answers = await Promise.all(upTo(50).map((i) => reserve(budgets[i % 5]!, 30)));
      assert.equal(answers.filter((answer) => answer === 'yes').length, 33);
    });
    it('waits for what is under way, and takes what it did not need', async () => {
      const [a, b] = [await budgetOf(100, 'a'), await budgetOf(100, 'b')];
      const { call } = await a.reserve(100);
      assert.equal(await reserve(b, 80), 'wait');
      await a.settle(call, 20);
      assert.deepEqual([await reserve(b, 80), await a.totals()], ['yes', { spent: 20, reserved: 80 }]);
    });
    it('says no when nothing is under way that could leave something', async () => {
      const budget = await budgetOf(100);
      await budget.settle((await budget.reserve(90)).call, 90);
      assert.equal(await reserve(budget, 20), 'no');
    });
    it('counts what a dead worker may have spent at its worst', async () => {
      const dead = await budgetOf(100, 'dead', 50);
      await dead.reserve(40);
      dead.close();
      await sleep(80);
      const other = await budgetOf(100, 'other');
      assert.deepEqual([await reserve(other, 70), await other.totals()], ['no', { spent: 40, reserved: 0 }]);
    });
    it('keeps what a worker holds that lives on, and believes it when it was silent for a while', async () => {
      const slow = await budgetOf(100, 'slow', 60);
      const { call } = await slow.reserve(40);
      await sleep(200);
      assert.deepEqual(await slow.totals(), { spent: 0, reserved: 40 });
      slow.close();
      await sleep(100);
      assert.deepEqual(await slow.totals(), { spent: 40, reserved: 0 });
      await slow.settle(call, 5);
      assert.deepEqual(await slow.totals(), { spent: 5, reserved: 0 });
    });
    it('is known again when Redis has lost its data: nobody spends before', async () => {
      const [a, b] = [await budgetOf(100, 'a'), await budgetOf(100, 'b')];
      await a.settle((await a.reserve(50)).call, 50);
      await b.settle((await b.reserve(30)).call, 30);
      const before = await a.snapshot();
      await redis.flushall();
      assert.equal(await reserve(a, 1), 'wait');
      await a.restore(before);
      await a.open(100, 0);
      assert.deepEqual([await reserve(a, 21), await a.totals()], ['no', { spent: 80, reserved: 0 }]);
    });
  });
});

describe('the address of Redis', () => {
  it('is shown without its password', () =>
    assert.equal(redisAddress('rediss://me:geheim@example.org:6380/2').shown, 'rediss://example.org:6380/2'));
  it('knows this machine', () => {
    assert.deepEqual(
      [
        'redis://localhost',
        'redis://127.0.0.1:1',
        'redis://[::1]:6379',
        'redis://10.0.0.1',
        'redis://localhost.example.org',
      ].map((text) => redisAddress(text).loopback),
      [true, true, true, false, false],
    );
  });
  it('is refused when it is another protocol, without its text', () => {
    assert.throws(
      () => redisAddress('http://:geheim@host'),
      (error: Error) => error.message.includes('not Redis') && !error.message.includes('geheim'),
    );
    assert.throws(
      () => redisAddress('geheim'),
      (error: Error) => !error.message.includes('geheim'),
    );
  });
  it('says what to do when nothing answers', async () => {
    const port = await freePort();
    await assert.rejects(
      openRedis(redisAddress(`redis://:geheim@127.0.0.1:${port}`), () => undefined),
      (error: Error) =>
        /Nothing answers at redis:\/\/127.0.0.1:\d+. Start Redis/.test(error.message) &&
        !error.message.includes('geheim'),
    );
  });
});

describe('a password of Redis', () => {
  it('that is missing or wrong is said as such', async function () {
    if (!hasRedisServer()) this.skip();
    this.timeout(20_000);
    const server = await startRedisServer();
    try {
      const open = (user: string) =>
        openRedis(redisAddress(`redis://${user}127.0.0.1:${server.port}`), () => undefined);
      await assert.rejects(open(''), /wants a password/);
      await assert.rejects(open(':wrong@'), /does not take this user or password/);
    } finally {
      await server.close();
    }
  });
});

describe('files of a set', () => {
  it('have one hash whatever their order', () => {
    const files = [
      { path: 'b', hash: '2', bytes: 1 },
      { path: 'a', hash: '1', bytes: 1 },
    ];
    assert.equal(filesHash(files), filesHash([...files].reverse()));
  });
});
