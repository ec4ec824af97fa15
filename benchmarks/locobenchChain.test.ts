/** The whole way by the real command line: a set is made of a repository, run, killed, gone on with, reported, compared and deleted. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { startFakeProvider, type FakeProvider } from '../runtime/gateway/testing/fakeProvider';
import { openDatabase } from '../runtime/store/openDatabase';
import { runStoreName } from './core/runs/store/openRunStore';
import { applicationId, migrations } from './core/runs/store/schema';
import { writeSettings } from './core/runs/testing/questionFolder';
import { knownSolutions } from './locobench/scenarios/testing/knownSolutions';
import { writeLayeredProject } from './locobench/scenarios/testing/writeLayeredProject';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';
import { messagesOf } from './testing/messagesOf';

const run = z.object({ id: z.string(), state: z.string(), counts: z.record(z.string(), z.number()) });
const ran = z.object({
  run,
  models: z.array(z.object({ model: z.string(), n: z.number(), value: z.number().nullable(), cached: z.number() })),
});
const scenarios = 12;

describe('whetstone locobench, from generate to delete', function () {
  this.timeout(60_000);
  let folder: string;
  let provider: FakeProvider;
  /** What the model `right` says. */
  let solve: (prompt: string) => string | undefined;
  /** Before each piece of an answer. */
  let pauseMs: number;

  before(bundledCommandLine);
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'locobench-chain-'));
    [solve, pauseMs] = [() => undefined, 0];
    provider = await startFakeProvider(({ model, body }) => {
      const text = (model === 'right' ? solve(messagesOf(body)) : undefined) ?? 'I do not know.';
      return { text: [text], usage: { input: 100, output: 10 }, pauseMs };
    });
  });
  afterEach(async () => {
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const env = () => ({ ...process.env, WHETSTONE_HOME: path.join(folder, 'state'), TZ: 'UTC' });
  const locobench = async (...args: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await runCommandLine(['locobench', ...args], { env: env() });
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const json = async <T>(form: z.ZodType<T>, ...args: readonly string[]) =>
    form.parse(JSON.parse(await locobench(...args, '--json')));

  it('does every sample once over a kill -9, pays nothing twice, and tells the same in every form', async () => {
    const repo = path.join(folder, 'repo');
    const set = path.join(folder, 'set');
    writeLayeredProject(repo);
    const made = await json(
      z.object({ scenarios: z.number() }),
      ...['generate', '--repo', repo, '--out', set, '--count', String(scenarios), '--lengths', '2k'],
      ...['--categories', 'architectural_understanding'],
    );
    assert.equal(made.scenarios, scenarios);
    solve = await knownSolutions(set);
    const settings = await writeSettings(path.join(folder, 'gateway.json'), provider.origin);

    // Killed while answers are under way.
    pauseMs = 40;
    const begin = ['run', '--scenarios', set, '--model', 'fake/right', '--model', 'fake/wrong', '--config', settings];
    const child = spawn(process.execPath, [await bundledCommandLine(), 'locobench', ...begin, '--json'], {
      env: env(),
      stdio: 'ignore',
    });
    while (provider.requests.length < scenarios) await sleep(2);
    child.kill('SIGKILL');
    await once(child, 'close');
    pauseMs = 0;
    const kept = await answersKept();
    assert.ok(kept > 0 && kept < 2 * scenarios, `${kept} answers were kept when it was killed`);
    const [left] = (await json(z.object({ runs: z.array(run) }), 'runs')).runs;
    assert.equal(left?.state, 'stopped');

    // Gone on with: what was answered and kept is not asked for again.
    const before = provider.requests.length;
    const id = left.id;
    const ended = await json(ran, 'run', '--resume', id, '--config', settings);
    assert.deepEqual(
      [ended.run.state, ended.run.counts.scored, provider.requests.length - before],
      ['done', 2 * scenarios, 2 * scenarios - kept],
    );
    assert.deepEqual(
      ended.models.map(({ model, n, value }) => [model, n, value]),
      [
        ['fake/right', scenarios, 1],
        ['fake/wrong', scenarios, 0],
      ],
    );
    const page = z.object({
      total: z.number(),
      rows: z.array(z.object({ scenario: z.string(), model: z.string(), repeat: z.number(), state: z.string() })),
    });
    const { samples } = await json(z.object({ samples: page }), 'show', '--run', id);
    const keys = samples.rows.map(({ scenario, model, repeat }) => `${scenario} ${model} ${repeat}`);
    assert.deepEqual([samples.total, new Set(keys).size], [2 * scenarios, 2 * scenarios]);

    // Every form has all samples and the same figures.
    const report = (format: string) => locobench('report', '--run', id, '--format', format);
    const csv = (await report('csv')).trimEnd().split('\r\n');
    assert.equal(csv.length, 1 + 2 * scenarios);
    const junit = await report('junit');
    assert.deepEqual(
      [junit.match(/<testcase /g)?.length, junit.match(/<failure/g)?.length],
      [2 * scenarios, scenarios],
    );
    const whole = z.object({
      overall: z.array(z.object({ value: z.object({ mean: z.number() }) })),
      samples: z.array(z.unknown()),
    });
    const document = whole.parse(JSON.parse(await report('json')));
    assert.deepEqual(
      [document.samples.length, document.overall.map(({ value }) => value.mean)],
      [2 * scenarios, [1, 0]],
    );
    assert.match(await report('markdown'), /\| fake\/right \|.*100/);
    const html = path.join(folder, 'report.html');
    await locobench('report', '--run', id, '--format', 'html', '--out', html);
    assert.match(readFileSync(html, 'utf8'), /<table.*fake\/right/s);

    // A second run takes its answers from the cache, is no different from the first, and goes.
    const again = await json(ran, ...begin);
    assert.deepEqual(
      again.models.map(({ cached }) => cached),
      [scenarios, scenarios],
    );
    const differences = z.object({ differences: z.array(z.object({ value: z.object({ mean: z.number() }) })) });
    const compared = await json(differences, 'compare', '--run', id, '--run', again.run.id);
    assert.deepEqual(
      compared.differences.map(({ value }) => value.mean),
      [0, 0],
    );
    await json(z.object({ deleted: z.literal(again.run.id) }), 'delete', '--run', again.run.id);
    const rest = await json(z.object({ runs: z.array(run) }), 'runs');
    assert.deepEqual(
      rest.runs.map((each) => each.id),
      [id],
    );
  });

  async function answersKept(): Promise<number> {
    const database = await openDatabase({ ...runStoreName(path.join(folder, 'state')), applicationId, migrations });
    try {
      return Number(database.prepare('SELECT count(*) AS n FROM answers').get()?.n);
    } finally {
      database.close();
    }
  }
});
