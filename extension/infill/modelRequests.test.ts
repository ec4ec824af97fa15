import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { CancellationToken } from 'vscode-jsonrpc';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { InfillParams, InfillResult, ModelInfo, RewriteParams, RewriteResult } from '../../runtime/protocol';
import type { RuntimeClient } from '../runtimeProcess/client';
import { RequestCancelledError, RuntimeRequestError } from '../runtimeProcess/errors';
import { ModelRequests } from './modelRequests';

const params = (session: string): InfillParams => ({
  model: 'embedded',
  session,
  languageId: 'python',
  prefix: 'x = ',
  suffix: '',
  snippets: [],
  extent: 'line',
  alternatives: 1,
  maxTokens: 32,
  length: { kind: 'found' },
  threshold: 0.9,
  copy: 'off',
  seed: 0,
});
const big: ModelInfo = {
  id: 'embedded',
  family: 'coda',
  folder: '/models/big',
  parameters: 2e9,
  windowTokens: 32,
  maxPrefixTokens: 768,
  maxSuffixTokens: 256,
  loadMs: 1,
};
const answer: InfillResult = {
  model: 'm',
  suggestions: [],
  forwardPasses: 1,
  contextTokens: 1,
  contextReused: 0,
  ms: { context: 1, denoise: 1, total: 2 },
};

