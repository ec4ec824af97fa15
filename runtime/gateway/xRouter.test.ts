/** The model `xrouter` of the gateway, over a provider on 127.0.0.1 whose router model calls tools by script. */
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { GatewayError } from './gatewayError';
import type { ProviderConfig, RoutingPolicy } from './protocol';
import type { RouterMetadata } from './server/completionAnswer';
import { LocalServer } from './server/localServer';
import { startFakeProvider, type FakeAnswer, type FakeProvider } from './testing/fakeProvider';
import { ask, collect, finishOf, fixture, openPolicy, textOf, type Fixture } from './testing/gatewayFixture';
import type { GenerateRequest, Json } from './types';

/** Each call costs 20 + 2 * 7 micro-dollars. */
const usage = { input: 20, output: 7 };
const says = (text: string): FakeAnswer => ({ text: [text], usage });
const calls = (...made: readonly (readonly [name: string, input: Json])[]): FakeAnswer => ({
  text: [],
  toolCalls: made.map(([name, input], index) => ({ id: `t${index}`, name, input: JSON.stringify(input) })),
  usage,
});
const prompt = { optimized_system_prompt: 'Think.' };
const askSmall = calls(['call_fleet_small', prompt]);
const select = (name: string) => calls(['select_response', { model_call_name: name }]);

