/** The gateway over the durable books, and a provider on 127.0.0.1. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Gateway } from './gateway';
import { GatewayError } from './gatewayError';
import { openLedger, type SqliteLedger } from './ledger';
import { openGateway } from './openGateway';
import { startFakeProvider, type FakeAnswer, type FakeProvider } from './testing/fakeProvider';
import { ask, collect, impatient, openPolicy } from './testing/gatewayFixture';

describe('gateway over the durable ledger', function () {
  this.timeout(20_000);
  let folder: string;
  let ledger: SqliteLedger;
  let provider: FakeProvider;
  let gateway: Gateway;
  let answer: FakeAnswer;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'gateway-ledger-'));
    ledger = await openLedger({ folder });
    answer = { text: ['Hel', 'lo'], usage: { input: 20, output: 7 } };
    provider = await startFakeProvider(() => answer, { models: [{ id: 'm' }] });
    gateway = openGateway({
      config: {
        providers: [
          {
            id: 'fleet',
            kind: 'openai-compatible',
            baseUrl: `${provider.origin}/v1`,
            concurrency: 16,
            models: [{ name: 'm', price: { input: 1, output: 2 } }],
          },
        ],
        ...{ keys: {}, hostModels: [], policy: openPolicy, localModels: [], threads: 1 },
      },
      ledger,
      patience: { ...impatient, firstTokenMs: 5000, stallMs: 5000, totalMs: 15_000 },
    });
  });

  afterEach(async () => {
    await gateway.dispose();
    await ledger.close();
    await provider.close();
    await rm(folder, { recursive: true, force: true });
  });

  const budget = (limit: number) =>
    ledger.setBudget({ scope: { kind: 'all' }, period: 'month', unit: 'usd', limit, warnAt: [] });

  it('never passes a budget, however many calls run into it at once', async () => {
    await budget(1000);
    const ends = await Promise.allSettled(
      Array.from({ length: 60 }, () =>
        collect(gateway.generate(ask('fleet/m', 'Say hello.', { maxOutputTokens: 100 }))),
      ),
    );
    const done = ends.filter(({ status }) => status === 'fulfilled').length;
    const reasons = ends.flatMap((end) =>
      end.status === 'rejected' && end.reason instanceof GatewayError ? [end.reason.details.refusal?.reason] : [],
    );
    assert.equal(done + reasons.length, 60);
    assert.ok(done >= 4, String(done));
    assert.ok(reasons.every((reason) => reason === 'budget'));
    const [state] = await ledger.allStates();
    assert.equal(state?.settled, done * 34);
    assert.equal(state.reserved, 0);
    assert.ok(state.settled <= 1000);
    assert.equal(provider.requests.length, done);
  });

  it('stops a call when its budget is lowered, with the reservation settled', async () => {
    await budget(1_000_000);
    answer = { text: ['many words and '], fault: { kind: 'endless' } };
    let lowered: Promise<unknown> | undefined;
    await assert.rejects(
      async () => {
        for await (const event of gateway.generate(ask('fleet/m', 'x', { maxOutputTokens: 100_000 }))) {
          if (event.type === 'text') lowered ??= budget(300);
        }
      },
      (error) => error instanceof GatewayError && error.details.refusal?.reason === 'budget',
    );
    await lowered;
    const [state] = await ledger.allStates();
    assert.equal(state?.reserved, 0);
    assert.ok(state.settled > 0 && state.settled < 200_000, String(state.settled));
    const refused = gateway.generate(ask('fleet/m'));
    await assert.rejects(collect(refused), (error) => error instanceof GatewayError && error.kind === 'refused');
  });

  it('sends nothing when the books are closed', async () => {
    await ledger.close();
    await assert.rejects(
      collect(gateway.generate(ask('fleet/m'))),
      (error) => error instanceof GatewayError && error.details.refusal?.reason === 'ledger-unavailable',
    );
    assert.equal(provider.requests.length, 0);
  });
});