/** A client whose requests end when the test says so, or when cancelled. */
class ControlledClient implements RuntimeClient {
  readonly state = { kind: 'stopped' } as const;
  readonly requests: { session: string; finish(): void; fail(error: Error): void }[] = [];
  infill(request: InfillParams, token: CancellationToken): Promise<InfillResult> {
    return new Promise((resolve, reject) => {
      this.requests.push({ session: request.session, finish: () => resolve(answer), fail: reject });
      token.onCancellationRequested(() => reject(new RequestCancelledError()));
    });
  }
  rewrite(request: RewriteParams, token: CancellationToken): Promise<RewriteResult> {
    return new Promise((resolve, reject) => {
      const finish = (): void => resolve({ model: 'm', spans: [], forwardPasses: 1, ms: 1 });
      this.requests.push({ session: request.session, finish, fail: reject });
      token.onCancellationRequested(() => reject(new RequestCancelledError()));
    });
  }
  tokenConfidence(): Promise<never> {
    return Promise.reject(new Error('not asked here'));
  }
  /** What is loaded; undefined: nothing can be. */
  info: ModelInfo | undefined;
  loadModel(): Promise<ModelInfo> {
    if (this.info) return Promise.resolve(this.info);
    return Promise.reject(new RuntimeRequestError({ kind: 'model-missing', message: 'none', action: 'get one' }));
  }
  closeSession(): void {
    // Nothing is kept.
  }
  putSources(): void {
    // Nothing is copied.
  }
  dropSources(): void {
    // Nothing was put.
  }
  status(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
  providers(): Promise<never> {
    return Promise.reject(new Error('not asked here'));
  }
  onState(): { dispose(): void } {
    return { dispose: () => undefined };
  }
  restart(): void {
    // Nothing runs.
  }
  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

class Fixture {
  readonly events: string[] = [];
  readonly client = new ControlledClient();
  readonly requests = new ModelRequests(
    () => Promise.resolve(this.client),
    {
      started: () => this.events.push('started'),
      answered: () => this.events.push('answered'),
      performed: () => this.events.push('performed'),
      ended: () => this.events.push('ended'),
      failed: (problem) => this.events.push(`failed: ${problem.message}`),
    },
    () => new CancellationTokenSource(),
  );
  readonly signal = new CancellationTokenSource();
  readonly told: string[] = [];
  ask(session: string): Promise<InfillResult | undefined> {
    return this.requests.infill(params(session), this.signal.token);
  }
  rewrite(session: string): Promise<RewriteResult | undefined> {
    const request: RewriteParams = {
      ...{ model: 'embedded', session, languageId: 'python', text: 'x', copy: 'off', seed: 0, temperature: 0 },
      spans: [{ start: 0, end: 1, keep: { kind: 'nothing' }, maxTokens: 8 }],
    };
    return this.requests.rewrite(request, this.signal.token, ({ message }) => this.told.push(message));
  }
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('ModelRequests', () => {
  it('a newer request of a document cancels the older, one of another document does not', async () => {
    const fixture = new Fixture();
    const older = fixture.ask('a');
    await turn();
    const other = fixture.ask('b');
    const newer = fixture.ask('a');
    await turn();
    for (const request of fixture.client.requests) request.finish();
    assert.deepEqual(await Promise.all([older, other, newer]), [undefined, answer, answer]);
    assert.equal(fixture.requests.count, 3);
  });

  it('passes the cancellation on', async () => {
    const fixture = new Fixture();
    const asked = fixture.ask('a');
    await turn();
    fixture.signal.cancel();
    assert.equal(await asked, undefined);
    assert.deepEqual(fixture.events, ['started', 'ended']);
  });

  it('tells a failure and pauses automatic requests until it is forgotten', async () => {
    const fixture = new Fixture();
    const asked = fixture.ask('a');
    await turn();
    fixture.client.requests[0]?.fail(
      new RuntimeRequestError({ kind: 'model-corrupt', message: 'bad', action: 'wait' }),
    );
    assert.equal(await asked, undefined);
    assert.deepEqual(fixture.events, ['started', 'failed: bad']);
    assert.equal(fixture.requests.paused, true);
    fixture.requests.forget();
    assert.equal(fixture.requests.paused, false);
  });

  it('a rewrite does not end a suggestion for the same document, but an older rewrite', async () => {
    const fixture = new Fixture();
    const suggestion = fixture.ask('a');
    const older = fixture.rewrite('a');
    await turn();
    const newer = fixture.rewrite('a');
    await turn();
    for (const request of fixture.client.requests) request.finish();
    const [suggested, dropped, rewritten] = await Promise.all([suggestion, older, newer]);
    assert.deepEqual([suggested, dropped, rewritten?.model], [answer, undefined, 'm']);
    assert.deepEqual(fixture.told, []);
  });

  it('a rewrite that fails is told to who asked, as well as to the listener', async () => {
    const fixture = new Fixture();
    const asked = fixture.rewrite('a');
    await turn();
    fixture.client.requests[0]?.fail(new RuntimeRequestError({ kind: 'crashed', message: 'gone', action: 'wait' }));
    assert.equal(await asked, undefined);
    assert.deepEqual(fixture.told, ['gone']);
    assert.deepEqual(fixture.events, ['started', 'failed: gone']);
  });

  it('does not pause after a crash: the client starts another child', async () => {
    const fixture = new Fixture();
    const asked = fixture.ask('a');
    await turn();
    fixture.client.requests[0]?.fail(new RuntimeRequestError({ kind: 'crashed', message: 'gone', action: 'wait' }));
    assert.equal(await asked, undefined);
    assert.equal(fixture.requests.paused, false);
  });

  it('a model that cannot be loaded is a failure, not an exception', async () => {
    const fixture = new Fixture();
    assert.equal(await fixture.requests.loadModel('embedded'), undefined);
    assert.deepEqual(fixture.events, ['started', 'failed: none']);
  });

  it('waits longer where the passes of the model are long', async () => {
    const fixture = new Fixture();
    fixture.client.info = { ...big, longestPassMs: 2000 };
    assert.ok(await fixture.requests.loadModel(big.id));
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const asked = fixture.ask('a');
      await turn();
      mock.timers.tick(69_000);
      await turn();
      assert.ok(!fixture.events.some((event) => event.startsWith('failed')), fixture.events.join());
      mock.timers.tick(2000);
      assert.equal(await asked, undefined);
      assert.equal(fixture.events.at(-1), 'failed: The model gave no answer within 70 seconds.');
    } finally {
      mock.timers.reset();
    }
  });

  it('says that no answer came in time, also when the timer is early by the other clock', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const fixture = new Fixture();
      const asked = fixture.ask('a');
      await turn();
      mock.timers.tick(30_000);
      assert.equal(await asked, undefined);
      assert.deepEqual(fixture.events, ['started', 'failed: The model gave no answer within 30 seconds.']);
    } finally {
      mock.timers.reset();
    }
  });

  it('asks nothing when cancelled before', async () => {
    const fixture = new Fixture();
    fixture.signal.cancel();
    assert.equal(await fixture.ask('a'), undefined);
    assert.equal(fixture.requests.count, 0);
  });
});
