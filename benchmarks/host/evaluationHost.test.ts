/** A real child of the evaluation, with a parent that answers its model calls. */
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { bundledProgram } from '../../runtime/testing/bundledProgram';
import { layeredProject } from '../locobench/scenarios/testing/layeredProject';
import * as protocol from './protocol';

describe('evaluation child', function () {
  this.timeout(60_000);
  let entry: string;
  let folder: string;
  let root: string;
  let child: ChildProcess;
  let connection: MessageConnection;
  let asked: number;
  let views: protocol.RunView[];
  let pauseMs: number;
  let endpoint: string;

  before(async () => {
    entry = await bundledProgram('benchmarks/host/main.ts', {
      'runtime/parseWorker': 'runtime/repository/parsing/parseWorker.ts',
      parseWorker: 'runtime/repository/parsing/parseWorker.ts',
    });
  });

  const usage = { inputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 5, reasoningTokens: 0 };
  const model = {
    ...{ id: 'fake/m', provider: 'fake', name: 'm', title: 'M', locality: 'remote', unit: 'tokens' },
    ...{ contextTokens: 1_000_000, maxOutputTokens: 4096 },
    capabilities: { tools: true, images: false, structured: true, reasoning: false },
    price: { rates: { input: 1, output: 2 }, tiers: [] },
  };

  const start = async (more: Partial<protocol.EvaluationConfig> = {}) => {
    child = fork(entry, ['--idle-ms', '0'], {
      execArgv: [],
      env: { ...process.env, WHETSTONE_HOME: path.join(folder, 'state') },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onError(() => undefined);
    connection.onNotification(protocol.runProgress, (view) => void views.push(view));
    connection.onRequest(protocol.listModels.method, () => [{ model, endpoint, usable: true }]);
    connection.onRequest(protocol.generate.method, async ({ id }: { readonly id: string }) => {
      asked += 1;
      await sleep(pauseMs);
      const rest = { call: `c${asked}`, model: 'fake/m', usage: { ...usage, source: 'provider' }, cost: 20 };
      const tell = (event: object) => connection.sendNotification(protocol.generateEvent.method, { id, event });
      await tell({ type: 'text', text: '{}' });
      await tell({ type: 'finish', reason: 'stop', decision: 'd', ...rest });
      return { kind: 'done', decision: 'd', cost: 20, usage: { ...usage, source: 'provider' } };
    });
    connection.listen();
    await connection.sendRequest(protocol.configureEvaluation, {
      ...{ roots: [root], trusted: true, mayExecute: false, localOnly: false, project: 'p', ...more },
    });
  };
  const kill = async () => {
    connection.dispose();
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'evaluation-host-'));
    root = path.join(folder, 'repo');
    for (const [file, { text }] of Object.entries(layeredProject())) {
      const target = path.join(root, file);
      mkdirSync(path.dirname(target), { recursive: true });
      const relative = (to: string) => path.posix.relative(path.posix.dirname(file), to).replace(/\.ts$/, '');
      const own = text.replaceAll(/from '(src[^']*)'/g, (_, to: string) => {
        const other = relative(to);
        return `from '${other.startsWith('.') ? other : `./${other}`}'`;
      });
      writeFileSync(target, own);
    }
    [asked, views, pauseMs, endpoint] = [0, [], 0, 'http://127.0.0.1:1/v1'];
    await start();
  });
  afterEach(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });

  const makeSet = () =>
    connection.sendRequest(protocol.generateSet, {
      ...{ root, categories: ['architectural_understanding'], languages: [], count: 4, seed: 1 },
      ...{ lengths: [2000], execute: false, name: 'mine' },
    });
  const paramsOf = (set: string): protocol.StartRunParams => ({
    ...{ folder: set, models: ['fake/m'], repeats: 1, seed: 1, maxOutputTokens: 500, temperature: undefined },
    ...{ budget: undefined, sampling: undefined, localOnly: false, cache: false, name: 'r', queue: undefined },
  });
  const ended = async (run: string) => {
    for (let tries = 0; tries < 1000; tries++) {
      const { run: now } = await connection.sendRequest(protocol.readRun, { run });
      if (now.state !== 'running' && now.state !== 'planned') return now;
      await sleep(20);
    }
    throw new Error('It did not end.');
  };

  it('indexes, makes a set, runs a part of it with models of the parent, reports and exports', async () => {
    assert.ok((await connection.sendRequest(protocol.openRepository, { root })).files > 10);
    const { folder: set, set: made } = await makeSet();
    assert.deepEqual([made.name, (await connection.sendRequest(protocol.listSets)).length], ['mine', 1]);
    const params = { ...paramsOf(set), scenarios: made.scenarios.slice(0, 2).map(({ id }) => id) };
    assert.equal((await connection.sendRequest(protocol.estimateRun, params))[0]?.samples, 2);
    const { id } = await connection.sendRequest(protocol.startRun, params);
    const run = await ended(id);
    assert.deepEqual([run.state, run.counts.scored, asked], ['done', 2, 2]);
    assert.ok(views.length > 0);
    const sample = await connection.sendRequest(protocol.readSample, { run: id, index: 0 });
    assert.ok(sample.prompt.length > 100);
    const report = await connection.sendRequest(protocol.readReport, { run: id });
    assert.equal(report.overall[0]?.value?.n, 2);
    assert.ok(report.floors.length > 0);
    const text = await connection.sendRequest(protocol.exportRun, { run: id, format: 'csv', failedOnly: false });
    assert.match(text, /fake\/m/);
  });

  it('uses no answer of another server again, though its model has the same name', async () => {
    const { folder: set, set: made } = await makeSet();
    const params = { ...paramsOf(set), cache: true };
    const cached = async () => {
      const { id } = await connection.sendRequest(protocol.startRun, params);
      await ended(id);
      const base = { run: id, sort: 'index', descending: false, offset: 0, limit: 100 } as const;
      const { rows } = await connection.sendRequest(protocol.listSamples, base);
      return rows.filter((row) => row.cached).length;
    };
    const all = made.scenarios.length;
    const first = [await cached(), await cached()];
    endpoint = 'http://127.0.0.1:2/v1';
    const second = [await cached(), await cached()];
    assert.deepEqual([...first, ...second, asked], [0, all, 0, all, 2 * all]);
  });

  it('is killed in the middle of a run, and the next child goes on with it', async () => {
    const { folder: set } = await makeSet();
    pauseMs = 40;
    const { id } = await connection.sendRequest(protocol.startRun, { ...paramsOf(set), repeats: 5 });
    while (asked < 8) await sleep(5);
    await kill();
    await start();
    const [before] = await connection.sendRequest(protocol.listRuns);
    assert.equal(before?.state, 'stopped');
    await connection.sendRequest(protocol.resumeRun, { run: id });
    const run = await ended(id);
    assert.deepEqual([run.state, run.counts.scored], ['done', 20]);
    assert.ok(asked <= 24, `${asked} calls for 20 samples with 4 at once`);
  });

  it('reads nothing of a workspace that is not trusted', async () => {
    await kill();
    await start({ trusted: false });
    await assert.rejects(connection.sendRequest(protocol.openRepository, { root }), /not trusted/);
  });
});
