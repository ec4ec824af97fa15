/** Runs that workers on other machines take part in, with the real commands, a real Redis and a provider on 127.0.0.1. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  startFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  type FakeRequest,
} from '../runtime/gateway/testing/fakeProvider';
import { hasRedisServer, PASSWORD, startRedisServer, type RedisServer } from './core/queues/redis/testing/redisServer';
import { squareOf, writeQuestions, writeSettings } from './core/runs/testing/questionFolder';
import { bundledCommandLine } from './testing/commandLine';

const runAnswer = z.object({
  run: z.object({
    id: z.string(),
    state: z.string(),
    spent: z.number(),
    reason: z.string().optional(),
    counts: z.record(z.string(), z.number()),
  }),
  models: z.array(z.object({ model: z.string(), n: z.number(), value: z.number().nullable(), cost: z.number() })),
});
const workerAnswer = z.object({
  runs: z.array(z.object({ run: z.string(), done: z.number(), refusals: z.array(z.string()) })),
});
const questions = 24;
/** Micro-dollars of an answer: 20 tokens in, 5 out. */
const answerCost = 30;

class Command {
  stdout = '';
  stderr = '';
  readonly closed: Promise<number | null>;

  constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.closed = once(child, 'close').then(() => child.exitCode);
  }

  async says(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.stderr)) {
      assert.ok(this.child.exitCode === null && this.child.signalCode === null, `${String(pattern)}: ${this.stderr}`);
      await sleep(20);
    }
  }

  async ends(status: number): Promise<unknown> {
    assert.equal(await this.closed, status, this.stderr);
    return JSON.parse(this.stdout) as unknown;
  }
}

