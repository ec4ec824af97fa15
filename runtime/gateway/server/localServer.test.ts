import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import OpenAI, { APIError } from 'openai';
import type { RuntimeError } from '../../runtimeError';
import { startFakeProvider, type FakeAnswer, type FakeProvider } from '../testing/fakeProvider';
import { fixture, type Fixture } from '../testing/gatewayFixture';
import { LocalServer } from './localServer';

const hello: FakeAnswer = {
  text: ['Hel', 'lo'],
  usage: { input: 20, output: 7, cacheRead: 8, reasoning: 3 },
};
const weather = {
  type: 'function' as const,
  function: {
    name: 'weather',
    description: 'Tells the weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

describe('local server', () => {
  let provider: FakeProvider;
  let server: LocalServer;
  let made: Fixture;
  let answer: FakeAnswer;
  let client: OpenAI;

  const start = async (limit?: number) => {
    made = fixture(
      [
        {
          id: 'fleet',
          kind: 'openai-compatible',
          baseUrl: `${provider.origin}/v1`,
          models: [{ name: 'm', price: { input: 1, output: 2, cacheRead: 0.1 } }],
        },
      ],
      limit === undefined ? {} : { limit },
    );
    server = await LocalServer.start({ gateway: () => made.gateway, port: 0, maxBodyBytes: 2 ** 20 });
    client = new OpenAI({ baseURL: server.url, apiKey: server.token, maxRetries: 2 });
  };

  const messages = [{ role: 'user' as const, content: 'Say hello.' }];
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  beforeEach(async () => {
    answer = hello;
    provider = await startFakeProvider(() => answer, { models: [{ id: 'm' }] });
    await start();
  });

  afterEach(async () => {
    await server.close();
    await provider.close();
  });

  it('gives OpenAI’s client a whole answer, with usage and how it came about', async () => {
    const completion = await client.chat.completions.create({ model: 'fleet/m', messages });
    assert.equal(completion.choices[0]?.message.content, 'Hello');
    assert.equal(completion.choices[0].finish_reason, 'stop');
    assert.equal(completion.usage?.prompt_tokens_details?.cached_tokens, 8);
    assert.equal(completion.usage.completion_tokens_details?.reasoning_tokens, 3);
    assert.equal(completion.model, 'fleet/m');
    assert.ok('router_metadata' in completion);
    const {
      total_time: time,
      call_history: calls,
      ...metadata
    } = completion.router_metadata as {
      total_time: number;
      call_history: { model: string; attempt: number }[];
    };
    assert.ok(time >= 0);
    assert.equal(calls[0]?.model, 'fleet/m');
    assert.deepEqual(
      { ...metadata, decision: '' },
      {
        model_used: 'fleet/m',
        total_cost: 27e-6,
        router_cost: 0,
        target_models_cost: 27e-6,
        routing_strategy: 'fixed',
        turns_used: 1,
        decision: '',
        reasons: ['The caller named this model.'],
        warnings: [],
      },
    );
  });

  it('streams to OpenAI’s client piece by piece, usage at the end when it is asked for', async () => {
    const stream = await client.chat.completions.create({
      model: 'auto',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    assert.equal(chunks.map(({ choices: [choice] }) => choice?.delta.content ?? '').join(''), 'Hello');
    assert.equal(chunks.at(-1)?.usage?.total_tokens, 27);
    assert.equal(chunks.at(-2)?.choices[0]?.finish_reason, 'stop');
  });

  it('carries tools there and back, with all turns', async () => {
    answer = { text: [], toolCalls: [{ id: 'call_7', name: 'weather', input: '{"city":"Oslo"}' }], usage: hello.usage };
    const first = await client.chat.completions.create({
      model: 'fleet/m',
      messages,
      tools: [weather],
      tool_choice: 'required',
    });
    const message = first.choices[0]?.message;
    const call = message?.tool_calls?.[0];
    assert.equal(first.choices[0]?.finish_reason, 'tool_calls');
    assert.ok(message && call?.type === 'function');
    assert.deepEqual(JSON.parse(call.function.arguments), { city: 'Oslo' });
    answer = hello;
    await client.chat.completions.create({
      model: 'fleet/m',
      messages: [
        { role: 'system', content: 'Be short.' },
        ...messages,
        message,
        { role: 'tool', tool_call_id: call.id, content: '3 degrees' },
        { role: 'user', content: 'And tomorrow?' },
      ],
      tools: [weather],
    });
    const sent = provider.requests[1]?.body?.messages;
    assert.ok(Array.isArray(sent));
    assert.deepEqual(
      sent.map(({ role }: { role: string }) => role),
      ['system', 'user', 'assistant', 'tool', 'user'],
    );
    assert.equal(provider.requests[0]?.body?.tool_choice, 'required');
  });

  it('streams tool calls with their index', async () => {
    answer = {
      text: [],
      toolCalls: [
        { id: 'a', name: 'weather', input: '{"city":"Oslo"}' },
        { id: 'b', name: 'weather', input: '{"city":"Rome"}' },
      ],
      usage: hello.usage,
    };
    const runner = client.chat.completions.stream({ model: 'fleet/m', messages, tools: [weather] });
    const { choices } = await runner.finalChatCompletion();
    const calls = choices[0]?.message.tool_calls ?? [];
    assert.deepEqual(
      calls.map((call) => call.type === 'function' && call.function.arguments),
      ['{"city":"Oslo"}', '{"city":"Rome"}'],
    );
  });

  it('passes a JSON schema on', async () => {
    answer = { ...hello, text: ['{"a":1}'] };
    const schema = {
      type: 'object',
      properties: { a: { type: 'number' } },
      required: ['a'],
      additionalProperties: false,
    };
    await client.chat.completions.create({
      model: 'fleet/m',
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'thing', schema, strict: true } },
    });
    assert.match(JSON.stringify(provider.requests[0]?.body?.response_format), /"json_schema".*"thing"/);
  });

  it('lists auto, local and each model that can be used', async () => {
    const ids = [];
    for await (const { id } of client.models.list()) ids.push(id);
    assert.deepEqual(ids, ['auto', 'local', 'fleet/m']);
    assert.equal((await client.models.retrieve('fleet/m')).id, 'fleet/m');
  });

  it('refuses for money with 402 and our words, and OpenAI’s client does not try again', async () => {
    await server.close();
    await start(10);
    await assert.rejects(
      client.chat.completions.create({ model: 'fleet/m', messages }),
      (error) =>
        error instanceof APIError &&
        error.status === 402 &&
        error.code === 'refused_budget' &&
        /month's budget.*Raise the budget/.test(error.message),
    );
    assert.equal(made.ledger.refusals.length, 1);
    assert.equal(provider.requests.length, 0);
  });

  it('tells a client that is refused by the provider’s limit when to come back', async () => {
    answer = { ...hello, fault: { kind: 'status', status: 429, headers: { 'retry-after': '30' } } };
    const response = await post({ model: 'fleet/m', messages });
    assert.equal(response.status, 429);
    assert.equal(response.headers.get('retry-after'), '30');
  });

  it('says in the stream that the answer broke off', async () => {
    answer = { ...hello, fault: { kind: 'cut', after: 1 } };
    const stream = await client.chat.completions.create({ model: 'fleet/m', messages, stream: true });
    let text = '';
    await assert.rejects(async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    }, /broke/);
    assert.equal(text, 'Hel');
    assert.equal(made.ledger.settlements[0]?.outcome, 'failed');
    assert.ok(made.ledger.settled > 0);
  });

  it('breaks the call off when the client goes away, and books it', async () => {
    answer = { ...hello, fault: { kind: 'stall', after: 1 } };
    const abort = new AbortController();
    const stream = await client.chat.completions.create(
      { model: 'fleet/m', messages, stream: true },
      { signal: abort.signal },
    );
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content === 'Hel') break;
    abort.abort();
    for (let tries = 0; made.ledger.settlements.length === 0 && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.equal(made.ledger.settlements[0]?.outcome, 'aborted');
  });

  for (const [what, headers] of [
    ['no token', { authorization: '' }],
    ['a wrong token', { authorization: 'Bearer nonsense' }],
  ] as const) {
    it(`answers 401 to ${what}`, async () => {
      assert.equal((await post({ model: 'auto', messages }, headers)).status, 401);
      assert.equal(provider.connections(), 0);
    });
  }

  it('answers nobody who reached it by a name of his own', async () => {
    const request = httpRequest({
      host: '127.0.0.1',
      port: server.port,
      path: '/v1/models',
      headers: { host: `evil.example:${server.port}`, authorization: `Bearer ${server.token}` },
    });
    request.end();
    const [response] = (await once(request, 'response')) as [{ statusCode: number }];
    assert.equal(response.statusCode, 403);
    request.destroy();
  });

  it('allows no page of another origin', async () => {
    const response = await fetch(`${server.url}/chat/completions`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', authorization: `Bearer ${server.token}` },
    });
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    assert.equal(response.status, 404);
  });

  it('answers 413 to a body that is too large, 400 to one that is no JSON or no request', async () => {
    const huge = await post({ model: 'auto', messages: [{ role: 'user', content: 'x'.repeat(2 ** 21) }] });
    assert.equal(huge.status, 413);
    assert.equal((await post('{"model":')).status, 400);
    const wrong = await post({ model: 'auto', messages: [{ role: 'robot', content: 'x' }] });
    assert.equal(wrong.status, 400);
    assert.match(await wrong.text(), /"param":"messages.0.role"/);
  });

  it('refuses what it cannot do instead of leaving it out', async () => {
    for (const extra of [{ n: 2 }, { logprobs: true }, { presence_penalty: 1 }]) {
      assert.equal((await post({ model: 'auto', messages, ...extra })).status, 400, JSON.stringify(extra));
    }
    const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
    const fetched = await post({ model: 'auto', messages: [{ role: 'user', content: [image] }] });
    assert.match(await fetched.text(), /nothing is fetched/);
  });

  it('says that a port is taken', async () => {
    await assert.rejects(
      LocalServer.start({ gateway: () => made.gateway, port: server.port }),
      (error: RuntimeError) => error.kind === 'in-use',
    );
  });
});
