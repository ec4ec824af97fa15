/** What providers do wrong, over real HTTP in each vendor's wire format: nothing is overspent, nothing lost, and it is said clearly. */
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { GatewayError, type GatewayErrorKind } from './gatewayError';
import type { ProviderConfig } from './protocol';
import {
  startFakeProvider,
  type FakeAnswer,
  type FakeFault,
  type FakeProvider,
  type FakeRequest,
} from './testing/fakeProvider';
import { ask, collect, finishOf, fixture, openPolicy, textOf } from './testing/gatewayFixture';
import type { GenerateEvent } from './types';

const kinds = ['openai', 'anthropic', 'google', 'openai-compatible'] as const;
const hello: FakeAnswer = { text: ['Hel', 'lo'], usage: { input: 20, output: 7 } };
const key = 'sk-very-secret-0123456789';

describe('faults of providers', () => {
  let server: FakeProvider | undefined;
  let rest: (() => Promise<void>)[] = [];

  afterEach(async () => {
    await server?.close();
    for (const end of rest) await end();
    rest = [];
  });

  const begin = async (script: (request: FakeRequest, index: number) => FakeAnswer) => {
    server = await startFakeProvider(script, { models: [{ id: 'm' }] });
    return server;
  };

  const configOf = (kind: (typeof kinds)[number], more: Partial<ProviderConfig> = {}): ProviderConfig => ({
    id: 'fleet',
    kind,
    baseUrl: `${server?.origin ?? ''}${kind === 'google' ? '/v1beta' : '/v1'}`,
    models: [{ name: 'm', price: { input: 1, output: 2 } }],
    ...more,
  });

  /** The events until it failed, and the failure. */
  async function failing(events: AsyncIterable<GenerateEvent>): Promise<{ text: string; error: GatewayError }> {
    const seen: GenerateEvent[] = [];
    try {
      for await (const event of events) seen.push(event);
    } catch (error) {
      assert.ok(error instanceof GatewayError, String(error));
      assert.ok(error.message.length > 10 && error.action.length > 5);
      assert.ok(!`${error.message} ${error.action}`.includes(key));
      return { text: textOf(seen), error };
    }
    throw new Error('It did not fail.');
  }

  for (const kind of kinds) {
    describe(kind, () => {
      const cases: readonly {
        readonly what: string;
        readonly fault: FakeFault;
        readonly error: GatewayErrorKind | readonly GatewayErrorKind[];
        readonly outcome: string;
        readonly text?: string;
      }[] = [
        { what: 'never answers', fault: { kind: 'stall', after: 0 }, error: 'timed-out', outcome: 'unknown' },
        { what: 'stalls', fault: { kind: 'stall', after: 1 }, error: 'timed-out', outcome: 'failed', text: 'Hel' },
        {
          what: 'breaks the connection',
          fault: { kind: 'cut', after: 1 },
          error: 'cut-off',
          outcome: 'failed',
          text: 'Hel',
        },
        {
          what: 'ends in the middle',
          fault: { kind: 'ends', after: 1 },
          error: ['cut-off', 'bad-answer'],
          outcome: 'failed',
          text: 'Hel',
        },
        {
          what: 'sends broken JSON',
          fault: { kind: 'malformed', after: 1 },
          error: 'bad-answer',
          outcome: 'failed',
          text: 'Hel',
        },
        {
          what: 'reports a failure in the stream',
          fault: { kind: 'failure', after: 1 },
          error: ['overloaded', 'cut-off'],
          outcome: 'failed',
          text: 'Hel',
        },
      ];
      for (const { what, fault, error: expected, outcome, text = '' } of cases) {
        it(`${what}: ${outcome === 'unknown' ? 'booked in full' : 'what came is billed'}, and not asked for twice`, async () => {
          await begin(() => ({ ...hello, fault }));
          const { gateway, ledger } = fixture([configOf(kind)], { key, patience: { ...quick, attempts: 1 } });
          const failed = await failing(gateway.generate(ask('fleet/m')));
          assert.equal(failed.text, text);
          assert.ok([expected].flat().includes(failed.error.kind), `${failed.error.kind}: ${failed.error.message}`);
          assert.deepEqual(
            ledger.settlements.map((each) => each.outcome),
            [outcome],
          );
          assert.ok(ledger.settled > 0);
          assert.equal(ledger.reserved, 0);
        });
      }

      it('waits as long as Retry-After says before it tries again, and reserves anew', async () => {
        const fake = await begin((_, index) =>
          index === 0 ? { ...hello, fault: { kind: 'status', status: 429, headers: { 'retry-after': '0.2' } } } : hello,
        );
        const { gateway, ledger } = fixture([configOf(kind)]);
        assert.equal(textOf(await collect(gateway.generate(ask('fleet/m')))), 'Hello');
        const [first, second] = fake.requests;
        assert.ok((second?.at ?? 0) - (first?.at ?? 0) >= 190);
        assert.equal(ledger.reservations.length, 2);
        assert.deepEqual(
          ledger.settlements.map((each) => [each.outcome, each.cost]),
          [
            ['failed', 0],
            ['done', 34],
          ],
        );
      });

      it('tries again after 500, so many times and no more', async () => {
        const fake = await begin(() => ({ ...hello, fault: { kind: 'status', status: 500 } }));
        const { gateway, ledger } = fixture([configOf(kind)]);
        const { error } = await failing(gateway.generate(ask('fleet/m')));
        assert.equal(error.kind, 'overloaded');
        assert.equal(fake.requests.length, 4);
        assert.equal(ledger.settled, 0);
      });

      it('says that a tool schema was refused, with the provider’s words', async () => {
        const body = {
          error: {
            message: "Invalid schema for function 'f': 'strin' is not valid",
            type: 'invalid_request_error',
            code: 400,
          },
        };
        const fake = await begin(() => ({ ...hello, fault: { kind: 'status', status: 400, body } }));
        const { gateway, ledger } = fixture([configOf(kind)]);
        const tools = [{ name: 'f', description: '', inputSchema: { type: 'object' } }];
        const { error } = await failing(gateway.generate(ask('fleet/m', 'x', { tools })));
        assert.equal(error.kind, 'bad-request');
        assert.match(error.message, /refused the tools or the schema.*'strin' is not valid/);
        assert.equal(fake.requests.length, 1);
        assert.equal(ledger.settled, 0);
      });

      it('does not show the key that was refused', async () => {
        const body = {
          error: { message: `Incorrect API key provided: ${key}. Bearer ${key}`, type: 'auth', code: 401 },
        };
        await begin(() => ({ ...hello, fault: { kind: 'status', status: 401, body } }));
        const { gateway, ledger } = fixture([configOf(kind)], { key });
        const { error } = await failing(gateway.generate(ask('fleet/m')));
        assert.equal(error.kind, 'authentication');
        assert.ok(!JSON.stringify([error, error.stack, ledger.settlements]).includes(key));
      });
    });
  }

  const doubtful = {
    missing: undefined,
    negative: { input: -5, output: 3 },
    'of nothing read': { input: 0, output: 3 },
    huge: { input: 10 ** 9, output: 3 },
    'smaller than what came': { input: 20, output: 1 },
    'with more cached than read': { input: 20, output: 9, cacheRead: 40 },
  };
  for (const [what, usage] of Object.entries(doubtful)) {
    it(`does not believe usage that is ${what}: it is estimated on the safe side, and flagged`, async () => {
      const text = ['a rather long answer '.repeat(8)];
      await begin(() => ({ text, usage }));
      const { gateway, ledger } = fixture([configOf('openai-compatible')]);
      const { usage: booked, cost } = finishOf(await collect(gateway.generate(ask('fleet/m'))));
      assert.equal(booked.source, 'estimated');
      const [settlement] = ledger.settlements;
      assert.match(settlement?.error ?? '', /usage/);
      assert.ok(cost > 0 && cost <= (ledger.reservations[0]?.cost ?? 0));
      // Not less than the text can have cost: 4 characters a token would be 42.
      assert.ok(booked.outputTokens >= 60);
    });
  }

  it('stops a model that does not keep to its limit before it costs more than was reserved', async () => {
    const fake = await begin(() => ({ text: ['many words and '], fault: { kind: 'endless' } }));
    const { gateway, ledger } = fixture([configOf('openai-compatible')], { patience: { ...quick, stallMs: 5000 } });
    const { error } = await failing(gateway.generate(ask('fleet/m', 'x', { maxOutputTokens: 200 })));
    assert.equal(error.details.refusal?.reason, 'ceiling');
    assert.ok(ledger.settled <= (ledger.reservations[0]?.cost ?? 0));
    for (let tries = 0; fake.abandoned() === 0 && tries < 100; tries++) await new Promise((go) => setTimeout(go, 10));
    assert.equal(fake.abandoned(), 1);
  });

  it('stops a call when a budget was lowered below what it has spent meanwhile', async () => {
    await begin(() => ({ text: ['many words and '], fault: { kind: 'endless' } }));
    const { gateway, ledger } = fixture([configOf('openai-compatible')], { limit: 1_000_000 });
    const events = gateway.generate(ask('fleet/m', 'x', { maxOutputTokens: 100_000 }));
    const { error } = await failing(
      (async function* () {
        for await (const event of events) {
          if (event.type === 'text') ledger.limit = 500;
          yield event;
        }
      })(),
    );
    assert.equal(error.details.refusal?.reason, 'budget');
    assert.match(error.message, /lowered/);
    assert.ok(ledger.settled > 0 && ledger.settled <= 2000, String(ledger.settled));
  });

  it('cuts off a body without end', async () => {
    const fake = await begin(() => ({ ...hello, fault: { kind: 'huge', bytes: 2 ** 30 } }));
    const { gateway } = fixture([configOf('openai-compatible')], {
      maxBytes: 2 ** 20,
      patience: { ...quick, attempts: 1 },
    });
    const { error } = await failing(gateway.generate(ask('fleet/m')));
    assert.equal(error.kind, 'bad-answer');
    for (let tries = 0; fake.abandoned() === 0 && tries < 100; tries++) await new Promise((go) => setTimeout(go, 10));
    assert.equal(fake.abandoned(), 1);
  });

  it('follows no redirection: it would carry the key elsewhere', async () => {
    const other = await startFakeProvider(() => hello);
    rest.push(() => other.close());
    await begin(() => ({ ...hello, fault: { kind: 'redirect', to: `${other.origin}/v1/chat/completions` } }));
    const { gateway } = fixture([configOf('openai-compatible')], { patience: { ...quick, attempts: 1 } });
    await failing(gateway.generate(ask('fleet/m')));
    assert.equal(other.connections(), 0);
  });

  it('books nothing for a provider that is not there, and says so', async () => {
    const fake = await begin(() => hello);
    const config = configOf('openai-compatible');
    await fake.close();
    const { gateway, ledger } = fixture([config], { patience: { ...quick, attempts: 2 } });
    const { error } = await failing(gateway.generate(ask('fleet/m')));
    assert.equal(error.kind, 'unreachable');
    assert.match(error.message, /ECONNREFUSED/);
    assert.deepEqual(
      ledger.settlements.map((each) => each.outcome),
      ['not-sent', 'not-sent'],
    );
  });

  it('sends nothing when it cannot be written into the ledger', async () => {
    const fake = await begin(() => hello);
    const { gateway, ledger } = fixture([configOf('openai-compatible')]);
    ledger.reserve = () => Promise.reject(new Error('database is locked'));
    const { error } = await failing(gateway.generate(ask('fleet/m')));
    assert.equal(error.details.refusal?.reason, 'ledger-unavailable');
    assert.equal(fake.requests.length, 0);
  });

  it('lets a model that costs nothing answer instead, where one that costs cannot be written into the ledger', async () => {
    const fake = await begin(() => hello);
    const paid = configOf('openai-compatible');
    const free: ProviderConfig = { ...paid, id: 'free', models: [{ name: 'm' }] };
    const { gateway, ledger } = fixture([paid, free], { policy: { ...openPolicy, defaultModel: 'fleet/m' } });
    ledger.reserve = () => Promise.reject(new Error('database or disk is full'));
    const events = await collect(gateway.generate(ask('auto')));
    assert.equal(finishOf(events).model, 'free/m');
    assert.equal(events.filter(({ type }) => type === 'warning').length, 2);
    assert.equal(fake.requests.length, 1);
  });

  it('opens no socket to anything that is not on this machine when it is local only', async function () {
    const address = Object.values(networkInterfaces())
      .flat()
      .find((each) => each && !each.internal && each.family === 'IPv4')?.address;
    if (address === undefined) this.skip();
    let connections = 0;
    const outside = createServer(() => (connections += 1)).listen(0, address);
    await once(outside, 'listening');
    rest.push(() => new Promise((resolve) => outside.close(() => resolve())));
    const at = outside.address();
    assert.ok(typeof at === 'object' && at);
    const config: ProviderConfig = {
      id: 'cloud',
      kind: 'openai-compatible',
      baseUrl: `http://${address}:${at.port}/v1`,
      models: [{ name: 'm', price: { input: 1, output: 1 } }],
    };
    const { gateway, ledger } = fixture([config], { policy: { ...openPolicy, localOnly: true } });
    for (const model of ['cloud/m', 'auto', 'local']) {
      const { error } = await failing(gateway.generate(ask(model)));
      assert.equal(error.kind, 'refused', model);
    }
    await gateway.models();
    assert.equal(connections, 0);
    assert.equal(ledger.reservations.length, 0);
  });
});

const quick = { firstTokenMs: 400, stallMs: 150, attempts: 4 };