describe('whetstone locobench run --queue and whetstone worker', function () {
  this.timeout(120_000);
  let folder: string;
  let set: string;
  let settings: string;
  let server: RedisServer;
  let provider: FakeProvider;
  let script: (request: FakeRequest) => FakeAnswer;
  let commands: Command[] = [];

  before(async function () {
    if (!hasRedisServer()) {
      console.log('      redis-server is not installed (apt-get install redis-server): skipped');
      this.skip();
    }
    await bundledCommandLine();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-queue-'));
    server = await startRedisServer();
    script = (request) => squareOf(request);
    provider = await startFakeProvider((request) => script(request));
    set = await writeQuestions(path.join(folder, 'set'), questions);
    settings = await writeSettings(path.join(folder, 'gateway.json'), provider.origin);
  });
  afterEach(async () => {
    for (const { child } of commands) child.kill('SIGKILL');
    await Promise.all(commands.map(({ closed }) => closed));
    commands = [];
    await provider.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  /** A command on a machine of its own: its state, its keys; the password comes from the environment. */
  async function start(machine: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Command> {
    const child = spawn(process.execPath, [await bundledCommandLine(), ...args], {
      env: {
        ...{ ...process.env, TZ: 'UTC', WHETSTONE_HOME: path.join(folder, machine), FAKE_API_KEY: machine },
        ...{ WHETSTONE_WORKER_TOKEN: 'a secret of the test', WHETSTONE_QUEUE_PASSWORD: PASSWORD, ...env },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const command = new Command(child);
    commands.push(command);
    return command;
  }
  const queue = () => ['--queue', `redis://127.0.0.1:${server.port}`, '--config', settings, '--json'];
  const begin = () => ['locobench', 'run', ...queue(), '--scenarios', set, '--model', 'fake/right', '--no-here'];
  const startWorker = (machine: string, env?: NodeJS.ProcessEnv) => start(machine, ['worker', ...queue()], env);
  const keyOf = ({ headers }: FakeRequest) => String(headers.authorization).replace('Bearer ', '');
  const asked = (machine: string) => provider.requests.filter((request) => keyOf(request) === machine).length;

  const limits = ['--budget', '0.02', '--max-output', '20'];

  it('loses nothing when a worker is killed, and knows what was spent', async () => {
    // What the first worker asks after its sixth call is never answered; the second one is slow until the first has died.
    let alive = true;
    script = (request) => {
      if (keyOf(request) === 'first' && asked('first') > 6)
        return squareOf(request, { fault: { kind: 'stall', after: 0 } });
      return squareOf(request, { pauseMs: keyOf(request) === 'second' && alive ? 200 : 5 });
    };
    const [first, second] = [await startWorker('first'), await startWorker('second')];
    const run = await start('here', [...begin(), ...limits, '--lease', '2']);
    await Promise.all([first.says(/works on fake\/right/), second.says(/works on fake\/right/)]);
    while (asked('first') < 8) await sleep(10);
    first.child.kill('SIGKILL');
    alive = false;
    const { run: ended, models } = runAnswer.parse(await run.ends(0));
    assert.deepEqual([ended.counts.scored, models[0]?.n, models[0]?.value], [questions, questions, 1]);
    assert.equal(models[0]?.cost, questions * answerCost);
    // What was answered, and at its worst what was under way in the worker that died.
    const lost = provider.abandoned();
    const paid = (provider.requests.length - lost) * answerCost;
    assert.ok(lost >= 2 && paid + lost * answerCost < ended.spent, `${ended.spent} for ${paid} and ${lost} lost`);
    assert.ok(ended.spent <= paid + lost * 200 && ended.spent <= 20_000, `${ended.spent} for ${paid} and ${lost} lost`);
    second.child.kill('SIGINT');
    const { runs } = workerAnswer.parse(await second.ends(0));
    assert.ok(runs[0]?.run === ended.id && runs[0].done >= questions - 6, JSON.stringify(runs));
  });

  it('goes on when Redis was killed and has lost all, within the budget', async () => {
    await server.close();
    server = await startRedisServer(false);
    script = (request) => squareOf(request, { pauseMs: 100 });
    const worker = await startWorker('first');
    const run = await start('here', [...begin(), ...limits, '--lease', '2']);
    while (provider.requests.length < 10) await sleep(10);
    await server.kill();
    await Promise.all([run.says(/is gone/), worker.says(/is gone/)]);
    await server.start();
    await run.says(/has lost the run/);
    const { run: ended } = runAnswer.parse(await run.ends(0));
    assert.equal(ended.counts.scored, questions);
    // An answer that a worker has is not paid again; one that was under way may be asked for twice.
    const paid = provider.requests.length * answerCost;
    assert.ok(provider.requests.length <= questions + 4, `${provider.requests.length} requests`);
    const lost = 4 * 200;
    assert.ok(ended.spent >= questions * answerCost && ended.spent <= paid + lost, `${ended.spent} for ${paid}`);
    assert.ok(![run, worker].some(({ stderr }) => stderr.includes(PASSWORD)));
  });

  it('ends with Ctrl+C while Redis is gone, and is resumed where it was', async () => {
    script = (request) => squareOf(request, { pauseMs: 50 });
    const worker = await startWorker('first');
    const run = await start('here', [...begin(), ...limits, '--lease', '2']);
    while (provider.requests.length < 10) await sleep(10);
    await server.kill();
    await run.says(/is gone/);
    run.child.kill('SIGINT');
    const { run: stopped } = runAnswer.parse(await run.ends(1));
    assert.match(run.stderr, /Redis is gone: workers go on/);
    assert.equal(stopped.state, 'stopped');
    await server.start();
    await worker.says(/is back/);
    const again = await start('here', ['locobench', 'run', '--config', settings, '--json', '--resume', stopped.id]);
    const { run: ended } = runAnswer.parse(await again.ends(0));
    assert.deepEqual([ended.counts.scored, provider.requests.length], [questions, questions]);
  });

  it('stops all workers at the budget of the run, and goes on with more', async () => {
    script = (request) => squareOf(request, { pauseMs: 10 });
    await Promise.all([startWorker('first'), startWorker('second')]);
    const limited = await start('here', [...begin(), '--budget', '0.0005', '--max-output', '20']);
    const { run: ended } = runAnswer.parse(await limited.ends(1));
    assert.equal(ended.state, 'over-budget');
    const answered = provider.requests.length * answerCost;
    assert.ok(answered <= 500 && ended.spent <= 500 && (ended.counts.scored ?? 0) > 5, `${answered}, ${ended.spent}`);
    const more = (...args: string[]) =>
      start('here', ['locobench', 'run', '--config', settings, '--json', '--rerun-failed', ended.id, ...args]);
    // Alone, what the workers spent counts as well.
    const { run: alone } = runAnswer.parse(await (await more('--no-queue')).ends(1));
    assert.ok(alone.state === 'over-budget' && provider.requests.length * answerCost <= 500, JSON.stringify(alone));
    const { run: through } = runAnswer.parse(await (await more('--budget', '1')).ends(0));
    assert.equal(through.counts.scored, questions);
    // Calls of workers that were under way when the run ended count at their worst, beside what they cost in the end.
    const paid = provider.requests.length * answerCost;
    const twice = Math.max(0, provider.requests.length - questions) * 200;
    assert.ok(through.spent >= paid && through.spent <= paid + twice, `${through.spent} for ${paid}`);
  });

  it('leaves a model to others when its own key is refused, and gives samples back with Ctrl+C', async () => {
    script = (request) => {
      if (keyOf(request) === 'refused') return squareOf(request, { fault: { kind: 'status', status: 401 } });
      return squareOf(request, keyOf(request) === 'slow' ? { fault: { kind: 'stall', after: 0 } } : {});
    };
    const [refused, slow] = [await startWorker('refused'), await startWorker('slow')];
    const run = await start('here', begin());
    await refused.says(/leaves fake\/right to others/);
    while (asked('slow') < 4) await sleep(10);
    slow.child.kill('SIGINT');
    await slow.ends(0);
    await startWorker('good');
    const { run: ended } = runAnswer.parse(await run.ends(0));
    assert.deepEqual([ended.counts.scored, ended.counts.error], [questions, 0]);
    assert.match(run.stderr, /Worker \S+ takes no part \(fake\/right: /);
  });

  it('is refused before anything is sent: without a token, without a Redis, elsewhere when it may not leave', async () => {
    const refusal = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
      const command = await start('here', [...begin(), ...args], env);
      assert.equal(await command.closed, 2, command.stderr);
      return command.stderr;
    };
    const [token, answer, elsewhere] = await Promise.all([
      refusal([], { WHETSTONE_WORKER_TOKEN: '' }),
      refusal(['--queue', 'redis://127.0.0.1:1']),
      refusal(['--local-only', '--queue', 'redis://192.0.2.1:6379']),
    ]);
    assert.match(token, /Set WHETSTONE_WORKER_TOKEN/);
    assert.match(answer, /Nothing answers at redis:\/\/127.0.0.1:1/);
    assert.match(elsewhere, /not on this machine/);
    const runs = await start('here', ['locobench', 'runs', '--json']);
    assert.deepEqual([provider.requests.length, await runs.ends(0)], [0, { runs: [] }]);
  });
});
