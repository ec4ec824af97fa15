import assert from 'node:assert/strict';
import type { ProviderConfig } from '../protocol';
import { startFakeProvider, type FakeAnswer, type FakeProvider } from '../testing/fakeProvider';
import { ask, collect, finishOf, fixture, textOf } from '../testing/gatewayFixture';

const kinds = ['openai', 'anthropic', 'google', 'openai-compatible'] as const;
const answer: FakeAnswer = { text: ['Hel', 'lo'], usage: { input: 20, output: 7, cacheRead: 8, reasoning: 0 } };

describe('providers, each in its own wire format', () => {
  let server: FakeProvider | undefined;

  afterEach(() => server?.close());

  const configOf = (kind: (typeof kinds)[number]): ProviderConfig => ({
    id: 'fleet',
    kind,
    baseUrl: `${server?.origin ?? ''}${kind === 'google' ? '/v1beta' : '/v1'}`,
    models: [{ name: 'm', price: { input: 1, output: 2, cacheRead: 0.1 } }],
  });

  for (const kind of kinds) {
    it(`${kind}: text, usage with cached tokens, and the cap that was reserved`, async () => {
      server = await startFakeProvider(() => answer);
      const { gateway, ledger } = fixture([configOf(kind)]);
      const events = await collect(gateway.generate(ask('fleet/m')));
      assert.equal(textOf(events), 'Hello');
      const finish = finishOf(events);
      assert.equal(finish.finish, 'stop');
      assert.deepEqual(finish.usage, {
        inputTokens: 20,
        cacheReadTokens: 8,
        cacheWriteTokens: 0,
        outputTokens: 7,
        reasoningTokens: 0,
        source: 'provider',
      });
      assert.equal(finish.cost, Math.ceil(12 + 0.8 + 14));
      assert.equal(ledger.settled, finish.cost);
      const body = JSON.stringify(server.requests[0]?.body);
      assert.match(body, /"(max_tokens|max_output_tokens|maxOutputTokens)":100/);
    });

    it(`${kind}: a tool call, its result in the next turn`, async () => {
      server = await startFakeProvider((_, index) =>
        index === 0
          ? { text: [], toolCalls: [{ id: 'call_1', name: 'weather', input: '{"city":"Oslo"}' }], usage: answer.usage }
          : answer,
      );
      const { gateway } = fixture([configOf(kind)]);
      const tools = [
        {
          name: 'weather',
          description: 'Tells the weather',
          inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        },
      ];
      const first = await collect(gateway.generate(ask('fleet/m', 'Weather in Oslo?', { tools })));
      const call = first.find((event) => event.type === 'tool-call');
      assert.deepEqual(call && { name: call.name, input: call.input }, { name: 'weather', input: { city: 'Oslo' } });
      assert.equal(finishOf(first).finish, 'tool-calls');
      const request = ask('fleet/m', 'Weather in Oslo?', { tools });
      const next = {
        ...request,
        messages: [
          ...request.messages,
          { role: 'assistant' as const, content: call ? [call] : [] },
          {
            role: 'tool' as const,
            content: [{ type: 'tool-result' as const, id: call?.id ?? '', name: 'weather', output: { degrees: 3 } }],
          },
        ],
      };
      assert.equal(textOf(await collect(gateway.generate(next))), 'Hello');
      assert.match(JSON.stringify(server.requests[1]?.body), /degrees/);
    });
  }
});
