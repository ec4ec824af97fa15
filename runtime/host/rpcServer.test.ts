import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import {
  CancellationTokenSource,
  createMessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import * as protocol from '../protocol';
import type {
  ConfidenceParams,
  ConfidenceResult,
  InfillParams,
  InfillResult,
  LogParams,
  ModelInfo,
  ProvidersResult,
  RewriteParams,
  RewriteResult,
  SourceFile,
} from '../protocol';
import { RuntimeError } from '../runtimeError';
import { REQUEST_CANCELLED_CODE } from './responseErrors';
import { RpcServer, type HostEngine } from './rpcServer';

const info: ModelInfo = {
  id: 'm',
  family: 'f',
  folder: '/m',
  parameters: 1,
  windowTokens: 32,
  maxPrefixTokens: 512,
  maxSuffixTokens: 64,
  loadMs: 1,
};

const params: InfillParams = {
  model: 'embedded',
  session: 's',
  languageId: 'go',
  prefix: 'a',
  suffix: '',
  snippets: [],
  extent: 'line',
  alternatives: 1,
  maxTokens: 8,
  length: { kind: 'found' },
  threshold: 0.9,
  copy: 'off',
  seed: 0,
};

const result: InfillResult = {
  model: 'm',
  suggestions: [],
  forwardPasses: 1,
  contextTokens: 1,
  contextReused: 0,
  ms: { context: 0, denoise: 0, total: 0 },
};

const known: ProvidersResult = { chosen: 'webgpu', providers: [{ name: 'cpu', state: 'works' }], remembered: false };

/** An engine whose answers a test sets. */
class FakeEngine implements HostEngine {
  readonly closed: string[] = [];
  readonly sources: SourceFile[] = [];
  readonly dropped: (readonly string[] | 'all')[] = [];
  answer: (signal: AbortSignal) => Promise<InfillResult> = () => Promise.resolve(result);
  asked = 0;

  load(model: string): Promise<ModelInfo> {
    return model === 'embedded'
      ? Promise.resolve(info)
      : Promise.reject(new RuntimeError('model-corrupt', 'model.onnx is cut short.', 'Convert it again.'));
  }
  infill(_: InfillParams, signal: AbortSignal): Promise<InfillResult> {
    this.asked += 1;
    return this.answer(signal);
  }
  rewritten: RewriteParams[] = [];
  rewrite(params: RewriteParams): Promise<RewriteResult> {
    this.rewritten.push(params);
    return Promise.resolve({ model: 'm', spans: [{ text: 'new', tokens: [] }], forwardPasses: 1, ms: 1 });
  }
  async tokenConfidence({ start, end }: ConfidenceParams, signal: AbortSignal): Promise<ConfidenceResult> {
    await this.answer(signal);
    return { model: 'm', tokens: [{ start, end, probability: 0.5, kept: true }], forwardPasses: 1, ms: 1 };
  }
  closeSession(session: string): void {
    this.closed.push(session);
  }
  putSources(files: readonly SourceFile[]): void {
    this.sources.push(...files);
  }
  dropSources(paths: readonly string[] | 'all'): void {
    this.dropped.push(paths);
  }
  models(): readonly ModelInfo[] {
    return [info];
  }
  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

describe('RpcServer', () => {
  let engine: FakeEngine;
  let server: RpcServer;
  let client: MessageConnection;
  let logged: LogParams[];
  let ready: Promise<number>;

  beforeEach(() => {
    const [up, down] = [new PassThrough(), new PassThrough()];
    engine = new FakeEngine();
    logged = [];
    client = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    client.onNotification(protocol.log, (entry) => {
      logged.push(entry);
    });
    ready = new Promise((resolve) => client.onNotification(protocol.ready, (message) => resolve(message.pid)));
    client.listen();
    server = new RpcServer({
      connection: createMessageConnection(new StreamMessageReader(up), new StreamMessageWriter(down)),
      engine,
      providers: { list: ({ probe }) => Promise.resolve({ ...known, remembered: probe === 'never' }) },
      threads: 3,
      idleMs: 0,
      onIdle: () => assert.fail('never idle'),
    });
    server.listen();
  });
  afterEach(() => {
    server.dispose();
    client.dispose();
  });

  /** The error that a request is answered with. */
  const errorOf = async (request: Promise<unknown>): Promise<ResponseError<unknown>> => {
    const outcome = await request.then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(outcome instanceof ResponseError, 'the request should have failed');
    return outcome as ResponseError<unknown>;
  };

  it('says that it is ready, loads, answers, and tells its state', async () => {
    assert.equal(await ready, process.pid);
    assert.deepEqual(await client.sendRequest(protocol.loadModel, { model: 'embedded' }), info);
    assert.deepEqual(await client.sendRequest(protocol.infill, params), result);
    const status = await client.sendRequest(protocol.status);
    assert.deepEqual(
      { ...status, residentBytes: 0 },
      { pid: process.pid, residentBytes: 0, threads: 3, models: [info] },
    );
    await client.sendNotification(protocol.closeSession, { session: 's' });
    await client.sendRequest(protocol.status);
    assert.deepEqual(engine.closed, ['s']);
  });

  it('hands spans to rewrite and parts to judge to the engine, checked', async () => {
    const { model, session, languageId, copy, seed } = params;
    const keep = { kind: 'all-but', parts: [{ start: 1, end: 2 }] } as const;
    const spans = [{ start: 0, end: 2, keep, maxTokens: 8 }];
    const denoising = { order: 'entropy', accept: { kind: 'factor', value: 2 }, cache: 'dual' } as const;
    const request = { model, session, languageId, text: 'abc', spans, copy, seed, temperature: 0.5, denoising };
    const answer = await client.sendRequest(protocol.rewrite, request);
    assert.equal(answer.spans[0]?.text, 'new');
    assert.deepEqual(engine.rewritten, [request]);
    const part = { model, session, languageId, text: 'abc', start: 1, end: 3 };
    const { tokens } = await client.sendRequest(protocol.tokenConfidence, part);
    assert.deepEqual(tokens, [{ start: 1, end: 3, probability: 0.5, kept: true }]);
    for (const wrong of [
      { spans: [] },
      { temperature: -1 },
      { denoising: { order: 'random' } },
      { spans: [{ start: 0, end: 1, keep: { kind: 'share', ratio: 2 }, maxTokens: 8 }] },
    ]) {
      const sent = client.sendRequest(protocol.rewrite.method, { ...request, ...wrong });
      assert.equal(((await errorOf(sent)).data as protocol.RuntimeErrorData).kind, 'bad-request');
    }
    assert.equal(engine.rewritten.length, 1);
  });

  it('lists providers, and asks for them as it was told', async () => {
    assert.deepEqual(await client.sendRequest(protocol.listProviders, { probe: 'always' }), known);
    assert.equal((await client.sendRequest(protocol.listProviders, { probe: 'never' })).remembered, true);
    const wrong = { probe: 'perhaps' } as unknown as { readonly probe: 'never' };
    const error = await errorOf(client.sendRequest(protocol.listProviders, wrong));
    assert.match(error.message, /not valid/);
  });

  it('takes and drops sources, and says so when a notification is of no use', async () => {
    const files = [{ path: '/a.py', text: 'x = 1\n' }, { path: '/b.py' }];
    await client.sendNotification(protocol.putSources, { files });
    await client.sendNotification(protocol.dropSources, { paths: ['/b.py'] });
    await client.sendNotification(protocol.dropSources, { paths: 'all' });
    await client.sendNotification(protocol.putSources.method, { files: [{ path: 1 }] });
    await client.sendNotification(protocol.dropSources.method, { paths: 'some' });
    await client.sendRequest(protocol.status);
    assert.deepEqual(engine.sources, files);
    assert.deepEqual(engine.dropped, [['/b.py'], 'all']);
    assert.deepEqual(
      logged.map(({ level }) => level),
      ['warn', 'warn'],
    );
  });

  it('answers errors with their kind, message and action, and logs them', async () => {
    const error = await errorOf(client.sendRequest(protocol.loadModel, { model: '/x' }));
    assert.equal(error.code, protocol.RUNTIME_ERROR_CODE);
    assert.deepEqual(error.data, {
      kind: 'model-corrupt',
      message: 'model.onnx is cut short.',
      action: 'Convert it again.',
    });
    await client.sendRequest(protocol.status);
    assert.match(logged.find(({ level }) => level === 'error')?.message ?? '', /model\/load: .*cut short/);
  });

  it('refuses a request that does not fit the protocol, without asking the engine', async () => {
    for (const wrong of [{ alternatives: 0 }, { threshold: 2 }, { maxTokens: -1 }, { prefix: 'x'.repeat(1_000_001) }]) {
      const error = await errorOf(client.sendRequest(protocol.infill, { ...params, ...wrong }));
      assert.equal((error.data as protocol.RuntimeErrorData).kind, 'bad-request');
    }
    assert.equal(engine.asked, 0);
  });

  it('turns a cancelled token into an aborted signal, and says so', async () => {
    engine.answer = (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const source = new CancellationTokenSource();
    const request = client.sendRequest(protocol.infill, params, source.token);
    setTimeout(() => source.cancel(), 20);
    assert.equal((await errorOf(request)).code, REQUEST_CANCELLED_CODE);
    assert.deepEqual(
      logged.filter(({ level }) => level === 'error'),
      [],
      'a cancellation is no error',
    );
  });

  it('answers a request that finished although it was cancelled as cancelled', async () => {
    const source = new CancellationTokenSource();
    engine.answer = (signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => setTimeout(() => resolve(result), 5)));
    const request = client.sendRequest(protocol.infill, params, source.token);
    setTimeout(() => source.cancel(), 10);
    assert.equal((await errorOf(request)).code, REQUEST_CANCELLED_CODE);
  });
});
