/** The gateway while its books cannot be opened: over a damaged file, and a provider on 127.0.0.1. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Gateway } from './gateway';
import { GatewayError } from './gatewayError';
import { BooksOpener } from './host/books';
import { OnDemandLedger } from './onDemandLedger';
import { openGateway } from './openGateway';
import type { ModelConfig } from './protocol';
import { startFakeProvider, type FakeProvider } from './testing/fakeProvider';
import { ask, collect, finishOf, impatient, openPolicy, textOf } from './testing/gatewayFixture';

describe('gateway without its ledger', () => {
  let folder: string;
  let books: BooksOpener;
  let provider: FakeProvider;
  let gateway: Gateway;
  let clock: number;

  beforeEach(async () => {
    clock = 0;
    folder = await mkdtemp(path.join(os.tmpdir(), 'no-ledger-'));
    await writeFile(path.join(folder, 'ledger.db'), 'not a database '.repeat(100));
    books = new BooksOpener({ folder, onWarning: () => undefined, onChange: () => undefined });
    provider = await startFakeProvider(({ model }) => ({ text: [model], usage: { input: 20, output: 7 } }));
    const at = (id: string, models: readonly ModelConfig[]) => ({
      ...{ id, kind: 'openai-compatible' as const, baseUrl: `${provider.origin}/v1`, models },
    });
    gateway = openGateway({
      config: {
        providers: [at('free', [{ name: 'm' }]), at('paid', [{ name: 'm', price: { input: 1, output: 2 } }])],
        ...{ keys: {}, hostModels: [], policy: { ...openPolicy, quality: 10 }, localModels: [], threads: 1 },
      },
      ledger: new OnDemandLedger(
        () => books.open(),
        () => clock,
      ),
      patience: impatient,
    });
  });

  afterEach(async () => {
    await gateway.dispose();
    await books.close();
    await provider.close();
    await rm(folder, { recursive: true, force: true });
  });

  const refused = (error: unknown) =>
    error instanceof GatewayError && error.details.refusal?.reason === 'ledger-unavailable';

  it('lets a model answer that costs nothing, and says that it is not in the books', async () => {
    const events = await collect(gateway.generate(ask('free/m')));
    assert.equal(textOf(events), 'm');
    assert.ok(events.some((event) => event.type === 'warning' && /not in the books.*ledger/.test(event.message)));
  });

  it('sends nothing that costs', async () => {
    await assert.rejects(collect(gateway.generate(ask('paid/m'))), refused);
    assert.equal(provider.requests.length, 0);
  });

  it('chooses among models that cost nothing, and gives that as a reason', async () => {
    const events = await collect(gateway.generate(ask('auto')));
    const [first] = events;
    assert.equal(finishOf(events).model, 'free/m');
    assert.match(first?.type === 'decision' ? first.decision.reasons.join(' ') : '', /ledger cannot be read/);
  });

  it('opens the books when they can be opened again, but does not try at each call', async () => {
    await assert.rejects(collect(gateway.generate(ask('paid/m'))), refused);
    await rm(path.join(folder, 'ledger.db'));
    await assert.rejects(collect(gateway.generate(ask('paid/m'))), refused);
    clock += 10_000;
    assert.equal(finishOf(await collect(gateway.generate(ask('paid/m')))).cost, 34);
    const [state] = await (await books.open()).decisions({ limit: 1 });
    assert.equal(state?.calls[0]?.cost, 34);
  });
});
