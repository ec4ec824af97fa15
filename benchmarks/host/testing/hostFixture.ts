/** A real child of the evaluation, with a parent that answers its model calls. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { bundledProgram } from '../../../runtime/testing/bundledProgram';
import { writeLayeredProject } from '../../locobench/scenarios/testing/writeLayeredProject';
import * as protocol from '../protocol';

const usage = { inputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 5, reasoningTokens: 0 };
const model = {
  ...{ id: 'fake/m', provider: 'fake', name: 'm', title: 'M', locality: 'remote', unit: 'tokens' },
  ...{ contextTokens: 1_000_000, maxOutputTokens: 4096 },
  capabilities: { tools: true, images: false, structured: true, reasoning: false },
  price: { rates: { input: 1, output: 2 }, tiers: [], perRequest: 0, source: 'test' },
};

/** The evaluation's program, bundled as it ships: made once for all tests of a process. */
export function bundledHost(): Promise<string> {
  return bundledProgram('benchmarks/host/main.ts', {
    'runtime/parseWorker': 'runtime/repository/parsing/parseWorker.ts',
    parseWorker: 'runtime/repository/parsing/parseWorker.ts',
  });
}

export class HostFixture {
  /** The repository. */
  readonly root: string;
  /** Model calls that came. */
  asked = 0;
  /** Answers of the model wait for this long… */
  pauseMs = 0;
  /** … and for this. */
  gate: Promise<void> = Promise.resolve();
  said = '{}';
  readonly views: protocol.RunView[] = [];
  readonly making: protocol.GenerateSetProgress[] = [];
  private started: { readonly child: ChildProcess; readonly connection: MessageConnection } | undefined;

  /** @param folder of another fixture, whose child is another window then */
  constructor(readonly folder = mkdtempSync(path.join(tmpdir(), 'evaluation-host-'))) {
    this.root = path.join(folder, 'repo');
    writeLayeredProject(this.root);
  }

  get child(): ChildProcess {
    return this.running().child;
  }

  get connection(): MessageConnection {
    return this.running().connection;
  }

  async start(more: Partial<protocol.EvaluationConfig> = {}): Promise<void> {
    const child = fork(await bundledHost(), ['--idle-ms', '0'], {
      execArgv: [],
      env: { ...process.env, WHETSTONE_HOME: path.join(this.folder, 'state') },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onError(() => undefined);
    connection.onNotification(protocol.runProgress, (view) => void this.views.push(view));
    connection.onNotification(protocol.generateProgress, (progress) => void this.making.push(progress));
    connection.onRequest(protocol.listModels.method, () => [{ model, usable: true }]);
    connection.onRequest(protocol.generate.method, async ({ id }: { readonly id: string }) => {
      this.asked += 1;
      await sleep(this.pauseMs);
      await this.gate;
      const rest = { call: `c${this.asked}`, model: 'fake/m', usage: { ...usage, source: 'provider' }, cost: 20 };
      // The child may have gone meanwhile.
      const tell = (event: object) =>
        connection.sendNotification(protocol.generateEvent.method, { id, event }).catch(() => undefined);
      await tell({ type: 'text', text: this.said });
      await tell({ type: 'finish', finish: 'stop', decision: 'd', ...rest });
      return { kind: 'done', decision: 'd', cost: 20, usage: { ...usage, source: 'provider' } };
    });
    connection.listen();
    this.started = { child, connection };
    await connection.sendRequest(protocol.configureEvaluation, {
      ...{ roots: [this.root], trusted: true, mayExecute: false, localOnly: false, project: 'p', ...more },
    });
  }

  /** kill -9. */
  async kill(): Promise<void> {
    if (this.started === undefined) return;
    const { child, connection } = this.started;
    connection.dispose();
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What `generateSet` is called with. */
  setParams(count = 4): protocol.GenerateSetParams {
    return {
      ...{ root: this.root, categories: ['architectural_understanding'], languages: [], count, seed: 1 },
      ...{ lengths: [2000], execute: false, name: 'mine' },
    };
  }

  makeSet(count?: number): Promise<protocol.SetSummary> {
    return this.connection.sendRequest(protocol.generateSet, this.setParams(count));
  }

  runParams(set: string): protocol.StartRunParams {
    return {
      ...{ folder: set, models: ['fake/m'], repeats: 1, seed: 1, maxOutputTokens: 500, temperature: undefined },
      ...{ budget: undefined, sampling: undefined, localOnly: false, cache: false, name: 'r', queue: undefined },
    };
  }

  async untilAsked(count: number): Promise<void> {
    while (this.asked < count) await sleep(2);
  }

  async ended(run: string): Promise<protocol.RunRecord> {
    for (let tries = 0; tries < 1000; tries++) {
      const { run: now } = await this.connection.sendRequest(protocol.readRun, { run });
      if (now.state !== 'running' && now.state !== 'planned') return now;
      await sleep(20);
    }
    throw new Error('It did not end.');
  }

  private running() {
    if (this.started === undefined) throw new Error('The child is not started.');
    return this.started;
  }
}