describe('the model xrouter', () => {
  let provider: FakeProvider;
  let made: Fixture;
  let lines: FakeAnswer[];
  let others: Record<string, FakeAnswer>;

  const model = (name: string) => ({ name, tools: true, price: { input: 1, output: 2 } });
  const setUp = (
    options: {
      readonly limit?: number;
      readonly policy?: Partial<RoutingPolicy>;
      readonly more?: ProviderConfig[];
    } = {},
  ) => {
    const { limit, policy, more = [] } = options;
    const fleet: ProviderConfig = {
      ...{ id: 'fleet', kind: 'openai-compatible', baseUrl: `${provider.origin}/v1` },
      models: ['router', 'small', 'big'].map(model),
    };
    made = fixture([fleet, ...more], {
      ...(limit !== undefined && { limit }),
      policy: { ...openPolicy, routerModel: 'fleet/router', ...policy },
    });
  };
  const generate = (rest: Partial<GenerateRequest> = {}) =>
    collect(made.gateway.generate(ask('xrouter', 'Prove it.', rest)));
  const asked = () => provider.requests.map((request) => request.model);

  beforeEach(async () => {
    others = { small: says('small talk'), big: says('big talk') };
    provider = await startFakeProvider(
      ({ model: name }) => (name === 'router' ? lines.shift() : others[name]) ?? says('nothing was planned'),
      { models: [] },
    );
    setUp();
  });

  afterEach(async () => {
    await made.gateway.dispose();
    await provider.close();
  });

  it('gives what the router answers itself, and charges its tokens', async () => {
    lines = [says('Four.')];
    const events = await generate();
    const { cost, model: by, router } = finishOf(events);
    assert.deepEqual([textOf(events), by, cost], ['Four.', 'fleet/router', 34]);
    assert.deepEqual(router, { strategy: 'direct_response', routerCost: 34, targetModelsCost: 0, turnsUsed: 1 });
  });

  it('tells turns and calls as they happen, then the answer that was selected', async () => {
    lines = [askSmall, select('call_fleet_small')];
    const events = await generate();
    assert.deepEqual(
      events.map(({ type }) => type),
      ['decision', 'started', 'router-turn', 'started', 'router-call', 'started', 'router-turn', 'text', 'finish'],
    );
    const { cost, router } = finishOf(events);
    assert.deepEqual([textOf(events), cost, made.ledger.settled], ['small talk', 102, 102]);
    assert.deepEqual(router, { strategy: 'select_response', routerCost: 68, targetModelsCost: 34, turnsUsed: 2 });
  });

  it('books each call under the decision that it serves, with one of its own', async () => {
    lines = [askSmall, select('call_fleet_small')];
    const events = await generate();
    const [whole] = events;
    const id = whole?.type === 'decision' ? whole.decision.id : undefined;
    assert.deepEqual(
      made.ledger.reservations.map(({ parentCall }) => parentCall),
      [id, id, id],
    );
    const answering = made.ledger.reservations.find(({ model: name }) => name === 'fleet/small');
    assert.equal(finishOf(events).decision, answering?.decision);
    assert.deepEqual(
      made.ledger.decisions.map(({ reasons }) => reasons[0]),
      [
        'It decides for “xrouter” who answers.',
        'fleet/router called it for “xrouter”.',
        'It decides for “xrouter” who answers.',
      ],
    );
  });

  it('takes a router that calls no tools: it fills in a form, and reads in words what was answered', async () => {
    const form = (answer: string, ...filled: readonly { readonly tool: string; readonly prompt: string }[]) =>
      says(JSON.stringify({ answer, calls: filled }));
    await made.gateway.dispose();
    const plain: ProviderConfig = {
      ...{ id: 'plain', kind: 'openai-compatible', baseUrl: `${provider.origin}/v1` },
      models: [{ name: 'router', tools: false, price: { input: 1, output: 2 } }],
    };
    setUp({ policy: { routerModel: 'plain/router' }, more: [plain] });
    const small = { tool: 'call_fleet_small', prompt: 'Think.' };
    lines = [form('', small), form('', { tool: 'select_response', prompt: 'call_fleet_small' })];
    const events = await generate();
    assert.deepEqual([textOf(events), asked()], ['small talk', ['router', 'small', 'router']]);
    assert.equal(finishOf(events).router?.strategy, 'select_response');
    const [first, , second] = provider.requests.map(({ body }) => JSON.stringify(body));
    assert.match(first ?? '', /"json_schema"/);
    assert.doesNotMatch(first ?? '', /"tools"/);
    assert.match(second ?? '', /call_fleet_small answered:\\nsmall talk/);
    lines = [says('no form')];
    assert.equal(finishOf(await generate()).router?.strategy, 'fallback');
  });

  it('makes two calls in a turn, and the router writes the answer', async () => {
    lines = [calls(['call_fleet_small', prompt], ['call_fleet_big', prompt]), says('Both agree.')];
    const events = await generate();
    assert.equal(textOf(events), 'Both agree.');
    assert.deepEqual(asked().toSorted(), ['big', 'router', 'router', 'small']);
  });

  it('tells the router of a tool that is not there', async () => {
    lines = [calls(['call_gpt_9', prompt]), says('Then I do it.')];
    const events = await generate();
    const told = events.find((event) => event.type === 'router-call');
    assert.match(told?.type === 'router-call' ? (told.error ?? '') : '', /no tool call_gpt_9/);
    assert.deepEqual([textOf(events), asked()], ['Then I do it.', ['router', 'router']]);
  });

  it('ends after three turns with the last answer, and says so', async () => {
    lines = [askSmall, askSmall, askSmall, says('late')];
    const events = await generate();
    assert.equal(finishOf(events).router?.strategy, 'max_turns_reached');
    assert.equal(textOf(events), 'small talk');
    assert.ok(events.some((event) => event.type === 'warning' && event.message.includes('in 3 turns')));
  });

  it('gives what there is when the budget ends in the middle, and never passes it', async () => {
    lines = [askSmall, select('call_fleet_small')];
    setUp({ limit: 5000 });
    const events = await collect(afterCall(made, () => (made.ledger.limit = made.ledger.settled + 10)));
    assert.equal(textOf(events), 'small talk');
    assert.equal(finishOf(events).router?.strategy, 'last_response');
    assert.deepEqual(asked(), ['router', 'small']);
    assert.ok(events.some((event) => event.type === 'warning' && event.message.includes('budget')));
  });

  it('holds the ceiling of one call for all calls together', async () => {
    lines = [askSmall, askSmall, says('Done.')];
    await generate({ ceiling: 4000 });
    const ceilings = made.ledger.reservations.map(({ ceiling }) => ceiling);
    assert.deepEqual(ceilings, [4000, 3966, 3932, 3898, 3864]);
  });

  it('shows no model that the policy does not let through', async () => {
    lines = [calls(['call_fleet_big', prompt]), says('Then I do it.')];
    setUp({ policy: { allowedModels: ['fleet/router', 'fleet/small'] } });
    await generate();
    assert.deepEqual(asked(), ['router', 'router']);
  });

  const cloud: ProviderConfig = {
    ...{ id: 'cloud', kind: 'openai-compatible', baseUrl: 'http://models.invalid/v1' },
    models: [model('far')],
  };

  it('stays on the machine where only local models may be used', async () => {
    lines = [calls(['call_cloud_far', prompt]), says('Then I do it.')];
    setUp({ more: [cloud] });
    const events = await generate({ localOnly: true });
    const told = events.find((event) => event.type === 'router-call');
    assert.match(told?.type === 'router-call' ? (told.error ?? '') : '', /no tool call_cloud_far/);
    assert.ok(made.ledger.reservations.every(({ locality }) => locality === 'local'));
  });

  it('lets a local model answer where the router is elsewhere and nothing may leave the machine', async () => {
    setUp({ policy: { routerModel: 'cloud/far', localOnly: true }, more: [cloud] });
    const events = await generate();
    assert.equal(finishOf(events).router?.strategy, 'fallback');
    assert.ok(made.ledger.reservations.every(({ locality }) => locality === 'local'));
    const entry = (await made.gateway.models()).find(({ model: { id } }) => id === 'xrouter');
    assert.deepEqual([entry?.usable, entry?.problem?.includes('local only')], [false, true]);
  });

  it('takes prose of the router for no answer where JSON was asked for', async () => {
    lines = [askSmall, says('Here you are!')];
    others = { small: says('{"a":1}') };
    const events = await generate({ output: { kind: 'json' } });
    assert.deepEqual([textOf(events), finishOf(events).router?.strategy], ['{"a":1}', 'last_response']);
  });

  it('is not there, and says how to set it up, without a router model', async () => {
    setUp({ policy: { routerModel: undefined } });
    await assert.rejects(
      generate(),
      (error) => error instanceof GatewayError && error.kind === 'bad-request' && error.action.includes('routerModel'),
    );
    assert.ok((await made.gateway.models()).every(({ model: { id } }) => id !== 'xrouter'));
  });

  it('decides without calling anybody', async () => {
    const { model: router, candidates } = await made.gateway.route(ask('xrouter'));
    assert.deepEqual([router, candidates.length, asked()], ['fleet/router', 3, []]);
  });

  it('serves OpenAI’s client, with the router’s cost and every call', async () => {
    lines = [askSmall, select('call_fleet_small')];
    const server = await LocalServer.start({ gateway: () => made.gateway, port: 0 });
    try {
      const client = new OpenAI({ baseURL: server.url, apiKey: server.token, maxRetries: 0 });
      const listed = await client.models.list();
      assert.ok(listed.data.some(({ id }) => id === 'xrouter'));
      const completion = await client.chat.completions.create({
        model: 'xrouter',
        max_completion_tokens: 100,
        messages: [{ role: 'user', content: 'Prove it.' }],
      });
      assert.equal(completion.choices[0]?.message.content, 'small talk');
      assert.ok('router_metadata' in completion);
      const metadata = completion.router_metadata as RouterMetadata;
      assert.deepEqual(
        [metadata.routing_strategy, metadata.router_cost, metadata.target_models_cost, metadata.turns_used],
        ['select_response', 0.000068, 0.000034, 2],
      );
      assert.deepEqual(
        metadata.call_history.map(({ model: name, turn, tool, cost }) => [name, turn, tool, cost]),
        [
          ['fleet/router', 1, 'router', 0.000034],
          ['fleet/small', 1, 'call_fleet_small', 0.000034],
          ['fleet/router', 2, 'router', 0.000034],
        ],
      );
    } finally {
      await server.close();
    }
  });
});

/** An answer of xrouter during which something happens after its first call. */
async function* afterCall({ gateway }: Fixture, happens: () => void): ReturnType<Fixture['gateway']['generate']> {
  for await (const event of gateway.generate(ask('xrouter', 'Prove it.'))) {
    if (event.type === 'router-call') happens();
    yield event;
  }
}
