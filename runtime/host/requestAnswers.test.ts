import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { CancellationTokenSource, RequestType, RequestType0, ResponseError } from 'vscode-jsonrpc';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { z } from 'zod';
import type { RuntimeErrorData } from '../protocol';
import { RuntimeError } from '../runtimeError';
import { RequestAnswers } from './requestAnswers';
import { REQUEST_CANCELLED_CODE } from './responseErrors';

const double = new RequestType<{ readonly n: number }, number, RuntimeErrorData>('double');
const wait = new RequestType0<null, RuntimeErrorData>('wait');

describe('answers of a child process', () => {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const parent = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const child = createMessageConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  const logged: string[] = [];
  const isOwn = (error: unknown): error is RangeError => error instanceof RangeError;
  const answers = new RequestAnswers({
    ...{ connection: child, idleMs: 0, onIdle: () => undefined, log: (message) => void logged.push(message) },
    errorOf: (error) => (isOwn(error) ? new RuntimeError('bad-request', error.message, 'Ask for less.') : error),
  });
  let waiting = 0;
  const failing = (n: number): number => {
    if (n > 100) throw new RangeError('Too large.');
    if (n < 0) throw new Error('A fault inside.');
    return 2 * n;
  };

  before(() => {
    answers.on(double, z.object({ n: z.number() }), ({ n }) => Promise.resolve(n).then(failing));
    answers.onPlain(wait, (signal) => {
      waiting += 1;
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    });
    child.listen();
    parent.listen();
  });
  beforeEach(() => void logged.splice(0));
  after(() => {
    parent.dispose();
    child.dispose();
  });

  const refusal = async (asked: Promise<unknown>): Promise<ResponseError<RuntimeErrorData>> => {
    const error: unknown = await asked.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ResponseError);
    return error as ResponseError<RuntimeErrorData>;
  };
  const untilWaiting = async (): Promise<void> => {
    while (waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    waiting = 0;
  };

  it('are those of the work', async () => {
    assert.equal(await parent.sendRequest(double, { n: 21 }), 42);
  });

  it('refuse parameters of another shape before anything is done', async () => {
    const { data } = await refusal(parent.sendRequest(double.method, { n: 'many' }));
    assert.deepEqual([data?.kind, logged], ['bad-request', []]);
  });

  it("say the host's own errors in its words", async () => {
    const { data } = await refusal(parent.sendRequest(double, { n: 101 }));
    assert.deepEqual(data, { kind: 'bad-request', message: 'Too large.', action: 'Ask for less.' });
  });

  it('log a fault inside with its stack', async () => {
    const { data } = await refusal(parent.sendRequest(double, { n: -1 }));
    assert.equal(data?.kind, 'internal');
    assert.match(logged.join('\n'), /^double: Error: A fault inside\.\n\s+at /);
  });

  it('end when their request is cancelled', async () => {
    const source = new CancellationTokenSource();
    const asked = refusal(parent.sendRequest(wait, source.token));
    await untilWaiting();
    source.cancel();
    assert.equal((await asked).code, REQUEST_CANCELLED_CODE);
  });

  it('end when the process is to end', async () => {
    const asked = refusal(parent.sendRequest(wait));
    await untilWaiting();
    answers.close();
    assert.equal((await asked).code, REQUEST_CANCELLED_CODE);
  });
});
