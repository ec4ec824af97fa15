import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { GatewayError } from '../../runtime/gateway/gatewayError';
import { startFakeProvider, type FakeProvider } from '../../runtime/gateway/testing/fakeProvider';
import { fixture, type Fixture } from '../../runtime/gateway/testing/gatewayFixture';
import { bundledProgram } from '../../runtime/testing/bundledProgram';
import { makeQsRepository } from '../locobench/testing/madeRepositories';
import * as protocol from './protocol';

describe('evaluation child', function () {
  this.timeout(120_000);
  let entry: string;
  let folder: string;
  let root: string;
  let child: ChildProcess;
  let connection: MessageConnection;
  let provider: FakeProvider;
  let gateway: Fixture['gateway'];
  let views: protocol.RunView[];
  let stages: Set<string>;
  let delayMs: number;

  before(async () => {
    entry = await bundledProgram('benchmarks/host/main.ts', {
      parseWorker: 'runtime/repository/parsing/parseWorker.ts',
    });
  });

  const start = async (config: Partial<protocol.EvaluationConfig> = {}) => {
    child = fork(entry, ['--idle-ms', '0'], {
      execArgv: [],
      env: { ...process.env, WHETSTONE_HOME: path.join(folder, 'home') },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onError(() => undefined);
    connection.onNotification(protocol.runProgress, (view) => void views.push(view));
    connection.onNotification(protocol.generateProgress, ({ stage }) => void stages.add(stage));
    connection.onNotification(protocol.indexProgress, ({ stage }) => void stages.add(stage));
    connection.onRequest(protocol.listModels, () => gateway.models());
    connection.onRequest(protocol.generate, async ({ id, request }, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      try {
        for await (const event of gateway.generate(request, abort.signal)) {
          void connection.sendNotification(protocol.generateEvent, { id, event });
          if (event.type === 'finish') {
            const { decision, cost, usage } = event;
            return { kind: 'done' as const, decision, cost, usage };
          }
        }
        throw new Error('It did not end.');
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        const { kind, message, action, details } = error;
        return { kind: 'failed' as const, error: { kind, message, action, refusal: details.refusal } };
      }
    });
    connection.listen();
    await connection.sendRequest(protocol.configureEvaluation, {
      ...{ roots: [root], trusted: true, mayExecute: false, localOnly: false, project: undefined, ...config },
    });
  };

  const end = async () => {
    connection.dispose();
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'evaluation-host-')));
    root = path.join(folder, 'qs');
    await makeQsRepository(root);
    [views, stages, delayMs] = [[], new Set(), 0];
    provider = await startFakeProvider(() => ({
      text: ['I do not know.'],
      usage: { input: 100, output: 50 },
      ...(delayMs > 0 ? { pauseMs: delayMs } : {}),
    }));
    const models = [{ name: 'm', contextTokens: 100_000, price: { input: 1, output: 2 } }];
    ({ gateway } = fixture([{ id: 'fleet', kind: 'openai-compatible', baseUrl: `${provider.origin}/v1`, models }]));
    await start();
  });

  afterEach(async () => {
    await end();
    await gateway.dispose();
    await provider.close();
    await rm(folder, { recursive: true, force: true });
  });

  const makeSet = () =>
    connection.sendRequest(protocol.generateSet, {
      ...{ root, categories: ['architectural_understanding'], languages: [], count: 2, seed: 1, lengths: [10_000] },
      ...{ execute: false, name: 'My set' },
    });
  const params = (set: string, more: Partial<protocol.StartRunParams> = {}): protocol.StartRunParams => ({
    ...{ folder: set, models: ['fleet/m'], repeats: 1, seed: 1, maxOutputTokens: 100, localOnly: false, cache: true },
    ...{ temperature: undefined, budget: undefined, sampling: undefined, name: 'A run', queue: undefined, ...more },
  });
  const ended = async (run: string): Promise<protocol.RunRecord> => {
    for (let tries = 0; ; tries++) {
      const found = (await connection.sendRequest(protocol.listRuns)).find(({ id }) => id === run);
      if (found !== undefined && found.state !== 'running' && found.state !== 'planned') return found;
      assert.ok(tries < 1000, 'the run does not end');
      await sleep(20);
    }
  };

  it('indexes, makes a set, says what a run would cost, runs it, and tells results', async () => {
    const summary = await connection.sendRequest(protocol.openRepository, { root });
    assert.deepEqual([summary.history, summary.languages[0]?.language], ['full', 'javascript']);
    const set = await makeSet();
    assert.deepEqual(
      (await connection.sendRequest(protocol.listSets)).map((each) => each.folder),
      [set.folder],
    );
    assert.ok(set.set.scenarios.length > 0 && stages.has('parse') && stages.has('admit'));
    const [row] = await connection.sendRequest(protocol.estimateRun, params(set.folder));
    assert.ok(row?.expectedCost !== undefined && row.problem === undefined, row?.problem);
    const started = await connection.sendRequest(protocol.startRun, params(set.folder));
    const run = await ended(started.id);
    assert.deepEqual([run.state, run.counts.scored], ['done', set.set.scenarios.length]);
    const page = await connection.sendRequest(protocol.listSamples, {
      ...{ run: run.id, sort: 'index', descending: false, offset: 0, limit: 10 },
    });
    assert.deepEqual([page.total, page.rows[0]?.complete], [set.set.scenarios.length, false]);
    const sample = await connection.sendRequest(protocol.readSample, { run: run.id, index: 0 });
    assert.match(sample.prompt, /lib\/formats\.js/);
    assert.equal(sample.solution?.text, 'I do not know.');
    const report = await connection.sendRequest(protocol.readReport, { run: run.id });
    assert.deepEqual(
      report.overall.map(({ model, value }) => [model, value?.mean]),
      [['fleet/m', 0]],
    );
    const csv = await connection.sendRequest(protocol.exportRun, { run: run.id, format: 'csv', failedOnly: false });
    assert.equal(csv.trim().split('\n').length, 1 + page.total);
    const view = await connection.sendRequest(protocol.readRun, { run: run.id });
    assert.deepEqual([view.passed, view.recent.length], [0, page.total]);
    assert.equal(views.at(-1)?.run.state, 'done');
  });

  it('goes on with a run after its process was killed, and asks nothing twice', async () => {
    const set = await makeSet();
    delayMs = 400;
    const started = await connection.sendRequest(protocol.startRun, params(set.folder, { repeats: 4 }));
    for (let tries = 0; provider.requests.length === 0; tries++) {
      assert.ok(tries < 1000, 'nothing is asked');
      await sleep(5);
    }
    await end();
    await start();
    assert.equal((await ended(started.id)).state, 'stopped');
    delayMs = 0;
    await connection.sendRequest(protocol.resumeRun, { run: started.id });
    const run = await ended(started.id);
    assert.deepEqual([run.state, run.counts.scored], ['done', 4 * set.set.scenarios.length]);
  });

  it('makes no set of a folder that is not trusted, and deletes nothing that is not its own', async () => {
    await end();
    await start({ trusted: false });
    await assert.rejects(makeSet(), /no folder of a trusted workspace/);
    await assert.rejects(connection.sendRequest(protocol.deleteSet, { folder: root }), /no set of Whetstone/);
  });

  it('asks for nothing outside of what it is told, and says what is wrong with a request', async () => {
    await assert.rejects(connection.sendRequest(protocol.startRun, params('/nowhere')), /no set of scenarios/);
    await assert.rejects(connection.sendRequest(protocol.readReport, { run: 'none' }), /no run/i);
  });
});
