/** Runs of the real command line against a provider on 127.0.0.1: killed, resumed, over budget, with failures. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { openDatabase } from '../runtime/store/openDatabase';
import { runStoreName } from './core/runs/store/openRunStore';
import { applicationId, migrations } from './core/runs/store/schema';
import { askedNumber, squareOf, writeQuestions } from './core/runs/testing/questionFolder';
import { bundledCommandLine, runCommandLine, type Finished } from './testing/commandLine';
import { providedCommand } from './testing/providedCommand';

const answer = z.object({
  run: z.object({
    id: z.string(),
    state: z.string(),
    spent: z.number(),
    reason: z.string().optional(),
    counts: z.record(z.string(), z.number()),
  }),
  models: z.array(
    z.object({ model: z.string(), n: z.number(), value: z.number().nullable(), cached: z.number(), cost: z.number() }),
  ),
});
const questions = 30;

describe('whetstone locobench run', function () {
  this.timeout(60_000);
  const test = providedCommand('run', (request) => squareOf(request));
  let set: string;
  beforeEach(async () => void (set = await writeQuestions(test.at('set'), questions)));

  const begin = () => ['--scenarios', set, '--model', 'fake/right', '--model', 'fake/wrong'];
  const commandOf = (args: readonly string[]) => ['locobench', 'run', '--config', test.settings, '--json', ...args];
  const locobench = (...args: string[]): Promise<Finished> => runCommandLine(args, { env: test.env() });
  async function run(status: number, ...args: string[]): Promise<z.infer<typeof answer>> {
    const finished = await locobench(...commandOf(args));
    assert.equal(finished.status, status, finished.stderr);
    return answer.parse(JSON.parse(finished.stdout));
  }
  const openRuns = () => openDatabase({ ...runStoreName(test.at('state')), applicationId, migrations });

  it('asks every model every question, and scores by fact', async () => {
    const { run: ended, models } = await run(0, ...begin());
    assert.equal(ended.counts.scored, 2 * questions);
    assert.deepEqual(
      models.map(({ model, value }) => [model, value]),
      [
        ['fake/right', 1],
        ['fake/wrong', 0],
      ],
    );
  });

  it('books what the provider tells, and nothing else', async () => {
    const { run: ended } = await run(0, ...begin());
    assert.equal(ended.spent, 2 * questions * 30);
  });

  it('survives kill -9 and goes on: every sample once, nothing that was answered paid twice', async () => {
    test.script = (request) => squareOf(request, { pauseMs: 20 });
    const child = spawn(process.execPath, [await bundledCommandLine(), ...commandOf([...begin(), '--no-cache'])], {
      env: test.env(),
      stdio: 'ignore',
    });
    while (test.provider.requests.length < 25) await sleep(2);
    child.kill('SIGKILL');
    await once(child, 'close');
    const database = await openRuns();
    const kept = Number(database.prepare('SELECT count(*) AS n FROM answers').get()?.n);
    const id = String(database.prepare('SELECT id FROM runs').get()?.id);
    database.close();
    assert.ok(kept > 0 && kept < 2 * questions, `${kept} answers were kept when it was killed`);
    const before = test.provider.requests.length;
    const { run: ended, models } = await run(0, '--resume', id);
    assert.deepEqual(
      { scored: ended.counts.scored, n: models.map(({ n }) => n), asked: test.provider.requests.length - before },
      { scored: 2 * questions, n: [questions, questions], asked: 2 * questions - kept },
    );
  });

  it('takes from the cache what another run has asked', async () => {
    await run(0, ...begin());
    const { run: again, models } = await run(0, ...begin(), '--seed', '7');
    assert.deepEqual([again.spent, models.map(({ cached }) => cached)], [0, [questions, questions]]);
    assert.equal(test.provider.requests.length, 2 * questions);
  });

  it('stops at its budget, keeps what was done, and goes on with more', async () => {
    const limited = await run(1, ...begin(), '--budget', '0.0005', '--max-output', '20');
    assert.equal(limited.run.state, 'over-budget');
    assert.ok(limited.run.spent <= 500 && (limited.run.counts.scored ?? 0) > 0, JSON.stringify(limited.run));
    const more = await run(0, '--rerun-failed', limited.run.id, '--budget', '1');
    assert.equal(more.run.counts.scored, 2 * questions);
    assert.equal(test.provider.requests.length, 2 * questions);
  });

  it('tells errors of the provider from failures of the model, and does them anew', async () => {
    const broken = { kind: 'status', status: 400 } as const;
    test.script = (request) => squareOf(request, askedNumber(request) % 10 === 3 ? { fault: broken } : {});
    const first = await run(0, ...begin());
    assert.deepEqual([first.run.counts.error, first.models.map(({ n }) => n)], [6, [27, 27]]);
    test.script = (request) => squareOf(request);
    const second = await run(0, '--rerun-failed', first.run.id);
    assert.deepEqual([second.run.counts.error, second.run.counts.scored], [0, 2 * questions]);
  });

  it('leaves a provider alone whose key is refused, and says so', async () => {
    test.script = (request) => squareOf(request, { fault: { kind: 'status', status: 401 } });
    const { run: ended } = await run(1, ...begin());
    assert.equal(ended.state, 'stopped');
    assert.ok(test.provider.requests.length < 20, `${test.provider.requests.length} requests`);
    assert.match(ended.reason ?? '', /fake is left alone/);
  });

  it('estimates without asking anything', async () => {
    const { status, stdout } = await locobench(...commandOf([...begin(), '--estimate']));
    const { rows } = z
      .object({ rows: z.array(z.object({ samples: z.number(), expectedCost: z.number(), worstCost: z.number() })) })
      .parse(JSON.parse(stdout));
    assert.equal(status, 0);
    assert.ok(rows.every(({ samples, expectedCost, worstCost }) => samples === questions && expectedCost <= worstCost));
    assert.equal(test.provider.requests.length, 0);
  });

  it('says what an estimate rests on: assumed lengths before a run, measured ones and times after it', async () => {
    const asked = ['--config', test.settings, ...begin(), '--no-cache', '--estimate'];
    const estimate = async () => (await locobench('locobench', 'run', ...asked)).stdout;
    assert.match(await estimate(), /time not known\n {2}assumed: 1000 tokens an answer/);
    await run(0, ...begin());
    const after = await estimate();
    assert.match(after, /about 150 out; .*; about \d+ s/);
    assert.doesNotMatch(after, /tokens an answer|speed/);
  });

  it('refuses a model that is not there before anything is sent', async () => {
    const { status, stderr } = await locobench(...commandOf(['--scenarios', set, '--model', 'fake/none']));
    assert.deepEqual([status, test.provider.requests.length], [2, 0], stderr);
  });
});
